using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ParallelApproval.Database.Embedded;

/// <summary>
/// The server of one cluster: starts it, adopts it when it runs already, stops it. Only for one who holds the turn of the folder.
/// </summary>
internal sealed class ClusterServer(
    ClusterFolder folder,
    PostgresBinaries binaries,
    EmbeddedPostgresOptions options,
    string password,
    ILogger logger
)
{
    /// <summary>The superuser of the cluster.</summary>
    public const string Administrator = "postgres";

    // A port that somebody takes at that moment, children of a killed server that still die: worth another try. Anything else fails again.
    private const int MostFailures = 5;
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);

    public ClusterFolder Folder => folder;
    public PostgresBinaries Binaries => binaries;
    public string Password => password;
    public int Port { get; private set; }
    public int ProcessId { get; private set; }

    public string ConnectionString(string user, string database, string? ownPassword = null) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = Port,
            Username = user,
            Password = ownPassword ?? password,
            Database = database,
        }.ConnectionString;

    /// <summary>
    /// Makes sure that a server accepts connections. One that runs is adopted, unless nobody else uses it and its settings are not ours:
    /// then it is started anew. True if it was adopted.
    /// </summary>
    public async Task<bool> AdoptOrStartAsync(bool alone, CancellationToken cancellation)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        late.CancelAfter(options.StartLimit);
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        try
        {
            var (failures, adopted) = (0, true);
            while (true)
            {
                if (RunningServer.Find(folder) is { } running)
                {
                    if (adopted && alone && !HasOurSettings())
                        await StopAsync(late.Token);
                    else if (await AcceptsAsync(running, late.Token))
                        return Use(running, adopted);
                }
                else
                {
                    adopted = false;
                    if (await TryStartAsync(late.Token) is { } problem && ++failures == MostFailures)
                        throw new EmbeddedPostgresException($"Expected the private PostgreSQL in {folder.Path} to start, but {problem}");
                }
                await again.WaitForNextTickAsync(late.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new EmbeddedPostgresException(
                $"Expected the private PostgreSQL in {folder.Path} to accept connections within {options.StartLimit.TotalSeconds:0} "
                    + $"seconds, but it did not. See {folder.Log}."
            );
        }
    }

    /// <summary>Stops the server and waits for its end: rolls back what is open, writes a checkpoint. Not running is fine.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        if (RunningServer.Find(folder) is null)
            return;
        var stop = await ControlAsync(StopLimit, cancellation, "stop", "-m", "fast");
        if (!stop.Succeeded && RunningServer.Find(folder) is not null)
            (await ControlAsync(StopLimit, cancellation, "stop", "-m", "immediate")).OrThrow("stop the server");
        logger.LogInformation("The private PostgreSQL on port {Port} is stopped.", Port);
    }

    private bool Use(RunningServer running, bool adopted)
    {
        (ProcessId, Port) = (running.ProcessId, running.Port);
        logger.LogInformation(
            "The private PostgreSQL {Version} in {Folder} {Verb} on port {Port}.",
            binaries.Version,
            folder.Path,
            adopted ? "was running already" : "runs",
            Port
        );
        return adopted;
    }

    /// <summary>Says what went wrong, or null.</summary>
    private async Task<string?> TryStartAsync(CancellationToken cancellation)
    {
        RunningServer.ForgetStrangers(folder);
        var port = FreePort.Choose(folder);
        await WriteSettingsAsync(port, cancellation);
        if (new FileInfo(folder.Log) is { Exists: true, Length: > 10_000_000 })
            File.Move(folder.Log, folder.Log + ".1", overwrite: true);
        var start = await ControlAsync(options.StartLimit, cancellation, "start", "-l", folder.Log);
        if (!start.Succeeded)
            return $"{start.Output}\n{LogTail()}";
        FreePort.Remember(folder, port);
        return null;
    }

    private async Task<bool> AcceptsAsync(RunningServer running, CancellationToken cancellation)
    {
        Port = running.Port;
        try
        {
            await using var connection = new NpgsqlConnection(ConnectionString(Administrator, "postgres") + ";Pooling=false;Timeout=5");
            await connection.OpenAsync(cancellation);
            await using var ask = new NpgsqlCommand("SHOW data_directory", connection);
            return (string?)await ask.ExecuteScalarAsync(cancellation) == folder.Data;
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InvalidPassword)
        {
            throw new EmbeddedPostgresException(
                $"Expected the password in {folder.PasswordFile} to be that of the server in {folder.Data}, but the server refused it.",
                refused
            );
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private Task<ToolRun> ControlAsync(TimeSpan limit, CancellationToken cancellation, string verb, params string[] more) =>
        ToolRun.RunAsync(
            folder.Account,
            folder.Path,
            limit + TimeSpan.FromSeconds(5),
            cancellation,
            binaries.Program("pg_ctl"),
            [verb, "-D", folder.Data, "-w", "-s", "-t", limit.TotalSeconds.ToString("0", CultureInfo.InvariantCulture), .. more]
        );

    private string SettingsFile => Path.Combine(folder.Data, ClusterSettings.FileName);

    private bool HasOurSettings() =>
        File.Exists(SettingsFile)
        && File.ReadAllText(SettingsFile).StartsWith(ClusterSettings.Text(folder, options) + "port ", StringComparison.Ordinal);

    private async Task WriteSettingsAsync(int port, CancellationToken cancellation)
    {
        await File.WriteAllTextAsync(SettingsFile, ClusterSettings.Text(folder, options) + ClusterSettings.Port(port), cancellation);
        // The server's user must read what root has written, whatever root's umask is.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(
                SettingsFile,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead
            );
    }

    private string LogTail() => File.Exists(folder.Log) ? string.Join('\n', File.ReadLines(folder.Log).TakeLast(8)) : "";
}
