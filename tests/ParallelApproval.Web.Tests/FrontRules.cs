using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Extensions;
using ArchUnitNET.Loader;
using Architecture = ArchUnitNET.Domain.Architecture;

namespace ParallelApproval.Web;

/// <summary>How the front is divided: by what a page or an address is about, never by what kind of file it is.</summary>
public sealed partial class FrontRules
{
    private const string Prefix = "ParallelApproval.Web.";

    /// <summary>What the house is about. Endpoints, request bodies and pages of one noun stand side by side.</summary>
    private static readonly string[] Nouns =
    [
        "Administration",
        "Appraisals",
        "Audit",
        "Bookings",
        "Bulletins",
        "Calendars",
        "Cases",
        "Catalogue",
        "Certificates",
        "Clients",
        "Disposals",
        "Evaluations",
        "Figures",
        "Headlines",
        "Imports",
        "Installations",
        "Library",
        "Notices",
        "Organisation",
        "Prechecks",
        "Public",
        "Publication",
        "Scans",
        "Studio",
        "Supervision",
        "Workflows",
    ];

    /// <summary>What every noun uses, and what belongs to the program and not to approvals.</summary>
    private static readonly string[] Plumbing =
    [
        "Authority",
        "Commands",
        "Demo",
        "Health",
        "Idempotency",
        "Jobs",
        "Languages",
        "Limits",
        "OpenApi",
        "Problems",
        "Reports",
        "Session",
        "Settings",
        "Telemetry",
        "Workbench",
    ];

    private static readonly Architecture Front = new ArchLoader().LoadAssemblies(typeof(Wiring).Assembly).Build();

    [Fact]
    public void The_front_is_divided_by_noun() =>
        Front.Types.Select(NounOf).OfType<string>().Distinct().Except([.. Nouns, .. Plumbing]).ShouldBeEmpty();

    [Fact]
    public void Every_noun_on_the_list_is_there() =>
        Nouns.Concat(Plumbing).Except(Front.Types.Select(NounOf).OfType<string>()).ShouldBeEmpty();

    [Fact]
    public void A_file_lies_in_the_folder_of_its_noun()
    {
        var strays =
            from path in Directory
                .EnumerateFiles(Source(), "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(Source(), path))
            let way = path.Split(Path.DirectorySeparatorChar)
            where way.Length > 1 && way[0] is not ("bin" or "obj")
            // A page right below its noun has the noun's namespace by where it lies; in a chapter it must say so.
            where path.EndsWith(".cs", StringComparison.Ordinal) || (path.EndsWith(".razor", StringComparison.Ordinal) && way.Length > 2)
            where
                !File.ReadLines(Path.Combine(Source(), path)).Any(line => line.TrimStart('@').TrimEnd(';') == $"namespace {Prefix}{way[0]}")
            select path;
        strays.ShouldBeEmpty();
    }

    [Fact]
    public void What_every_noun_uses_knows_none_of_them()
    {
        string[] shared = ["Authority", "Idempotency", "Languages", "Limits", "Problems", "Session", "Telemetry", "Workbench"];
        var knowing =
            from type in Front.Types
            where shared.Contains(NounOf(type))
            from used in type.Dependencies.Select(dependency => NounOf(dependency.Target)).Distinct()
            where Nouns.Contains(used)
            select $"{type.FullName} uses {used}";
        knowing.ShouldBeEmpty();
    }

    // Two landmarks of one name are one too many for who goes from landmark to landmark; axe sees it only where the list is not empty.
    [Fact]
    public void What_scrolls_within_a_section_does_not_bear_its_name_again()
    {
        var twice =
            from file in Directory.EnumerateFiles(Source(), "*.razor", SearchOption.AllDirectories)
            let page = File.ReadAllText(file)
            let sections = Sections().Matches(page).Select(section => Name(page, section)).ToHashSet(StringComparer.Ordinal)
            from region in Regions().Matches(page)
            where sections.Contains(Name(page, region))
            select $"{Path.GetRelativePath(Source(), file)}: {region.Value}";
        twice.ShouldBeEmpty();
        Sections().Matches("""<section class="card" aria-labelledby="holds">""").ShouldHaveSingleItem();
    }

    // What a landmark is called: by its own words, or by the words of the heading that it points to.
    private static string Name(string page, Match landmark)
    {
        if (landmark.Groups["words"].Success)
            return landmark.Groups["words"].Value;
        var heading = landmark.Groups["heading"].Value;
        return Regex.Match(page, $"""id="{Regex.Escape(heading)}"[^>]*>\s*(?<words>@Word\("[^"]+")""") is { Success: true } found
            ? found.Groups["words"].Value
            : heading;
    }

    [GeneratedRegex("""<section\b[^>]*?aria-label(?:="(?<words>@Word\("[^"]+")|ledby="(?<heading>[^"]+)")""")]
    private static partial Regex Sections();

    [GeneratedRegex("""role="region"[^>]*?aria-label(?:="(?<words>@Word\("[^"]+")|ledby="(?<heading>[^"]+)")""")]
    private static partial Regex Regions();

    // Null for what stands at the door itself, and for what is not of the front. A namespace below a noun would be a noun of its own, and
    // on no list.
    private static string? NounOf(IType type)
    {
        if (type is GenericParameter)
            return null;
        var name = type.Namespace?.FullName ?? "";
        return name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : null;
    }

    private static string Source([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../src/ParallelApproval.Web"));
}
