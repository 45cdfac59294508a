using Microsoft.EntityFrameworkCore;
using Npgsql;
using ParallelApproval.Database;

namespace ParallelApproval.Testing;

/// <summary>
/// A database for one test or one test class: the copy of a template, in the cluster of the test run, gone when that ends.
/// </summary>
public sealed class TestDatabase : IAsyncDisposable
{
    internal TestDatabase(string connectionString)
    {
        // Many databases share 200 connections, so a pool gives back what it does not need.
        ConnectionString = new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxPoolSize = 40,
            ConnectionIdleLifetime = 2,
            ConnectionPruningInterval = 1,
            IncludeErrorDetail = true,
        }.ConnectionString;
        Source = Pool.Open(ConnectionString);
    }

    public string ConnectionString { get; }

    public NpgsqlDataSource Source { get; }

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

    public ValueTask DisposeAsync() => Source.DisposeAsync();
}
