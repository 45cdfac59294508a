using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Xml.Linq;

namespace ParallelApproval;

/// <summary>What the product is made of and tried with may be used by a public body without asking anybody.</summary>
public sealed class LicenceTests
{
    private static readonly string[] Allowed =
    [
        "MIT",
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "PostgreSQL",
        "MPL-2.0",
        "Apache-2.0 OR MS-PL",
    ];

    // Their packages name no licence, or a file of their own: MIT, read by hand.
    private static readonly string[] KnownByHand = ["ErrorOr", "Otp.NET"];

    // LGPL-3.0: used as packages, unchanged, and named in NOTICE.
    private static readonly string[] Named = ["Hangfire.Core", "Hangfire.AspNetCore", "Hangfire.NetCore", "Hangfire.PostgreSql"];

    /// <summary>What the product is built and tried with, and what lies in it: all that the machine of a maintainer fetches.</summary>
    private static readonly string[] Places = ["src", "tests", "samples"];

    [Fact]
    public void Every_package_that_is_restored_has_a_licence_that_asks_nothing()
    {
        var packages = Places
            .SelectMany(place => Directory.EnumerateFiles(Path.Combine(Root(), place), "project.assets.json", SearchOption.AllDirectories))
            .SelectMany(Packages)
            .Distinct()
            .ToList();
        packages.Count.ShouldBeGreaterThan(20);
        packages
            .Where(package => !KnownByHand.Contains(package.Name) && !Named.Contains(package.Name) && !Allowed.Contains(package.Licence))
            .ShouldBeEmpty();
    }

    private static IEnumerable<(string Name, string Licence)> Packages(string assets)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(assets));
        var folders = document.RootElement.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name).ToList();
        foreach (var registers in document.RootElement.GetProperty("libraries").EnumerateObject())
            if (registers.Value.GetProperty("type").GetString() == "package")
                yield return (registers.Name.Split('/')[0], Licence(folders, registers.Value.GetProperty("path").GetString()!));
    }

    private static string Licence(List<string> folders, string path)
    {
        var nuspec = folders
            .Select(folder => Path.Combine(folder, path))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.nuspec"))
            .First();
        return XDocument.Load(nuspec).Descendants().FirstOrDefault(element => element.Name.LocalName == "license")?.Value ?? "none";
    }

    internal static string Root([CallerFilePath] string here = "")
    {
        var folder = new DirectoryInfo(Path.GetDirectoryName(here)!);
        while (!File.Exists(Path.Combine(folder.FullName, "ParallelApproval.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
