using Npgsql;

namespace ParallelApproval.Database;

/// <summary>What became of a look at the database.</summary>
public enum DatabaseState
{
    /// <summary>It takes what is written, and has it on its disk, and on that of a synchronous standby.</summary>
    Writes,

    /// <summary>No connection, or an error.</summary>
    Unavailable,

    /// <summary>No answer in time: a frozen server, no free connection.</summary>
    Stalled,

    /// <summary>It answers, but a commit does not end in time, and the server lets commits wait for a synchronous standby.</summary>
    AwaitsStandby,

    /// <summary>It only reads: a standby, or a server set so.</summary>
    ReadOnly,

    /// <summary>Its disk is full.</summary>
    Full,
}

/// <summary>What was found.</summary>
/// <param name="Standbys">How many follow.</param>
/// <param name="IsSynchronous">Whether the server lets a commit wait until a standby has it.</param>
/// <param name="HasLimits">Whether the session that was asked has the limits of <see cref="Pool"/>.</param>
public sealed record DatabasePulse(DatabaseState State, int Standbys = 0, bool IsSynchronous = false, bool HasLimits = true);

/// <summary>
/// Looks whether the next command could be stored (探测): a commit of its own that leaves a line in the log of PostgreSQL and no row. It
/// answers within <see cref="Limit"/>, whatever becomes of the server; one look at a time, which all who ask meanwhile share.
/// </summary>
public sealed class DatabaseProbe(NpgsqlDataSource source)
{
    /// <summary>Elapsed time within which there is an answer.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(1.2);

    private const string Read = """
        SELECT pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean, count(*)::int,
            current_setting('synchronous_standby_names') <> '' AND current_setting('synchronous_commit') NOT IN ('off', 'local'),
            '0' NOT IN (current_setting('lock_timeout'), current_setting('idle_in_transaction_session_timeout'),
                current_setting('statement_timeout'))
        FROM pg_stat_replication
        """;

    // A log of changes has room where tables have none, so a commit by itself says nothing of them. This writes eight megabytes beside them
    // and takes them away again, by reading: no right is needed, and no row is left.
    private static readonly string[] NeedsRoom =
    [
        "SELECT set_config('work_mem', '64kB', true)",
        "SELECT count(*) FROM generate_series(1, 400000)",
    ];

    private volatile bool _wasFull;
    private readonly Lock _gate = new();
    private Look? _look;

    // What is known while the look is still under way: the server has answered, and the commit has been sent.
    private sealed class Look
    {
        public volatile DatabasePulse UnderWay = new(DatabaseState.Stalled);

        public Look(Func<Look, Task<DatabasePulse>> tryAsync) => Outcome = Task.Run(() => tryAsync(this));

        public Task<DatabasePulse> Outcome { get; }
    }

    /// <summary>Somebody was refused: where it was for want of room, it is looked for until it is there.</summary>
    public void WasRefused(Exception fault) => _wasFull |= Outage.IsFull(fault);

    public async Task<DatabasePulse> LookAsync()
    {
        Look look;
        lock (_gate)
            look = _look is { Outcome.IsCompleted: false } underWay ? underWay : _look = new(TryAsync);
        try
        {
            return await look.Outcome.WaitAsync(Limit);
        }
        catch (TimeoutException)
        {
            return look.UnderWay;
        }
    }

    private async Task<DatabasePulse> TryAsync(Look look)
    {
        var found = look.UnderWay;
        try
        {
            // No token: cancelling would wait for the server that does not answer.
            await using var connection = await source.OpenConnectionAsync(CancellationToken.None);
            found = await ReadAsync(connection);
            if (found.IsSynchronous && found.State is not DatabaseState.ReadOnly)
                look.UnderWay = found with { State = DatabaseState.AwaitsStandby };
            await using var write = new NpgsqlBatch(connection) { Timeout = Seconds };
            var seeksRoom = _wasFull;
            foreach (var statement in seeksRoom ? NeedsRoom : [])
                write.BatchCommands.Add(new(statement));
            write.BatchCommands.Add(new(SynchronousCommit.Mark));
            await write.CommitAsync(CancellationToken.None);
            if (seeksRoom)
                _wasFull = false;
            return found;
        }
        catch (NpgsqlException) when (found.State is DatabaseState.ReadOnly)
        {
            return found;
        }
        catch (NpgsqlException fault)
        {
            return found with { State = StateOf(fault, look) };
        }
    }

    private static DatabaseState StateOf(NpgsqlException fault, Look look) =>
        fault switch
        {
            StandbyAwaitedException => DatabaseState.AwaitsStandby,
            _ when Outage.IsFull(fault) => DatabaseState.Full,
            { InnerException: TimeoutException } => look.UnderWay.State,
            _ => DatabaseState.Unavailable,
        };

    private static int Seconds => (int)Math.Ceiling(Limit.TotalSeconds);

    private static async Task<DatabasePulse> ReadAsync(NpgsqlConnection connection)
    {
        await using var read = new NpgsqlCommand(Read, connection) { CommandTimeout = Seconds };
        await using var row = await read.ExecuteReaderAsync(CancellationToken.None);
        await row.ReadAsync(CancellationToken.None);
        return new(
            row.GetBoolean(0) ? DatabaseState.ReadOnly : DatabaseState.Writes,
            row.GetInt32(1),
            row.GetBoolean(2),
            row.GetBoolean(3)
        );
    }
}
