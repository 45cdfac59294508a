using Npgsql;

namespace ParallelApproval.Database;

/// <summary>What became of a look at the database.</summary>
public enum DatabaseState
{
    /// <summary>It takes what is written, and has it on its disk, and on that of a synchronous standby.</summary>
    Writes,

    /// <summary>No connection, or an error.</summary>
    Unavailable,

    /// <summary>No answer in time: a frozen server, a commit that waits for a standby that is gone, no free connection.</summary>
    Stalled,

    /// <summary>It only reads: a standby, or a server set so.</summary>
    ReadOnly,

    /// <summary>Its disk is full.</summary>
    Full,
}

/// <summary>What was found, and how many standbys follow.</summary>
public sealed record DatabasePulse(DatabaseState State, int Standbys = 0);

/// <summary>
/// Looks whether the next command could be stored (探测): a commit of its own that leaves a line in the log of PostgreSQL and no row. It
/// answers within <see cref="Limit"/>, whatever becomes of the server; one look at a time, which all who ask meanwhile share.
/// </summary>
public sealed class DatabaseProbe(NpgsqlDataSource source)
{
    /// <summary>Elapsed time within which there is an answer.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(1.2);

    private const string Read = """
        SELECT pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean, count(*)::int FROM pg_stat_replication
        """;
    private const string Write = "SELECT pg_logical_emit_message(true, 'parallel_approval', '')::text";

    private readonly Lock _gate = new();
    private Task<DatabasePulse>? _look;

    public async Task<DatabasePulse> LookAsync()
    {
        Task<DatabasePulse> look;
        lock (_gate)
            look = _look is { IsCompleted: false } underWay ? underWay : _look = Task.Run(TryAsync);
        try
        {
            return await look.WaitAsync(Limit);
        }
        catch (TimeoutException)
        {
            return new(DatabaseState.Stalled);
        }
    }

    private async Task<DatabasePulse> TryAsync()
    {
        var (standbys, isReadOnly) = (0, false);
        try
        {
            // No token: cancelling would wait for the server that does not answer.
            await using var connection = await source.OpenConnectionAsync(CancellationToken.None);
            await using var batch = new NpgsqlBatch(connection) { Timeout = (int)Math.Ceiling(Limit.TotalSeconds) };
            batch.BatchCommands.Add(new(Read));
            batch.BatchCommands.Add(new(Write));
            await using var rows = await batch.ExecuteReaderAsync(CancellationToken.None);
            await rows.ReadAsync(CancellationToken.None);
            (isReadOnly, standbys) = (rows.GetBoolean(0), rows.GetInt32(1));
            await rows.NextResultAsync(CancellationToken.None);
            return new(isReadOnly ? DatabaseState.ReadOnly : DatabaseState.Writes, standbys);
        }
        catch (NpgsqlException) when (isReadOnly)
        {
            return new(DatabaseState.ReadOnly, standbys);
        }
        catch (NpgsqlException fault) when (Outage.IsFull(fault))
        {
            return new(DatabaseState.Full, standbys);
        }
        catch (NpgsqlException fault)
        {
            return new(fault.InnerException is TimeoutException ? DatabaseState.Stalled : DatabaseState.Unavailable, standbys);
        }
    }
}
