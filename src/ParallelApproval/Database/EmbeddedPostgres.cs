using Microsoft.Extensions.Logging;
using ParallelApproval.Database.Embedded;

namespace ParallelApproval.Database;

/// <summary>
/// The private PostgreSQL of one data folder, in use by this process. Any number of processes may use one folder: the first starts
/// the server, the others connect to it, and the last one to leave stops it. A process that is killed leaves the server running;
/// the next one to come adopts it. A server that dies under its processes is started again within seconds.
/// </summary>
/// <remarks>
/// "In use" is a shared lock on a file, which the kernel gives back when a process dies in whatever way; so no list of users can be stale.
/// A signal that nobody handles (SIGTERM before the host runs, say) counts as being killed.
/// </remarks>
public sealed class EmbeddedPostgres : IAsyncDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    private readonly ClusterServer _server;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _leaving = new();
    private readonly Task _watching;
    private FolderLock? _use;

    private EmbeddedPostgres(ClusterServer server, FolderLock use, string databaseName, bool adopted, ILogger logger)
    {
        (_server, _use, _logger) = (server, use, logger);
        IsAdopted = adopted;
        ConnectionString = server.ConnectionString(databaseName, databaseName);
        ApplicationConnectionString = server.ConnectionString(
            ApplicationDatabase.RoleOf(databaseName),
            databaseName,
            ApplicationDatabase.PasswordOf(server.Password)
        );
        AdministratorConnectionString = server.ConnectionString(ClusterServer.Administrator, "postgres");
        // The last resort of a host that never comes to its disposal, such as one that ends by Environment.Exit.
        AppDomain.CurrentDomain.ProcessExit += StopAtExit;
        _watching = Task.Run(WatchAsync);
    }

    /// <summary>To the application's database, as the role that owns it; TCP on the loopback address.</summary>
    public string ConnectionString { get; }

    /// <summary>To the application's database, as the role that serves people and owns nothing; with a password of its own.</summary>
    public string ApplicationConnectionString { get; }

    /// <summary>To the database <c>postgres</c>, as the superuser of the cluster.</summary>
    public string AdministratorConnectionString { get; }

    /// <summary>The TCP port, on 127.0.0.1 only.</summary>
    public int Port => _server.Port;

    /// <summary>
    /// The folder of the cluster, its password, its log and its socket. Not below the data folder where the user who runs the server cannot
    /// reach that.
    /// </summary>
    public string Folder => _server.Folder.Path;

    /// <summary>The process id of the server.</summary>
    public int ServerProcessId => _server.ProcessId;

    /// <summary>Whether the server was running already when this process came.</summary>
    public bool IsAdopted { get; }

    /// <summary>
    /// Makes the cluster if there is none, starts its server if it does not run, and makes the application's database if it is missing.
    /// </summary>
    /// <exception cref="EmbeddedPostgresException">No PostgreSQL can be found or installed, or it does not start.</exception>
    public static async Task<EmbeddedPostgres> StartAsync(
        EmbeddedPostgresOptions options,
        ILogger logger,
        CancellationToken cancellation = default
    )
    {
        var folder = await ClusterFolder.PrepareAsync(options.DataFolder, logger, cancellation);
        using var turn = await FolderLock.TakeTurnAsync(folder.TurnFile, options.StartLimit, cancellation);
        var alone = FolderLock.IsFree(folder.UseFile);
        var use = FolderLock.Share(folder.UseFile);
        try
        {
            var binaries = await PostgresBinaries.ObtainAsync(folder, options.Sources, logger, cancellation);
            folder = await folder.ForNewClusterAsync(cancellation);
            var password = ClusterSecret.ReadOrMake(folder);
            await NewCluster.CreateIfMissingAsync(folder, binaries, options.Durability, password, logger, cancellation);
            var server = new ClusterServer(folder, binaries, options, password, logger);
            ServerPlace.Demand(folder, alone);
            if (options.ArchiveFolder is { } archive)
                await WalArchive.PrepareAsync(archive, folder.Account, cancellation);
            var adopted = await server.AdoptOrStartAsync(alone, cancellation);
            ServerPlace.Note(folder);
            await ApplicationDatabase.EnsureAsync(server, options.DatabaseName, cancellation);
            return new EmbeddedPostgres(server, use, options.DatabaseName, adopted, logger);
        }
        catch
        {
            use.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Copies the whole cluster, while it is worked on, into a new folder below that one; what was committed before is in it.
    /// </summary>
    /// <returns>The folder of the backup.</returns>
    /// <exception cref="EmbeddedPostgresException">It could not be made; nothing is left of it.</exception>
    public Task<string> BackUpAsync(string folder, CancellationToken cancellation) =>
        ClusterBackup.TakeAsync(_server, folder, cancellation);

    /// <summary>
    /// Puts a backup back into a data folder that has no cluster yet, as it was at the end of the backup, or at a later instant where the
    /// archive of the options reaches so far; the server is stopped again.
    /// </summary>
    /// <param name="until">By the clock of the database; null for all that the backup and the archive know.</param>
    /// <exception cref="EmbeddedPostgresException">The folder has a cluster, it is no backup, it is damaged, or the instant is not
    /// reached; the data folder is as it was.</exception>
    public static Task RestoreAsync(
        EmbeddedPostgresOptions options,
        string backup,
        DateTimeOffset? until,
        ILogger logger,
        CancellationToken cancellation
    ) => ClusterRestore.PutBackAsync(options, backup, until, logger, cancellation);

    /// <summary>Leaves the cluster; stops the server if no other process uses it. Doing it twice does nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _use, null) is not { } use)
            return;
        AppDomain.CurrentDomain.ProcessExit -= StopAtExit;
        await _leaving.CancelAsync();
        await _watching;
        _leaving.Dispose();
        use.Dispose();
        try
        {
            using var turn = await FolderLock.TakeTurnAsync(_server.Folder.TurnFile, TimeSpan.FromMinutes(1), CancellationToken.None);
            if (FolderLock.IsFree(_server.Folder.UseFile))
                await _server.StopAsync(CancellationToken.None);
            else
                _logger.LogInformation("The private PostgreSQL on port {Port} stays up: another process uses it.", Port);
        }
        catch (EmbeddedPostgresException problem)
        {
            // Leaving must not fail: whoever comes next adopts the server.
            _logger.LogWarning(problem, "The private PostgreSQL on port {Port} could not be stopped.", Port);
        }
    }

    // Whoever uses the folder watches its server; one of them starts it anew.
    private async Task WatchAsync()
    {
        using var look = new PeriodicTimer(BetweenLooks);
        try
        {
            while (await look.WaitForNextTickAsync(_leaving.Token))
                if (RunningServer.Find(_server.Folder) is null)
                    await StartAgainAsync();
        }
        catch (OperationCanceledException)
        {
            // This process leaves; whether the server stays is decided there.
        }
    }

    // Not given up in the middle: a server that has just begun to start would be nobody's.
    private async Task StartAgainAsync()
    {
        var port = Port;
        try
        {
            using var turn = await FolderLock.TakeTurnAsync(_server.Folder.TurnFile, TimeSpan.FromMinutes(1), CancellationToken.None);
            if (RunningServer.Find(_server.Folder) is not null)
                return;
            _logger.LogError("The private PostgreSQL on port {Port} has ended by itself; it is started again. See {Log}.", port, LogFile);
            await _server.AdoptOrStartAsync(alone: false, CancellationToken.None);
            if (Port != port)
                _logger.LogCritical(
                    "The private PostgreSQL had to take port {Port} instead of {Before}: restart this program.",
                    Port,
                    port
                );
        }
        catch (EmbeddedPostgresException problem)
        {
            _logger.LogError(problem, "The private PostgreSQL on port {Port} could not be started again; it is tried once more.", port);
        }
    }

    private string LogFile => _server.Folder.Log;

    private void StopAtExit(object? sender, EventArgs e) => DisposeAsync().AsTask().GetAwaiter().GetResult();
}
