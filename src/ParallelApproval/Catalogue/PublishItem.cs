using ErrorOr;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;

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
public sealed class PublishItemHandler(ApprovalDbContext db, Library books, PilotList pilots)
{
    public async Task<ErrorOr<ServiceItem>> HandleAsync(PublishItem command, Act act, CancellationToken stop = default)
    {
        var draft = command.Draft;
        var departments = await db.Set<Department>().AsNoTracking().ToDictionaryAsync(department => department.Code, stop);
        var library = await db.Set<Material>().AsNoTracking().ToDictionaryAsync(material => material.Code, stop);
        var newest = await db.Set<ServiceItemVersion>().AsNoTracking().Where(row => row.ItemCode == draft.ItemCode)
            .OrderByDescending(row => row.Version).FirstOrDefaultAsync(stop);
        if ((newest?.Version ?? 0) != command.ExpectedVersion) return Stale(command, newest?.Version ?? 0);

        var faults = ItemRules.Check(draft, departments, library, pilots);
        if (Earliest(newest, act.Today) is var earliest && draft.EffectiveFrom < earliest) faults.Add(TooEarly(draft, earliest));
        if (faults.Count > 0) return faults;

        var item = draft.ToItem(command.ExpectedVersion + 1, library);
        db.Add(new ServiceItemVersion
        {
            ItemCode = item.ItemCode,
            Version = item.Version,
            Item = item,
            PublishedBy = command.OfficerId,
            PublishedAt = act.At,
        });
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(stop);
            await db.SaveChangesAsync(stop);
            await Library.NewEditionAsync(db, CatalogueBook.Name, stop);
            await HouseTrail.RecordAsync(db, act, new ItemPublished(item.ItemCode, item.Version, item.EffectiveFrom), stop);
            await transaction.CommitAsync(stop);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return Stale(command, item.Version);
        }

        await books.RefreshAsync(stop);
        return item;
    }

    private static DateOnly Earliest(ServiceItemVersion? newest, DateOnly today) => newest is not null && newest.Item.EffectiveFrom > today ? newest.Item.EffectiveFrom : today;

    private static Error TooEarly(ItemDraft draft, DateOnly earliest) => Refusal.Input("effectiveFrom", "item_starts_in_past",
        "Expected the version to start on {earliest} or later, but it starts on {day}.", ("earliest", earliest), ("day", draft.EffectiveFrom));

    private static Error Stale(PublishItem command, int newest) => Refusal.Conflict("item_version_stale",
        "Expected version {newest} of {item} to be the one that was edited, but it was version {version}.",
        ("newest", newest), ("item", command.Draft.ItemCode), ("version", command.ExpectedVersion));
}
