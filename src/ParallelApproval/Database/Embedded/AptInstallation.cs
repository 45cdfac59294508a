using Microsoft.Extensions.Logging;

namespace ParallelApproval.Database.Embedded;

/// <summary>
/// PostgreSQL from the Debian archive: the programs only. Debian's habit of making and starting a cluster with them is switched off.
/// </summary>
internal static class AptInstallation
{
    private const string Drop = "/etc/postgresql-common/createcluster.d/parallel-approval.conf";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>Installs the package. False where apt is missing, this process is not root, or it fails; the log says which.</summary>
    public static async Task<bool> TryAsync(ILogger logger, CancellationToken cancellation)
    {
        if (!Environment.IsPrivilegedProcess || ToolRun.Find("apt-get") is not { } apt)
            return false;
        logger.LogWarning(
            "No PostgreSQL on this machine: installing Debian's package 'postgresql' with apt-get (at most {Minutes} minutes).",
            Limit.TotalMinutes
        );
        Directory.CreateDirectory(Path.GetDirectoryName(Drop)!);
        await File.WriteAllTextAsync(Drop, "create_main_cluster = false\nstart_conf = 'manual'\n", cancellation);
        try
        {
            await ToolRun.RunAsync(null, "/", Limit, cancellation, apt, "-q", "update");
            var run = await ToolRun.RunAsync(
                null,
                "/",
                Limit,
                cancellation,
                apt,
                "-q",
                "install",
                "-y",
                "--no-install-recommends",
                "-o",
                "DPkg::Lock::Timeout=60",
                "postgresql"
            );
            if (run.Succeeded)
                logger.LogWarning("PostgreSQL is installed.");
            else
                logger.LogWarning("apt-get could not install PostgreSQL: {Output}", Tail(run.Output));
            return run.Succeeded;
        }
        finally
        {
            // The administrator's own clusters are none of our business.
            File.Delete(Drop);
        }
    }

    private static string Tail(string output) => string.Join('\n', output.Split('\n').TakeLast(8));
}
