using Npgsql;

namespace ParallelApproval.Database.Embedded;

/// <summary>
/// A copy of a cluster from which it can be made again (备份): <c>base</c> is what <c>pg_basebackup</c> made of it, <c>password</c> that of
/// its
/// roles. Whoever has it has the whole record; the keys of the trail are not in it.
/// </summary>
internal static class ClusterBackup
{
    public const string Base = "base";
    public const string Password = "password";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private static readonly TimeSpan Limit = TimeSpan.FromHours(12);

    public static async Task<string> TakeAsync(ClusterServer server, string folder, CancellationToken cancellation)
    {
        var backup = Path.GetFullPath(Path.Combine(folder, await NameAsync(server, cancellation)));
        var draft = backup + ".part";
        Directory.CreateDirectory(draft);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(draft, OwnerOnly);
        // As pg_basebackup reads it: not on the command line, where everybody could.
        var login = Path.Combine(draft, "login");
        try
        {
            ClusterSecret.Write(login, $"127.0.0.1:{server.Port}:*:{ClusterServer.Administrator}:{server.Password}");
            (
                await ToolRun.RunAsync(
                    null,
                    "/",
                    Limit,
                    cancellation,
                    server.Binaries.Tool("pg_basebackup"),
                    [
                        "-d",
                        $"host=127.0.0.1 port={server.Port} user={ClusterServer.Administrator} passfile='{login}'",
                        "-D",
                        Path.Combine(draft, Base),
                        "-X",
                        "stream",
                        "-c",
                        "fast",
                    ]
                )
            ).OrThrow("copy the cluster");
            File.Delete(login);
            ClusterSecret.Write(Path.Combine(draft, Password), server.Password);
            Directory.Move(draft, backup);
            return backup;
        }
        catch
        {
            Directory.Delete(draft, recursive: true);
            throw;
        }
    }

    private static async Task<string> NameAsync(ClusterServer server, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(
            server.ConnectionString(ClusterServer.Administrator, "postgres") + ";Pooling=false"
        );
        await connection.OpenAsync(cancellation);
        await using var ask = new NpgsqlCommand("SELECT to_char(clock_timestamp(), 'YYYYMMDD\"T\"HH24MISSMS')", connection);
        return "backup-" + await ask.ExecuteScalarAsync(cancellation);
    }
}
