using System.Diagnostics;
using System.Globalization;

namespace ParallelApproval.Database.Embedded;

/// <summary>
/// The user of the operating system that runs the server when this process is root, since PostgreSQL refuses to be root. A process that is
/// not root runs the server as itself and has none.
/// </summary>
internal sealed record ServerAccount(string UserId, string GroupId)
{
    private static readonly string[] Candidates = ["postgres", "nobody"];

    /// <summary>
    /// The owner of the cluster if there is one already, else <c>postgres</c>, else <c>nobody</c>; null if this process is not root.
    /// </summary>
    public static async Task<ServerAccount?> ChooseAsync(string clusterFolder, CancellationToken cancellation)
    {
        if (!Environment.IsPrivilegedProcess || OperatingSystem.IsWindows())
            return null;
        if (
            Directory.Exists(Path.Combine(clusterFolder, "data"))
            && await AskAsync(cancellation, "stat", "-c", "%u:%g", clusterFolder) is { } owner
            && !owner.StartsWith("0:", StringComparison.Ordinal)
        )
            return new(owner.Split(':')[0], owner.Split(':')[1]);
        foreach (var name in Candidates)
            if (await AskAsync(cancellation, "id", "-u", name) is { } user && await AskAsync(cancellation, "id", "-g", name) is { } group)
                return new(user, group);
        throw new EmbeddedPostgresException(
            "Expected a user 'postgres' or 'nobody' to run PostgreSQL as, but this machine has neither, and PostgreSQL refuses to "
                + "be root. Type:\n  useradd --system postgres"
        );
    }

    /// <summary>The program, started as this user with no other group.</summary>
    public ProcessStartInfo Command(string program, IEnumerable<string> arguments)
    {
        if (ToolRun.Find("setpriv") is { } setpriv)
            return new(setpriv, ["--reuid", UserId, "--regid", GroupId, "--clear-groups", "--", program, .. arguments]);
        if (ToolRun.Find("runuser") is { } runuser)
            return new(runuser, ["-u", UserName, "--", program, .. arguments]);
        return new("su", ["-s", "/bin/sh", UserName, "-c", "exec \"$0\" \"$@\"", "--", program, .. arguments]);
    }

    /// <summary>Gives a folder and all that is in it to this user.</summary>
    public async Task<bool> OwnAsync(string folder, CancellationToken cancellation) =>
        (await ToolRun.RunAsync(null, "/", TimeSpan.FromMinutes(1), cancellation, "chown", "-R", $"{UserId}:{GroupId}", folder)).Succeeded;

    // Only runuser and su need the name; they know no numbers.
    private string UserName =>
        File.ReadLines("/etc/passwd")
            .Select(line => line.Split(':'))
            .First(fields => fields[2] == UserId.ToString(CultureInfo.InvariantCulture))[0];

    private static async Task<string?> AskAsync(CancellationToken cancellation, string program, params string[] arguments)
    {
        var run = await ToolRun.RunAsync(null, "/", TimeSpan.FromSeconds(10), cancellation, program, arguments);
        return run.Succeeded ? run.Output : null;
    }
}
