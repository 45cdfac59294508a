using System.Text.Json;
using System.Text.RegularExpressions;

namespace ParallelApproval;

/// <summary>What comes into the product is what was looked at, and what goes out with it holds no secret.</summary>
public sealed partial class SupplyChainTests
{
    private static readonly string[] NotOurs = ["bin", "obj", "node_modules", ".git", ".data", "artifacts", "TestResults", ".vs"];

    // Written for tests, and good nowhere else: the file, and how what is meant begins.
    private static readonly (string File, string Text)[] Known = [("tests/ParallelApproval.Tests/SupplyChainTests.cs", "")];

    [Fact]
    public void No_file_holds_a_secret()
    {
        var found =
            from file in Files()
            let name = Path.GetRelativePath(LicenceTests.Root(), file).Replace('\\', '/')
            from match in Secret().Matches(File.ReadAllText(file))
            where !Known.Any(known => known.File == name && match.Value.StartsWith(known.Text, StringComparison.Ordinal))
            select $"{name}: {match.Value[..Math.Min(match.Value.Length, 24)]}…";
        found.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----")]
    [InlineData("-----BEGIN PRIVATE KEY-----")]
    [InlineData("AKIAIOSFODNN7EXAMPLE")]
    [InlineData("ghp_0123456789abcdefghijABCDEFGHIJ012345")]
    [InlineData("xoxb-123456789012-abcdefghijkl")]
    [InlineData("pak_0123456789abcdef0123456789abcdefAbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdE")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("https://somebody:Hunter2Hunter2@registry.internal/")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U")]
    public void A_secret_is_known_by_its_face(string secret) => Secret().IsMatch("x = \"" + secret + "\"").ShouldBeTrue();

    [Fact]
    public void Every_project_is_locked_and_every_locked_package_has_its_hash()
    {
        var root = LicenceTests.Root();
        var projects = File.ReadAllLines(Path.Combine(root, "ParallelApproval.sln"))
            .Select(line => Project().Match(line))
            .Where(match => match.Success)
            .Select(match => Path.Combine(root, match.Groups[1].Value.Replace('\\', '/')))
            .ToList();
        projects.Count.ShouldBeGreaterThan(8);
        foreach (var project in projects)
        {
            var locks = Path.Combine(Path.GetDirectoryName(project)!, "packages.lock.json");
            File.Exists(locks).ShouldBeTrue($"{project} has no lock file: build it, and commit what was written");
            var text = File.ReadAllText(locks);
            text.ShouldNotContain("://", customMessage: "a lock file names no registry");
            using var document = JsonDocument.Parse(text);
            foreach (var framework in document.RootElement.GetProperty("dependencies").EnumerateObject())
            foreach (var package in framework.Value.EnumerateObject())
                if (package.Value.GetProperty("type").GetString() != "Project")
                    package.Value.GetProperty("contentHash").GetString().ShouldNotBeNullOrEmpty($"{package.Name} in {locks}");
        }
    }

    private static IEnumerable<string> Files()
    {
        var folders = new Queue<string>([LicenceTests.Root()]);
        while (folders.TryDequeue(out var folder))
        {
            foreach (var below in Directory.EnumerateDirectories(folder))
                if (!NotOurs.Contains(Path.GetFileName(below)))
                    folders.Enqueue(below);
            foreach (var file in Directory.EnumerateFiles(folder))
                if (Path.GetExtension(file) is not (".png" or ".ttf" or ".woff2" or ".xls" or ".received"))
                    yield return file;
        }
    }

    [GeneratedRegex("Project\\(.*\"([^\"]+\\.csproj)\"")]
    private static partial Regex Project();

    // Private keys; keys of clouds, forges and chats; our own; names with a password in an address; signed tokens.
    [GeneratedRegex(
        @"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}|\bxox[abprs]-[A-Za-z0-9-]{20,}"
            + @"|\bpak_[0-9a-f]{32}[A-Za-z0-9_-]{43}|\bwhsec_[A-Za-z0-9+/]{32}|[a-z]+://[^\s/:@""'{}$<]+:[^\s/:@""'{}$<]{8,}@[\w.-]+"
            + @"|\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{20,}"
    )]
    private static partial Regex Secret();
}
