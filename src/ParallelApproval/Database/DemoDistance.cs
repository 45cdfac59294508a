using Npgsql;

namespace ParallelApproval.Database;

/// <summary>
/// How far the demonstration's time is ahead of the database's (演示时差), kept so that a restart does not turn time back and a move holds on
/// all nodes.
/// </summary>
public sealed class DemoDistance(NpgsqlDataSource source)
{
    private const string Keep = """
        INSERT INTO demo_clock (id, distance) VALUES (1, (extract(epoch FROM $1 - clock_timestamp()) * 1000000)::bigint)
        ON CONFLICT (id) DO UPDATE SET distance = excluded.distance
        """;

    /// <summary>Makes it that instant now, on all nodes; this one, whose clock is given, knows at once.</summary>
    public async Task MoveToAsync(DatabaseTime clock, DateTimeOffset instant, CancellationToken cancellation)
    {
        await using var keep = source.CreateCommand(Keep);
        keep.Parameters.Add(Statements.Instant(instant));
        await keep.ExecuteNonQueryAsync(cancellation);
        await clock.AskAsync(source, cancellation);
    }
}
