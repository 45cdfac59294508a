using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace ParallelApproval.Database.Embedded;

/// <summary>
/// Where one private cluster lives: <c>&lt;data folder&gt;/postgres</c> with <c>data</c> (the cluster), <c>password</c>, <c>port</c>,
/// <c>server.log</c>, the socket, the lock files and, if they had to be fetched, <c>binaries</c>.
/// </summary>
/// <remarks>
/// When this process is root, the server runs as another user, who may not be able to reach the data folder (below <c>/root</c>, say). Then
/// the folder is <c>/var/lib/parallel-approval/&lt;name of the data folder, by hash&gt;</c> instead, and the log says so.
/// </remarks>
internal sealed record ClusterFolder(string Path, ServerAccount? Account)
{
    // sockaddr_un has room for 107 bytes, and the file is called .s.PGSQL.65535.lock at its longest.
    private const int LongestSocketFolder = 85;
    private const UnixFileMode OwnerAll = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OpenToPass = OwnerAll | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public string Data => Combine("data");
    public string Log => Combine("server.log");
    public string PasswordFile => Combine("password");
    public string PortFile => Combine("port");
    public string TurnFile => Combine("turn.lock");
    public string UseFile => Combine("use.lock");
    public string PlaceFile => Combine("place");
    public string Binaries => Combine("binaries");
    public string ProcessFile => System.IO.Path.Combine(Data, "postmaster.pid");

    public bool HasCluster => File.Exists(System.IO.Path.Combine(Data, "PG_VERSION"));

    /// <summary>The major version that made the cluster, e.g. 15; null if there is none.</summary>
    public int? Version =>
        HasCluster
            ? int.Parse(
                File.ReadAllText(System.IO.Path.Combine(Data, "PG_VERSION")).Trim().Split('.')[0],
                System.Globalization.CultureInfo.InvariantCulture
            )
            : null;

    /// <summary>
    /// The folder of the Unix socket: this one, or a short one in the folder for temporary files where this one's path is too long.
    /// </summary>
    public string SocketFolder =>
        Encoding.UTF8.GetByteCount(Path) <= LongestSocketFolder ? Path : System.IO.Path.Combine("/tmp", "pa-" + Name(Path));

    public string Combine(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Makes the folder, private to the user who runs the server, and makes sure that this user can reach it.</summary>
    /// <exception cref="EmbeddedPostgresException">There is no such folder.</exception>
    public static async Task<ClusterFolder> PrepareAsync(string dataFolder, ILogger logger, CancellationToken cancellation)
    {
        var wanted = new ClusterFolder(System.IO.Path.Combine(System.IO.Path.GetFullPath(dataFolder), "postgres"), null);
        var other = new ClusterFolder(System.IO.Path.Combine("/var/lib/parallel-approval", Name(wanted.Path)), null);
        // A cluster that was made there once stays there, whatever can be reached today.
        if (!other.HasCluster && await TryAsync(wanted.Path, cancellation) is { } folder)
            return folder;
        if (wanted.HasCluster)
            throw new EmbeddedPostgresException(
                $"Expected the owner of {wanted.Data} to be able to reach it, but a folder above it is closed to him. Type:\n  "
                    + $"namei -l {wanted.Data}"
            );
        logger.LogWarning(
            "PostgreSQL must not run as root, and the user it runs as cannot reach {Wanted}. The cluster lives in {Other} instead.",
            wanted.Path,
            other.Path
        );
        return await TryAsync(other.Path, cancellation)
            ?? throw new EmbeddedPostgresException(
                $"Expected a folder that an unprivileged PostgreSQL can reach, but neither {wanted.Path} nor {other.Path} is one. "
                    + "Set ParallelApproval__DataFolder."
            );
    }

    /// <summary>
    /// The folder as it suits a cluster that is yet to be made: an installation just done may have brought a better user.
    /// </summary>
    public async Task<ClusterFolder> ForNewClusterAsync(CancellationToken cancellation)
    {
        if (HasCluster || Account is null)
            return this;
        var folder = this with { Account = await ServerAccount.ChooseAsync(Path, cancellation) };
        await folder.OwnAsync(folder.Path, cancellation);
        await folder.OwnAsync(folder.SocketFolder, cancellation);
        return folder;
    }

    private static async Task<ClusterFolder?> TryAsync(string path, CancellationToken cancellation)
    {
        var made = CreateOpen(path);
        path = await RealAsync(path, cancellation);
        var folder = new ClusterFolder(path, await ServerAccount.ChooseAsync(path, cancellation));
        await folder.OwnAsync(folder.Path, cancellation);
        await folder.OwnAsync(Directory.CreateDirectory(folder.SocketFolder).FullName, cancellation);
        var reach = await ToolRun.RunAsync(folder.Account, "/", TimeSpan.FromSeconds(10), cancellation, "test", "-w", path);
        if (reach.Succeeded)
            return folder;
        if (made)
            Directory.Delete(path);
        return null;
    }

    /// <summary>
    /// Makes the folder and those above it that are missing, the latter open to pass through whatever the umask says. False if it was
    /// there.
    /// </summary>
    private static bool CreateOpen(string path)
    {
        if (Directory.Exists(path))
            return false;
        if (System.IO.Path.GetDirectoryName(path) is { } above)
            CreateOpen(above);
        Directory.CreateDirectory(path);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, OpenToPass);
        return true;
    }

    // One folder has one name, by whatever link it was reached: the running server is recognised by it.
    private static async Task<string> RealAsync(string path, CancellationToken cancellation)
    {
        if (ToolRun.Find("realpath") is not { } realpath)
            return path;
        return (await ToolRun.RunAsync(null, "/", TimeSpan.FromSeconds(10), cancellation, realpath, path))
            .OrThrow("resolve " + path)
            .Output;
    }

    private async Task OwnAsync(string folder, CancellationToken cancellation)
    {
        if (Account is not null)
            await ToolRun.RunAsync(
                null,
                "/",
                TimeSpan.FromSeconds(10),
                cancellation,
                "chown",
                $"{Account.UserId}:{Account.GroupId}",
                folder
            );
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, OwnerAll);
    }

    private static string Name(string path) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)))[..12];
}
