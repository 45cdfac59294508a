using ErrorOr;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using ParallelApproval.Database;
using ParallelApproval.Events;

namespace ParallelApproval.Catalogue;

/// <summary>A designer publishes an item (发布事项).</summary>
/// <param name="Draft">The item as it is to be.</param>
/// <param name="ExpectedVersion">The version he started from; 0 for a new item.</param>
/// <param name="OfficerId">Who publishes.</param>
public sealed record PublishItem(ItemDraft Draft, int ExpectedVersion, Guid OfficerId);

/// <summary>A version of an item was published; cases received from its day on are of it.</summary>
public sealed record ItemPublished(string ItemCode, int Version, DateOnly EffectiveFrom) : HouseEvent;

/// <summary>
/// Makes the next version of an item. Cases under way stay on theirs. Refuses a draft that breaks <see cref="ItemRules"/> (a fault for
/// each field), one that starts in the past (<c>item_starts_in_past</c>) or before the version it follows, and one that was written from
/// a version which is not the newest any more (<c>item_version_stale</c>).
/// </summary>
public sealed class PublishItemHandler(ApprovalDbContext db, RegisterCache registers, PilotList pilots)
{
    public async Task<ErrorOr<ServiceItem>> HandleAsync(PublishItem command, Act act, CancellationToken stop = default)
    {
        var draft = command.Draft;
        var shelf = await ItemChecks.ReadAsync(db, pilots, stop);
        var faults = shelf.Check(draft, command.ExpectedVersion, act.Today);
        if (faults.Count > 0) return faults;

        var item = draft.ToItem(command.ExpectedVersion + 1, shelf.Library);
        db.Add(ItemChecks.Row(item, command.OfficerId, act));
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(stop);
            await db.SaveChangesAsync(stop);
            await RegisterCache.RaiseVersionAsync(db, CatalogueRegister.Name, stop);
            await HouseTrail.RecordAsync(db, act, new ItemPublished(item.ItemCode, item.Version, item.EffectiveFrom), stop);
            await transaction.CommitAsync(stop);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return ItemChecks.Stale(draft.ItemCode, command.ExpectedVersion, item.Version);
        }

        await registers.RefreshAsync(stop);
        return item;
    }
}
