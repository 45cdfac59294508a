using System.Diagnostics;
using Npgsql;

namespace ParallelApproval.Database;

/// <summary>The standby from which pages may read (只读副本), where one is named.</summary>
/// <param name="ConnectionString">Null for none: everything is read where it is written.</param>
/// <param name="MostBehind">Elapsed time by which it may be behind the primary and still be read.</param>
public sealed record ReplicaChoice(string? ConnectionString, TimeSpan MostBehind);

/// <summary>How the named standby is.</summary>
public enum ReplicaState
{
    /// <summary>None is named, or nobody has looked yet: the primary is read.</summary>
    None,

    /// <summary>It follows closely enough, and is read.</summary>
    Follows,

    /// <summary>It is further behind than it may be.</summary>
    Behind,

    /// <summary>It does not answer.</summary>
    Away,

    /// <summary>It is no copy of this database.</summary>
    Foreign,
}

/// <summary>
/// Where figures that somebody only looks at are read (查询连接): from a standby while it follows closely enough, else, and whenever it fails,
/// from the primary. Nothing is decided by what it says: no command and no act is given one.
/// </summary>
/// <remarks>How far it is behind is the time since the primary stood where the standby stands now, by the clock of this machine; nobody
/// else's clock is asked.</remarks>
public sealed class ReadPool : IAsyncDisposable
{
    // One a second: ten minutes. A standby that is further behind is not read anyway.
    private const int MostMarks = 600;
    private const int ToAnswer = 2;

    private const string OfPrimary = $"SELECT {Identity}, pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint";
    private const string OfReplica = $"""
        SELECT {Identity},
            pg_wal_lsn_diff(CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END, '0/0')::bigint
        """;
    private const string Identity = "(SELECT system_identifier FROM pg_control_system()) || '/' || current_database()";

    private readonly NpgsqlDataSource _primary;
    private readonly NpgsqlDataSource? _replica;
    private readonly TimeSpan _mostBehind;
    private readonly Queue<(long Position, long At)> _marks = new();
    private volatile ReplicaState _state;
    private long _behind;

    public ReadPool(NpgsqlDataSource primary, ReplicaChoice choice)
    {
        (_primary, _mostBehind) = (primary, choice.MostBehind);
        _replica = choice.ConnectionString is { } named ? Pool.OpenForReading(named) : null;
    }

    /// <summary>Whether a standby is named at all.</summary>
    public bool HasReplica => _replica is not null;

    public ReplicaState State => _state;

    /// <summary>How far it was behind at the last look.</summary>
    public TimeSpan Behind => TimeSpan.FromTicks(Volatile.Read(ref _behind));

    /// <summary>Asks the standby, and the primary where that may not be asked or fails.</summary>
    public async Task<T> AskAsync<T>(Func<NpgsqlDataSource, Task<T>> ask)
    {
        if (_replica is { } replica && _state is ReplicaState.Follows)
            try
            {
                return await ask(replica);
            }
            catch (NpgsqlException fault)
            {
                // A row that it needed has just been removed there; that says nothing of the standby.
                if (fault is not PostgresException { SqlState: PostgresErrorCodes.SerializationFailure })
                    _state = ReplicaState.Away;
            }

        return await ask(_primary);
    }

    /// <summary>Looks how far the standby is behind. Not for use by two at a time.</summary>
    /// <exception cref="UnfitDatabaseException">It is no copy of this database, and is not read.</exception>
    public async Task LookAsync(CancellationToken cancellation)
    {
        if (_replica is not { } replica)
            return;
        if (await AskAsync(_primary, OfPrimary, cancellation) is not var (house, written))
            return; // Without the primary nobody knows; what there is to read goes on being read.
        if (_marks.Count < MostMarks)
            _marks.Enqueue((written, Stopwatch.GetTimestamp()));
        if (await AskAsync(replica, OfReplica, cancellation) is not var (copied, replayed))
        {
            _state = ReplicaState.Away;
            return;
        }

        if (copied != house)
        {
            _state = ReplicaState.Foreign;
            throw new UnfitDatabaseException(
                "Expected ConnectionStrings:ParallelApprovalReplica to name a standby of ConnectionStrings:ParallelApproval, but it is the "
                    + $"database {copied} and not {house}."
            );
        }

        while (_marks.TryPeek(out var mark) && mark.Position <= replayed)
            _marks.Dequeue();
        var behind = _marks.TryPeek(out var missing) ? Stopwatch.GetElapsedTime(missing.At) : TimeSpan.Zero;
        Volatile.Write(ref _behind, behind.Ticks);
        _state = behind <= _mostBehind ? ReplicaState.Follows : ReplicaState.Behind;
    }

    public ValueTask DisposeAsync() => _replica?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static async Task<(string Identity, long Position)?> AskAsync(
        NpgsqlDataSource source,
        string question,
        CancellationToken cancellation
    )
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancellation);
            await using var ask = new NpgsqlCommand(question, connection) { CommandTimeout = ToAnswer };
            await using var row = await ask.ExecuteReaderAsync(cancellation);
            await row.ReadAsync(cancellation);
            return (row.GetString(0), row.GetInt64(1));
        }
        catch (NpgsqlException)
        {
            return null;
        }
    }
}
