using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;

namespace ParallelApproval.Events;

/// <summary>
/// The trail of acts outside of cases (台账审计): one chain for the house, made like that of a case. Such acts are few, so that they come one
/// after the other is no matter.
/// </summary>
internal static class HouseTrail
{
    /// <summary>Stands in the hashes where a case has its number; no case has this one.</summary>
    public const long Key = 0;

    /// <summary>
    /// Writes down what happened, within the transaction that does it and as the last thing in it: the head of the chain stays locked until
    /// the commit.
    /// </summary>
    public static async Task RecordAsync(ApprovalDbContext db, Act act, HouseEvent happened, CancellationToken cancellation)
    {
        var none = new byte[EventChain.HashLength];
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO house_trail (id, event_count, last_hash) VALUES (1, 0, {none})
            ON CONFLICT (id) DO UPDATE SET event_count = house_trail.event_count
            """,
            cancellation
        );
        var head = await db.Set<HouseTrailRow>().AsNoTracking().SingleAsync(cancellation);
        var kind = happened.GetType();
        var entry = new RecordedEvent(
            head.EventCount + 1,
            kind.Name,
            act.At,
            act.UserName,
            act.Name,
            act.Department,
            null,
            JsonSerializer.Serialize(happened, kind, HouseJson.Options)
        );
        var hash = EventChain.Link(Key, head.LastHash, entry);
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
                Hash = hash,
            }
        );
        await db.SaveChangesAsync(cancellation);
        await db.Database.ExecuteSqlAsync($"UPDATE house_trail SET event_count = {entry.Sequence}, last_hash = {hash}", cancellation);
    }
}
