using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using ParallelApproval.Database;
using ParallelApproval.Inputs;

namespace ParallelApproval.Events;

/// <summary>
/// The trail of acts outside of cases (台账审计): one chain for the house, made like that of a case. Such acts are few, so that they come one
/// after the other is no matter. Its head is locked as the last thing in a transaction, and stays so until the commit.
/// </summary>
internal sealed class HouseTrail
{
    /// <summary>Stands in the hashes where a case has its number; no case has this one.</summary>
    public const long Key = 0;

    private const string Lock = """
        INSERT INTO house_trail (id, event_count, last_hash) VALUES (1, 0, $1)
        ON CONFLICT (id) DO UPDATE SET event_count = house_trail.event_count RETURNING event_count, last_hash, seal, sealed_with
        """;

    private readonly TrailKeys? _keys;
    private readonly (byte[]? Seal, string? Key)? _brokenSeal;
    private int _count;
    private byte[] _lastHash;

    private HouseTrail(NpgsqlDataReader head, TrailKeys? keys)
    {
        (_keys, _count, _lastHash) = (keys, head.GetInt32(0), head.GetFieldValue<byte[]>(1));
        var (seal, key) = (head.IsDBNull(2) ? null : head.GetFieldValue<byte[]>(2), head.GetTextOrNull(3));
        // It is left so: a new one would bless what somebody did to the chain.
        if (keys is null || !CaseHead.IsSealed(keys, Key, _count, _lastHash, null, seal, key))
            _brokenSeal = (seal, key);
    }

    /// <summary>The instant that the database told under the lock; null for acts whose instant is given.</summary>
    public DateTimeOffset? Now { get; private set; }

    /// <summary>Locks the head of the chain; the clock of the house is told in the same round trip, once the lock is held.</summary>
    public static async Task<HouseTrail> LockAsync(ApprovalDbContext db, DatabaseTime? clock, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch((NpgsqlConnection)db.Database.GetDbConnection());
        var statements = new Statements(batch);
        statements.Add(Lock, Statements.Value(new byte[EventChain.HashLength]));
        if (clock is not null)
            statements.Add(clock.Question);
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        await rows.ReadAsync(cancellation);
        var trail = new HouseTrail(rows, TableSeals.Of(db)?.Keys);
        if (clock is null)
            return trail;
        await rows.NextResultAsync(cancellation);
        trail.Now = await clock.HearAsync(rows, cancellation);
        return trail;
    }

    /// <summary>Adds what happened to the end of the chain.</summary>
    public async Task RecordAsync(ApprovalDbContext db, Act act, HouseEvent happened, CancellationToken cancellation)
    {
        var kind = happened.GetType();
        HouseMeter.Recorded(kind.Name);
        var entry = new RecordedEvent(
            ++_count,
            kind.Name,
            act.At,
            act.UserName,
            act.Name,
            act.Department,
            null,
            JsonSerializer.Serialize(happened, kind, HouseJson.Options),
            act.Through
        );
        _lastHash = EventChain.Link(Key, _lastHash, entry, _keys, _keys?.Current);
        db.Add(
            new HouseEventRow
            {
                Sequence = entry.Sequence,
                Kind = entry.Kind,
                At = entry.At,
                UserName = entry.UserName,
                Actor = entry.Actor,
                Department = entry.Department,
                Data = entry.Data,
                Hash = _lastHash,
                LinkedWith = _keys?.Current,
                Through = entry.Through,
            }
        );
        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>Keeps the new head, sealed.</summary>
    public Task CloseAsync(ApprovalDbContext db, CancellationToken cancellation)
    {
        var (seal, key) = _brokenSeal ?? CaseHead.Seal(_keys!, Key, _count, _lastHash, null);
        return db.Database.ExecuteSqlAsync(
            $"UPDATE house_trail SET event_count = {_count}, last_hash = {_lastHash}, seal = {seal}, sealed_with = {key}",
            cancellation
        );
    }
}
