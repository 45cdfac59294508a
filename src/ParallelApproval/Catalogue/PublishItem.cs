using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;

namespace ParallelApproval.Catalogue;

/// <summary>A designer publishes an item (发布事项).</summary>
/// <param name="Draft">The item as it is to be.</param>
/// <param name="ExpectedVersion">The version he started from; 0 for a new item.</param>
/// <param name="OfficerId">Who publishes.</param>
public sealed record PublishItem(ItemDraft Draft, int ExpectedVersion, Guid OfficerId);

/// <summary>A version of an item was published; cases received from its day on are of it.</summary>
public sealed record ItemPublished(string ItemCode, int Version, DateOnly EffectiveFrom) : HouseEvent;

internal sealed class PublishItemValidator : AbstractValidator<PublishItem>
{
    public PublishItemValidator() =>
        RuleFor(command => command.Draft).SetValidator(new ItemDraftValidator()).OverridePropertyName("");
}

/// <summary>
/// Makes the next version of an item. Cases under way stay on theirs. Refuses a draft that breaks <see cref="ItemRules"/> (a fault for
/// each field), one that starts in the past (<c>item_starts_in_past</c>) or before the version it follows, and one that was written from
/// a version which is not the newest any more (<c>item_version_stale</c>).
/// </summary>
public sealed class PublishItemHandler(ApprovalDbContext db, RegisterCache registers, PilotList pilots) : Handler<PublishItem, ServiceItem>
{
    protected override async Task<ErrorOr<ServiceItem>> CarryOutAsync(PublishItem command, Act act, CancellationToken cancellation)
    {
        var draft = command.Draft;
        var shelf = await ItemChecks.ReadAsync(db, pilots, cancellation);
        var faults = shelf.Check(draft, command.ExpectedVersion, act.Today);
        if (faults.Count > 0) return faults;

        var item = draft.ToItem(command.ExpectedVersion + 1, shelf.Library);
        db.Add(ItemChecks.Row(item, command.OfficerId, act));
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
            await db.SaveChangesAsync(cancellation);
            await RegisterCache.RaiseVersionAsync(db, CatalogueRegister.Name, cancellation);
            await HouseTrail.RecordAsync(db, act, new ItemPublished(item.ItemCode, item.Version, item.EffectiveFrom), cancellation);
            await transaction.CommitAsync(cancellation);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return ItemChecks.Stale(draft.ItemCode, command.ExpectedVersion, item.Version);
        }

        await registers.RefreshAsync(cancellation);
        return item;
    }
}
