using Npgsql;

namespace ParallelApproval.Events;

/// <summary>
/// Up to which position the trail is complete. Positions are handed out before the commit, so a higher one may be seen while a lower one is
/// still under way; whoever reads on from the highest would lose the lower for ever. Commands pay nothing for it, and a restored backup
/// knows it at once: it is computed from the transactions that run, and nothing is stored.
/// </summary>
internal sealed class SettledTrail(NpgsqlDataSource source)
{
    private const string LastGivenOut = "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM case_events_position_seq";

    // Asked for after the last position: every command that holds one up to there has got its own number before.
    private const string NextTransaction = "SELECT pg_current_xact_id()";
    private const string OldestRunning = "SELECT pg_snapshot_xmin(pg_current_snapshot())";

    private (long Position, ulong Transaction)? _underWay;
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
            var last = await AskAsync<long>(connection, LastGivenOut, cancellation);
            if (last == _settled)
                return (_settled, true);
            if (last < _settled)
                _settled = 0;
            _underWay = (last, await AskAsync<ulong>(connection, NextTransaction, cancellation));
        }

        if (await AskAsync<ulong>(connection, OldestRunning, cancellation) < _underWay.Value.Transaction)
            return (_settled, false);
        _settled = _underWay.Value.Position;
        _underWay = null;
        return (_settled, true);
    }

    private static async Task<T> AskAsync<T>(NpgsqlConnection connection, string question, CancellationToken cancellation)
    {
        await using var ask = new NpgsqlCommand(question, connection);
        await using var row = await ask.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        return row.GetFieldValue<T>(0);
    }
}
