using Microsoft.EntityFrameworkCore;
using Npgsql;
using ParallelApproval.Database;

namespace ParallelApproval.Testing;

/// <summary>
/// A database for one test or one test class: the copy of a template, in the cluster of the test run, gone when that ends. A borrowed one
/// is put back to what it was and serves the next.
/// </summary>
public sealed class TestDatabase : IAsyncDisposable
{
    // A statement does not see what was removed, but walks past it until the table is swept; a new copy costs less than a sweep.
    private const int MostUses = 40;

    private readonly Action<TestDatabase>? _giveBack;
    private readonly Lazy<NpgsqlDataSource> _ofApplication;
    private int _uses;

    /// <param name="connectionString">As the role that owns the tables.</param>
    /// <param name="application">As the role of the application; null where there is none.</param>
    /// <param name="giveBack">For whom it is kept when it is disposed of; null for nobody.</param>
    internal TestDatabase(string connectionString, string? application = null, Action<TestDatabase>? giveBack = null)
    {
        _giveBack = giveBack;
        ConnectionString = Sparing(connectionString);
        ApplicationConnectionString = application is null ? ConnectionString : Sparing(application);
        Source = Pool.Open(ConnectionString);
        _ofApplication = new(() => application is null ? Source : Pool.Open(ApplicationConnectionString));
    }

    /// <summary>As the role that owns the tables, which may do to them what it likes.</summary>
    public string ConnectionString { get; }

    /// <summary>As the role of the application, as it is where the product brings its PostgreSQL along.</summary>
    public string ApplicationConnectionString { get; }

    /// <summary>Of the role that owns the tables: for what a test does behind the product's back.</summary>
    public NpgsqlDataSource Source { get; }

    /// <summary>Of the role of the application: for the house itself.</summary>
    public NpgsqlDataSource OfApplication => _ofApplication.Value;

    public ApprovalDbContext NewContext() => ContextOn(Source);

    internal static ApprovalDbContext ContextOn(NpgsqlDataSource source)
    {
        var options = new DbContextOptionsBuilder<ApprovalDbContext>();
        ApprovalDbContext.Configure(options, source);
        return new(options.Options);
    }

    /// <summary>The first column of the first row.</summary>
    public async Task<T> AskAsync<T>(string question, CancellationToken cancellation)
    {
        await using var ask = Source.CreateCommand(question);
        return (T)(await ask.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>How PostgreSQL would answer, if it preferred any index to reading a table from end to end.</summary>
    public async Task<string> PlanAsync(string question, NpgsqlParameter[] parameters, CancellationToken cancellation)
    {
        await using var connection = await Source.OpenConnectionAsync(cancellation);
        await using (var prefer = new NpgsqlCommand("SET enable_seqscan = off", connection))
            await prefer.ExecuteNonQueryAsync(cancellation);
        await using var explain = new NpgsqlCommand("EXPLAIN (FORMAT JSON) " + question, connection);
        explain.Parameters.AddRange(parameters);
        return (string)(await explain.ExecuteScalarAsync(cancellation))!;
    }

    // As if no node held the case in memory.
    private const string ForgetFiles = "; UPDATE case_files SET revision = revision + 1";

    /// <summary>Does something to it behind the product's back.</summary>
    public async Task DoAsync(string statements, CancellationToken cancellation)
    {
        var isOfCase = statements.Contains("case_key", StringComparison.Ordinal);
        await using var meddle = Source.CreateCommand(isOfCase ? statements.TrimEnd(';', ' ') + ForgetFiles : statements);
        await meddle.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>
    /// Somebody else's change, in a transaction that stays open until the work waits for it, and is committed then: the work was overtaken.
    /// </summary>
    public async Task<T> OvertakeAsync<T>(string statements, Func<Task<T>> work, CancellationToken cancellation)
    {
        await using var other = await Source.OpenConnectionAsync(cancellation);
        await using var held = await other.BeginTransactionAsync(cancellation);
        await using (var change = new NpgsqlCommand(statements, other))
            await change.ExecuteNonQueryAsync(cancellation);
        var working = work();
        const string waits = "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')";
        while (!await AskAsync<bool>(waits, cancellation))
            (working.IsCompleted).ShouldBeFalse("it was to wait for what somebody else was changing");
        await held.CommitAsync(cancellation);
        return await working;
    }

    public async ValueTask DisposeAsync()
    {
        if (_giveBack is not null && ++_uses < MostUses && await KeptDatabase.TryPutBackAsync(this, CancellationToken.None))
            _giveBack(this);
        else
            await ShutAsync();
    }

    internal async Task ShutAsync()
    {
        if (_ofApplication.IsValueCreated)
            await OfApplication.DisposeAsync();
        await Source.DisposeAsync();
    }

    // Many databases share 200 connections, so a pool gives back what it does not need.
    private static string Sparing(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxPoolSize = 40,
            ConnectionIdleLifetime = 2,
            ConnectionPruningInterval = 1,
            IncludeErrorDetail = true,
        }.ConnectionString;
}
