using Npgsql;

namespace ParallelApproval.Web;

/// <summary>The two tables that belong to the front door and not to any room: the shared keys and the demonstration's clock.</summary>
internal static class FrontDoorTables
{
    // The lock keeps two nodes that start at once from making the same table.
    private const string Make = """
        SELECT pg_advisory_xact_lock(7204101);
        CREATE TABLE IF NOT EXISTS data_protection_keys (name text PRIMARY KEY, xml text NOT NULL);
        CREATE TABLE IF NOT EXISTS demo_clock (id smallint PRIMARY KEY CHECK (id = 1), distance bigint NOT NULL);
        COMMENT ON COLUMN demo_clock.distance IS 'Microseconds by which the demonstration is ahead of the machine';
        """;

    public static async Task EnsureAsync(NpgsqlDataSource source, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var make = new NpgsqlCommand(Make, connection, transaction);
        await make.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }
}
