using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace ParallelApproval.Database.Embedded;

/// <summary>
/// PostgreSQL from the npm package of binaries, unpacked in the cluster's folder. The last resort, and for trying out only: these binaries
/// carry an OpenSSL that is no longer maintained.
/// </summary>
internal static class NpmInstallation
{
    private const string Version = "18.4.0-beta.17";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>The folder of the programs, if they have been unpacked completely.</summary>
    public static string? Programs(ClusterFolder folder) =>
        File.Exists(Complete(folder)) ? Path.Combine(Package(folder), "native", "bin") : null;

    /// <summary>Installs the package. False where npm is missing, the platform has no package, or it fails; the log says which.</summary>
    public static async Task<bool> TryAsync(ClusterFolder folder, ILogger logger, CancellationToken cancellation)
    {
        if (ToolRun.Find("npm") is not { } npm || PackageName is null)
            return false;
        logger.LogWarning(
            "No PostgreSQL on this machine: fetching the npm package {Package} into {Folder} (at most {Minutes} minutes).",
            PackageName,
            folder.Binaries,
            Limit.TotalMinutes
        );
        Directory.CreateDirectory(folder.Binaries);
        var run = await ToolRun.RunAsync(
            null,
            folder.Binaries,
            Limit,
            cancellation,
            npm,
            "install",
            "--prefix",
            folder.Binaries,
            "--no-save",
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
            $"{PackageName}@{Version}"
        );
        if (!run.Succeeded)
        {
            logger.LogWarning("npm could not fetch the binaries of PostgreSQL: {Output}", run.Output);
            return false;
        }
        Link(Package(folder));
        await File.WriteAllTextAsync(Complete(folder), Version, cancellation);
        return folder.Account is null || await folder.Account.OwnAsync(folder.Binaries, cancellation);
    }

    private static string? PackageName =>
        (
            OperatingSystem.IsLinux() ? "linux"
            : OperatingSystem.IsMacOS() ? "darwin"
            : null,
            RuntimeInformation.OSArchitecture
        ) switch
        {
            (null, _) => null,
            (var system, Architecture.X64) => $"@embedded-postgres/{system}-x64",
            (var system, Architecture.Arm64) => $"@embedded-postgres/{system}-arm64",
            _ => null,
        };

    private static string Package(ClusterFolder folder) => Path.Combine(folder.Binaries, "node_modules", PackageName ?? "none");

    private static string Complete(ClusterFolder folder) => Path.Combine(folder.Binaries, "complete");

    /// <summary>An npm package cannot hold symbolic links; this one brings a list of them, relative to its own folder.</summary>
    private static void Link(string package)
    {
        using var list = JsonDocument.Parse(File.ReadAllText(Path.Combine(package, "native", "pg-symlinks.json")));
        foreach (var link in list.RootElement.EnumerateArray())
        {
            var target = Path.Combine(package, link.GetProperty("target").GetString()!);
            var source = Path.Combine(package, link.GetProperty("source").GetString()!);
            File.Delete(target);
            File.CreateSymbolicLink(target, Path.GetRelativePath(Path.GetDirectoryName(target)!, source));
        }
    }
}
