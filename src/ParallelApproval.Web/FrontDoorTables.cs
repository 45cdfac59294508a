using Npgsql;

namespace ParallelApproval.Web;

/// <summary>The two tables that belong to the front door and not to any room: the shared keys and the demonstration's clock.</summary>
internal static class FrontDoorTables
{
    // Sent together, so one transaction; the lock keeps two nodes that start at once from making the same table.
    private const string Make = """
        SELECT pg_advisory_xact_lock(7204101);
        CREATE TABLE IF NOT EXISTS data_protection_keys (name text PRIMARY KEY, xml text NOT NULL);
        CREATE TABLE IF NOT EXISTS demo_clock (id smallint PRIMARY KEY CHECK (id = 1), distance bigint NOT NULL);
        COMMENT ON COLUMN demo_clock.distance IS 'Microseconds by which the demonstration is ahead of the machine';
        """;

    public static async Task EnsureAsync(NpgsqlDataSource source, CancellationToken cancellation)
    {
        await using var make = source.CreateCommand(Make);
        await make.ExecuteNonQueryAsync(cancellation);
    }
}
