using System.Diagnostics;
using Npgsql;
using ParallelApproval.Database;

namespace ParallelApproval.Events;

/// <summary>
/// Up to which position the trail is complete. Positions are handed out before the commit, so a higher one may be seen while a lower one is
/// still under way; whoever reads on from the highest would lose the lower for ever. Commands pay nothing for it, and a restored backup
/// knows it at once: it is computed from the transactions that run, and nothing is stored.
/// </summary>
/// <remarks>
/// Whoever enters an event locks the table of events (ROW EXCLUSIVE) before he is handed a position, and until his transaction has ended
/// and can be seen; a prepared transaction keeps the lock, too. So it is enough to wait for those who hold that lock at the moment after
/// the last position was read. Nobody else is waited for: not a long query, not a transaction of another database of the same server.
/// </remarks>
internal sealed class SettledTrail(NpgsqlDataSource source)
{
    /// <summary>The last position that was handed out, committed or not.</summary>
    internal const string LastGivenOut = "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM case_events_position_seq";

    // Asked for after the last position: every command that holds one up to there has got its lock before.
    private const string Writing = """
        SELECT virtualtransaction FROM pg_locks
        WHERE locktype = 'relation' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            AND relation = 'case_events'::regclass AND mode = 'RowExclusiveLock' AND granted
        """;

    private const string StillWriting = $"SELECT count(*) FROM ({Writing}) AS writing WHERE virtualtransaction = ANY ($1)";

    // Ours are ended by PostgreSQL long before; what is left is somebody's who has other limits.
    private const string EndLaggards = $"""
        SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
        WHERE datname = current_database() AND usename = current_user AND state LIKE 'idle in transaction%'
            AND state_change < clock_timestamp() - $1
            AND pid IN (SELECT pid FROM pg_locks WHERE locktype = 'relation' AND relation = 'case_events'::regclass
                AND mode = 'RowExclusiveLock' AND granted AND virtualtransaction = ANY ($2))
        """;

    private static readonly TimeSpan Patience = 1.5 * Pool.MostIdle;

    private sealed record Waiting(long Position, string[] For, long Since);

    private Waiting? _underWay;
    private long _settled;

    /// <summary>
    /// Every event up to this position is there to be read; <c>IsAll</c> is false while older commands are still under way. Not for use by
    /// two at a time.
    /// </summary>
    public async Task<(long Position, bool IsAll)> UpToAsync(CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        if (_underWay is null)
        {
            var last = await AskAsync(connection, LastGivenOut, cancellation);
            if (last == _settled)
                return (_settled, true);
            if (last < _settled)
                _settled = 0;
            _underWay = new(last, await WritingAsync(connection, cancellation), Stopwatch.GetTimestamp());
        }

        if (_underWay.For.Length > 0)
        {
            if (Stopwatch.GetElapsedTime(_underWay.Since) > Patience)
                await AskAsync(connection, EndLaggards, cancellation, Statements.Value(Patience), Statements.Value(_underWay.For));
            if (await AskAsync(connection, StillWriting, cancellation, Statements.Value(_underWay.For)) > 0)
                return (_settled, false);
        }

        _settled = _underWay.Position;
        _underWay = null;
        return (_settled, true);
    }

    private static async Task<string[]> WritingAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var ask = new NpgsqlCommand(Writing, connection);
        await using var rows = await ask.ExecuteReaderAsync(cancellation);
        var writing = new List<string>();
        while (await rows.ReadAsync(cancellation))
            writing.Add(rows.GetString(0));
        return [.. writing];
    }

    private static async Task<long> AskAsync(
        NpgsqlConnection connection,
        string question,
        CancellationToken cancellation,
        params NpgsqlParameter[] parameters
    )
    {
        await using var ask = new NpgsqlCommand(question, connection);
        ask.Parameters.AddRange(parameters);
        return (long)(await ask.ExecuteScalarAsync(cancellation))!;
    }
}
