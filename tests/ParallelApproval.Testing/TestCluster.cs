using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using ParallelApproval.Database;

namespace ParallelApproval.Testing;

/// <summary>
/// The throw-away PostgreSQL of one test process: started when the first test asks for a database, removed at the end. Use it as an
/// assembly fixture: <c>[assembly: AssemblyFixture(typeof(TestCluster))]</c>, and take it in the constructor of a test class.
/// </summary>
public sealed class TestCluster : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Task>> _templates = new();
    private readonly Lazy<Task<EmbeddedPostgres>> _server;
    private readonly TestRunFolder _folder = TestRunFolder.Take();
    private readonly ConcurrentDictionary<string, ConcurrentBag<TestDatabase>> _kept = new();
    private int _databases;

    public TestCluster() => _server = new(() => Task.Run(StartAsync));

    // A test looks at the sessions of the house and ends them, behind its back.
    private async Task<EmbeddedPostgres> StartAsync()
    {
        var server = await EmbeddedPostgres.StartAsync(
            new() { DataFolder = _folder.Path, Durability = Durability.ThrowAway },
            NullLogger.Instance
        );
        await using var source = NpgsqlDataSource.Create(server.AdministratorConnectionString + ";Pooling=false");
        var owner = new NpgsqlConnectionStringBuilder(server.ConnectionString).Username;
        await using var grant = source.CreateCommand($"GRANT pg_monitor, pg_signal_backend TO {owner}");
        await grant.ExecuteNonQueryAsync();
        return server;
    }

    /// <summary>Copies the template, which is filled first if nobody has asked for it before. About a tenth of a second.</summary>
    public async Task<TestDatabase> CopyAsync(Template template, CancellationToken cancellation)
    {
        var server = await FilledAsync(template, cancellation);
        return Of(server, await CopyOfAsync(server, template.Name, cancellation));
    }

    /// <summary>
    /// A database like the template, which may have served other tests of this process; for whom it is all the same. Nobody else has it
    /// until it is disposed of.
    /// </summary>
    public async Task<TestDatabase> BorrowAsync(Template template, CancellationToken cancellation)
    {
        var kept = _kept.GetOrAdd(template.Name, _ => []);
        return kept.TryTake(out var served) ? served : await KeptCopyAsync(template, kept, cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var database in _kept.Values.SelectMany(kept => kept))
            await database.ShutAsync();
        NpgsqlConnection.ClearAllPools();
        if (_server.IsValueCreated)
            await (await _server.Value).DisposeAsync();
        _folder.Dispose();
    }

    private async Task<EmbeddedPostgres> FilledAsync(Template template, CancellationToken cancellation)
    {
        var server = await _server.Value.WaitAsync(cancellation);
        // Whoever asks first fills it for all, so his giving up must not spoil it for the others.
        await _templates.GetOrAdd(template.Name, _ => new(() => FillAsync(server, template))).Value.WaitAsync(cancellation);
        return server;
    }

    private async Task<string> CopyOfAsync(EmbeddedPostgres server, string template, CancellationToken cancellation)
    {
        var name = "test_" + Interlocked.Increment(ref _databases).ToString(CultureInfo.InvariantCulture);
        await CreateAsync(server, name, template, cancellation);
        return name;
    }

    private async Task<TestDatabase> KeptCopyAsync(Template template, ConcurrentBag<TestDatabase> kept, CancellationToken cancellation)
    {
        var server = await FilledAsync(template, cancellation);
        var remembering = template.Name + "_kept";
        await _templates
            .GetOrAdd(remembering, _ => new(() => RememberAsync(server, template.Name, remembering)))
            .Value.WaitAsync(cancellation);
        return Of(server, await CopyOfAsync(server, remembering, cancellation), kept.Add);
    }

    private static async Task RememberAsync(EmbeddedPostgres server, string template, string remembering)
    {
        await CreateAsync(server, remembering, template, CancellationToken.None);
        await using var administrator = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(server.AdministratorConnectionString)
            {
                Database = remembering,
                Pooling = false,
            }.ConnectionString
        );
        await administrator.OpenAsync();
        await KeptDatabase.RememberAsync(administrator, CancellationToken.None);
    }

    private static async Task FillAsync(EmbeddedPostgres server, Template template)
    {
        await CreateAsync(server, template.Name, "template1", CancellationToken.None);
        // A template that somebody is connected to cannot be copied.
        await using var source = NpgsqlDataSource.Create(ConnectionString(server, template.Name) + ";Pooling=false");
        await template.FillAsync(source, CancellationToken.None);
        await using var connection = await source.OpenConnectionAsync();
        await TrailGuard.GiveRightsAsync(
            connection,
            new NpgsqlConnectionStringBuilder(server.ApplicationConnectionString).Username!,
            CancellationToken.None
        );
    }

    private static async Task CreateAsync(EmbeddedPostgres server, string name, string template, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(server.AdministratorConnectionString + ";Pooling=false");
        await connection.OpenAsync(cancellation);
        await using var create = new NpgsqlCommand(
            $"""CREATE DATABASE "{name}" TEMPLATE "{template}" OWNER parallel_approval""",
            connection
        );
        await create.ExecuteNonQueryAsync(cancellation);
    }

    private static TestDatabase Of(EmbeddedPostgres server, string name, Action<TestDatabase>? giveBack = null) =>
        new(ConnectionString(server, name), ConnectionString(server.ApplicationConnectionString, name), giveBack);

    private static string ConnectionString(EmbeddedPostgres server, string database) => ConnectionString(server.ConnectionString, database);

    private static string ConnectionString(string server, string database) =>
        new NpgsqlConnectionStringBuilder(server)
        {
            Database = database,
            // In seconds. A machine that does ten things beside takes its time to open the door; it is not what is tried.
            Timeout = 120,
        }.ConnectionString;
}
