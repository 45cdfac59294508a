using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Supervision;
using ParallelApproval.Web.Commands;
using ParallelApproval.Web.Settings;
using ParallelApproval.Web.Telemetry;

namespace ParallelApproval.Web;

/// <summary>
/// What is written for people is read by a test: every link, path, name of the code, door, page, setting and command in it exists.
/// </summary>
[Collection<OneDoor>]
public sealed partial class GuidesTests(FrontDoor door)
{
    // Printed from the code, and held by tests of their own.
    private static readonly string[] Printed = ["authority.md", "moves.md", "settings.md"];

    public static TheoryData<string> Guides =>
        [.. Files().Where(file => !Printed.Contains(Path.GetFileName(file))).Select(file => Path.GetRelativePath(Root(), file))];

    [Theory]
    [MemberData(nameof(Guides))]
    public async Task Everything_that_a_guide_names_exists(string guide)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Root(), guide), TestContext.Current.CancellationToken);
        var (code, folder) = (Code().Matches(text).Select(match => match.Groups[1].Value).ToList(), Path.GetDirectoryName(guide)!);
        Links(text).Where(link => !Path.Exists(Path.Combine(Root(), folder, link))).ShouldBeEmpty("links");
        code.Where(said => FromRoot().IsMatch(said)).Where(said => !IsThere(said)).ShouldBeEmpty("paths");
        Settings(text).Except(Known()).ShouldBeEmpty("settings");
        Commands(text).Except(CommandLine.Names()).ShouldBeEmpty("commands");

        var routes = Routes();
        code.Where(said => Door().IsMatch(said)).Select(Plain).Except(routes).ShouldBeEmpty("doors");
        string[] pages = [.. code.Where(said => Page().IsMatch(said)).Select(Plain)];
        pages
            .Except([TelemetrySetup.Path])
            .Where(page => !routes.Any(route => Leads(route, page)))
            .Where(page => !page.EndsWith('*') || !routes.Any(route => route.Contains(" " + page[..^1], StringComparison.Ordinal)))
            .ShouldBeEmpty("pages");

        // A decision may tell of names that are gone.
        if (!folder.EndsWith("decisions", StringComparison.Ordinal))
            code.Where(said => Name().IsMatch(said))
                .SelectMany(said => said.Split('.'))
                .Except(Words.Value)
                .ShouldBeEmpty("names of the code");
    }

    [Fact]
    public void Every_guide_is_reached_from_the_first_page()
    {
        var (reached, next) = (new HashSet<string>(), new Queue<string>(["README.md"]));
        while (next.TryDequeue(out var guide))
            if (reached.Add(guide) && guide.EndsWith(".md", StringComparison.Ordinal))
                foreach (var link in Links(File.ReadAllText(Path.Combine(Root(), guide))))
                {
                    var path = Path.GetFullPath(Path.Combine(Root(), Path.GetDirectoryName(guide)!, link));
                    string[] meant = Directory.Exists(path) ? Directory.GetFiles(path, "*.md") : [path];
                    foreach (var one in meant)
                        next.Enqueue(Path.GetRelativePath(Root(), one));
                }

        Files().Select(file => Path.GetRelativePath(Root(), file)).Except(reached).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_walk_through_the_API_leads_to_a_finished_case()
    {
        foreach (var tool in (string[])["bash", "curl", "jq"])
            Assert.SkipUnless(
                Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, tool))),
                $"{tool} is not installed."
            );
        var cancellation = TestContext.Current.CancellationToken;
        var lines = Typed().Matches(await File.ReadAllTextAsync(Path.Combine(Root(), "docs/api.md"), cancellation));
        var start = new ProcessStartInfo("bash", ["-s"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["BASE"] = door.Address.ToString().TrimEnd('/') },
        };
        using var shell = Process.Start(start)!;
        var (said, wrong) = (shell.StandardOutput.ReadToEndAsync(cancellation), shell.StandardError.ReadToEndAsync(cancellation));
        await shell.StandardInput.WriteAsync("set -euo pipefail\n" + string.Concat(lines.Select(match => match.Groups[1].Value)));
        shell.StandardInput.Close();
        await shell.WaitForExitAsync(cancellation);
        shell.ExitCode.ShouldBe(0, await wrong);
        var told = (await said).Split('\n');
        foreach (var end in (string[])["finished", "sent", "cancelled"])
            told.ShouldContain(end, await said);
    }

    [GeneratedRegex(@"```bash\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Typed();

    [GeneratedRegex(@"`([^`\n]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"\]\(([^)#\s]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^(src|tests|docs|workflows|samples|\.ci)/")]
    private static partial Regex FromRoot();

    [GeneratedRegex(@"^(GET|POST|PUT|PATCH|DELETE) /")]
    private static partial Regex Door();

    [GeneratedRegex(@"^/[a-z][a-z0-9/{}*.\-]*$")]
    private static partial Regex Page();

    // Two humps at least, so that it is no word of the language.
    [GeneratedRegex(@"^[A-Z][a-z0-9]+([A-Z][A-Za-z0-9]*)+(\.[A-Z][A-Za-z0-9]+)*$")]
    private static partial Regex Name();

    [GeneratedRegex(@"ParallelApproval(?::|__)([A-Z][A-Za-z0-9]*(?:(?::|__)[A-Za-z0-9]+)*)")]
    private static partial Regex Setting();

    [GeneratedRegex(@"(?:src/ParallelApproval\.Web(?: -c Release)?|ParallelApproval\.Web\.dll) (?:-- )?([a-z]+(?: [a-z]+)?)(?=[\s`]|$)")]
    private static partial Regex Command();

    [GeneratedRegex("[A-Za-z_][A-Za-z_0-9]*")]
    private static partial Regex Word();

    private static readonly Lazy<HashSet<string>> Words = new(() =>
        [
            .. new[] { "src", "tests" }
                .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root(), folder), "*.*", SearchOption.AllDirectories))
                .Where(file => file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".razor", StringComparison.Ordinal))
                .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
                .SelectMany(file =>
                    Word().Matches(File.ReadAllText(file)).Select(match => match.Value).Append(Path.GetFileNameWithoutExtension(file))
                ),
        ]
    );

    private static IEnumerable<string> Files() =>
        Directory
            .EnumerateFiles(Path.Combine(Root(), "docs"), "*.md", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Root(), "*.md"))
            .Where(file => Path.GetFileName(file) is not "CHANGELOG.md");

    private static IEnumerable<string> Links(string text) =>
        Link().Matches(text).Select(match => match.Groups[1].Value).Where(link => !link.Contains("://", StringComparison.Ordinal));

    // To a page, or to the end of a longer address; what is in braces may be anything.
    private static bool Leads(string route, string page) =>
        route.EndsWith(page, StringComparison.Ordinal)
        || Regex.IsMatch(
            " " + page,
            "^"
                + Regex
                    .Escape(route[route.IndexOf(' ', StringComparison.Ordinal)..])
                    .Replace(@"/\{}", "(/[^/]+)?", StringComparison.Ordinal)
                    .Replace(@"\{}", "[^/]*", StringComparison.Ordinal)
                + "/?$"
        );

    // <Noun> and … stand for any name.
    private static bool IsThere(string said)
    {
        var parts = Regex.Replace(said.Split(' ')[0], "<[^>]*>|…", "*").TrimEnd('/').Split('/');
        IEnumerable<string> found = [Root()];
        foreach (var part in parts)
            found = found.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFileSystemEntries(folder, part));
        // What is built is not in the tree.
        return parts.Contains("bin") || found.Any();
    }

    private static IEnumerable<string> Settings(string text) =>
        Setting()
            .Matches(text)
            .Select(match => Numbered("ParallelApproval:" + match.Groups[1].Value.Replace("__", ":", StringComparison.Ordinal)));

    private static IEnumerable<string> Known() =>
        KnownSettings
            .All.Select(setting => setting.Key)
            .Concat(SupervisionSettings.Known().Select(value => value.Key))
            .SelectMany(key => Prefixes(Numbered(key)));

    private static string Numbered(string key) => Regex.Replace(key, ":[0-9]+$", "");

    // A guide may name a whole section.
    private static IEnumerable<string> Prefixes(string key)
    {
        for (var end = key.Length; end > 0; end = key.LastIndexOf(':', end - 1))
            yield return key[..end];
    }

    private static IEnumerable<string> Commands(string text) => Command().Matches(text).Select(match => match.Groups[1].Value);

    private HashSet<string> Routes() =>
        [
            .. door
                .App.Services.GetServices<EndpointDataSource>()
                .Concat(OfProvince.Value)
                .SelectMany(source => source.Endpoints)
                .OfType<RouteEndpoint>()
                .SelectMany(endpoint =>
                    (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(method =>
                        $"{method} {Plain("/" + endpoint.RoutePattern.RawText!.Trim('/'))}"
                    )
                ),
        ];

    private static readonly Lazy<IReadOnlyList<EndpointDataSource>> OfProvince = new(() =>
    {
        var folder = Directory.CreateTempSubdirectory("province-");
        var register = Path.Combine(folder.FullName, "districts.json");
        File.WriteAllText(register, ProvinceDoor.Register("http://localhost").ToJsonString());
        var entrance = (IEndpointRouteBuilder)Province.ProvinceServer.Open(["--Province:Register=" + register]);
        folder.Delete(recursive: true);
        return [.. entrance.DataSources];
    });

    private static string Plain(string said) => Regex.Replace(said, @"\{[^}]*\}", "{}").Split('?')[0].Split('#')[0];

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../.."));
}
