using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using ParallelApproval.Database;
using ParallelApproval.Database.Embedded;

namespace ParallelApproval.Testing;

/// <summary>
/// Two servers on this machine, a primary and a standby that follows it, each a cluster of its own; nobody starts one again when it is
/// killed. Everything is gone when it is disposed of.
/// </summary>
public sealed class ServerPair : IAsyncDisposable
{
    private const string Database = "parallel_approval";

    private static readonly Dictionary<string, string> Settings = new()
    {
        ["wal_level"] = "replica",
        ["max_wal_senders"] = "5",
        ["wal_keep_size"] = "1GB",
        ["synchronous_commit"] = "on",
    };

    private readonly TestRunFolder[] _folders;
    private readonly ClusterServer _primary;
    private readonly ClusterServer _standby;
    private readonly int _standbyPort;

    private ServerPair(TestRunFolder[] folders, ClusterServer primary, ClusterServer standby, int standbyPort) =>
        (_folders, _primary, _standby, _standbyPort) = (folders, primary, standby, standbyPort);

    /// <summary>Names both, the primary first, as an operator writes it; nothing is said of which one to take.</summary>
    public string ConnectionString =>
        new NpgsqlConnectionStringBuilder(_primary.ConnectionString(Database, Database))
        {
            Host = FormattableString.Invariant($"127.0.0.1:{_primary.Port},127.0.0.1:{_standbyPort}"),
        }.ConnectionString;

    /// <summary>The standby by itself.</summary>
    public string StandbyConnectionString =>
        new NpgsqlConnectionStringBuilder(_primary.ConnectionString(Database, Database)) { Port = _standbyPort }.ConnectionString;

    /// <summary>The primary runs and has an empty database; there is no standby yet.</summary>
    public static async Task<ServerPair> StartAsync(CancellationToken cancellation)
    {
        TestRunFolder[] folders = [TestRunFolder.Take(), TestRunFolder.Take()];
        var primary = await PrepareAsync(folders[0], password: null, cancellation);
        await NewCluster.CreateIfMissingAsync(
            primary.Folder,
            primary.Binaries,
            Durability.ThrowAway,
            primary.Password,
            NullLogger.Instance,
            cancellation
        );
        await primary.AdoptOrStartAsync(alone: true, cancellation);
        await ApplicationDatabase.EnsureAsync(primary, Database, cancellation);
        var standby = await PrepareAsync(folders[1], primary.Password, cancellation);
        var port = FreePort.Choose(standby.Folder);
        FreePort.Remember(standby.Folder, port);
        return new(folders, primary, standby, port);
    }

    /// <summary>Copies the primary as it is; the standby follows from now on, and no commit ends before it has it.</summary>
    public async Task FollowAsync(CancellationToken cancellation)
    {
        await FollowAloneAsync(cancellation);
        await DoAsync(_primary, "ALTER SYSTEM SET synchronous_standby_names = '*'", cancellation);
        await DoAsync(_primary, "SELECT pg_reload_conf()", cancellation);
    }

    /// <summary>The same, but nobody waits for the standby.</summary>
    public async Task FollowAloneAsync(CancellationToken cancellation)
    {
        (
            await ToolRun.RunAsync(
                _standby.Folder.Account,
                _standby.Folder.Path,
                TimeSpan.FromMinutes(5),
                cancellation,
                _primary.Binaries.Tool("pg_basebackup"),
                "-d",
                $"host=127.0.0.1 port={_primary.Port} user={ClusterServer.Administrator} password={_primary.Password}",
                "-D",
                _standby.Folder.Data,
                "-R",
                "-X",
                "stream",
                "-c",
                "fast",
                "--no-sync"
            )
        ).OrThrow("copy the primary");
        await StartStandbyAsync(cancellation);
    }

    public async Task StartStandbyAsync(CancellationToken cancellation)
    {
        await _standby.AdoptOrStartAsync(alone: true, cancellation);
        if (_standby.Port != _standbyPort)
            throw new InvalidOperationException("Somebody else has taken the port of the standby.");
    }

    /// <summary>From now on the standby takes what the primary has written, and shows nothing of it.</summary>
    public Task HoldStandbyAsync(CancellationToken cancellation) => DoAsync(_standby, "SELECT pg_wal_replay_pause()", cancellation);

    /// <summary>It shows again what it has taken.</summary>
    public Task ReleaseStandbyAsync(CancellationToken cancellation) => DoAsync(_standby, "SELECT pg_wal_replay_resume()", cancellation);

    public Task StopStandbyAsync(CancellationToken cancellation) => _standby.StopAsync(cancellation);

    /// <summary>Breaks off every commit that waits for the standby, as a caller does who has waited long enough.</summary>
    public Task BreakOffCommitsAsync(CancellationToken cancellation) =>
        DoAsync(_primary, "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'", cancellation);

    /// <summary>kill -9.</summary>
    public void KillPrimary()
    {
        using var server = Process.GetProcessById(_primary.ProcessId);
        server.Kill(entireProcessTree: true);
    }

    /// <summary>Makes the standby the primary, as an operator does, and waits until it takes what is written.</summary>
    public Task PromoteAsync(CancellationToken cancellation) => DoAsync(_standby, "SELECT pg_promote()", cancellation);

    /// <summary>Asks the server that was the standby first.</summary>
    public async Task<T> AskStandbyAsync<T>(string question, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(StandbyConnectionString + ";Pooling=false");
        await connection.OpenAsync(cancellation);
        await using var ask = new NpgsqlCommand(question, connection);
        return (T)(await ask.ExecuteScalarAsync(cancellation))!;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in (ClusterServer[])[_primary, _standby])
            if (server.Folder.HasCluster)
                await server.StopAsync(CancellationToken.None);
        foreach (var folder in _folders)
            folder.Dispose();
    }

    private static async Task<ClusterServer> PrepareAsync(TestRunFolder place, string? password, CancellationToken cancellation)
    {
        var options = new EmbeddedPostgresOptions
        {
            DataFolder = place.Path,
            Durability = Durability.ThrowAway,
            Sources = PostgresSource.Machine,
            Settings = Settings,
        };
        var folder = await ClusterFolder.PrepareAsync(place.Path, NullLogger.Instance, cancellation);
        var binaries = await PostgresBinaries.ObtainAsync(folder, options.Sources, NullLogger.Instance, cancellation);
        folder = await folder.ForNewClusterAsync(cancellation);
        if (password is not null)
            ClusterSecret.Write(folder.PasswordFile, password);
        return new(folder, binaries, options, password ?? ClusterSecret.ReadOrMake(folder), NullLogger.Instance);
    }

    private static async Task DoAsync(ClusterServer server, string statement, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(
            server.ConnectionString(ClusterServer.Administrator, "postgres") + ";Pooling=false"
        );
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
