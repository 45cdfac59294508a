using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using ParallelApproval.Database;

namespace ParallelApproval.Benchmarks;

/// <summary>
/// The ground of a run: a PostgreSQL of our own with everything durable, thrown away at the end, and a database for each target.
/// </summary>
internal sealed class Bench : IAsyncDisposable
{
    private readonly string _folder;
    private readonly EmbeddedPostgres _postgres;

    private Bench(string folder, EmbeddedPostgres postgres)
    {
        (_folder, _postgres) = (folder, postgres);
        Administrator = NpgsqlDataSource.Create(postgres.AdministratorConnectionString);
    }

    /// <summary>As the superuser, for the meters.</summary>
    public NpgsqlDataSource Administrator { get; }

    public int PostmasterId => _postgres.ServerProcessId;

    public int Port => _postgres.Port;

    public static async Task<Bench> OpenAsync()
    {
        var folder = Directory.CreateTempSubdirectory("parallel-approval-bench-").FullName;
        File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        var settings = new Dictionary<string, string>
        {
            ["shared_preload_libraries"] = "pg_stat_statements",
            // Only the counting run pays for it.
            ["pg_stat_statements.track"] = "none",
            ["wal_keep_size"] = "4GB",
            // Four nodes and the yardstick beside them; each has a pool of its own.
            ["max_connections"] = "400",
        };
        return new(folder, await EmbeddedPostgres.StartAsync(new() { DataFolder = folder, Settings = settings }, NullLogger.Instance));
    }

    /// <summary>An empty database of that name; an older one is dropped.</summary>
    public async Task CreateDatabaseAsync(string name)
    {
        await DoAsync($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
        await DoAsync($"CREATE DATABASE {name} OWNER parallel_approval");
    }

    /// <param name="port">Of the server itself, or of a proxy before it.</param>
    public string ConnectionString(string database, int port) =>
        new NpgsqlConnectionStringBuilder(_postgres.ConnectionString) { Database = database, Port = port }.ConnectionString;

    /// <summary>A folder of its own for a target's uploads and keys.</summary>
    public string DataFolder(string target) => Directory.CreateDirectory(Path.Combine(_folder, target)).FullName;

    public async Task DoAsync(string statement)
    {
        await using var command = Administrator.CreateCommand(statement);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> AskAsync<T>(string question)
    {
        await using var ask = Administrator.CreateCommand(question);
        return (T)(await ask.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        await Administrator.DisposeAsync();
        await _postgres.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
