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
    public PublishItemValidator() => RuleFor(command => command.Draft).SetValidator(new ItemDraftValidator()).OverridePropertyName("");
}

/// <summary>
/// Makes the next version of an item. Cases under way stay on theirs. Refuses a draft that breaks <see cref="ItemRules"/> (a fault for
/// each field), one that starts in the past (<c>item_starts_in_past</c>) or before the version it follows, and one that was written from
/// a version which is not the newest any more (<c>item_version_stale</c>).
/// </summary>
public sealed class PublishItemHandler(HouseStore house, PilotList pilots, IEnumerable<IJudgeItems> judges)
    : Handler<PublishItem, ServiceItem>
{
    protected override Task<ErrorOr<ServiceItem>> CarryOutAsync(PublishItem command, Act act, CancellationToken cancellation) =>
        house.ActAsync(act, db => PublishAsync(db, command, act, cancellation), cancellation, oneAtATime: ItemChecks.Publishing);

    private async Task<ErrorOr<Entry<ServiceItem>>> PublishAsync(
        ApprovalDbContext db,
        PublishItem command,
        Act act,
        CancellationToken cancellation
    )
    {
        var checks = await ItemChecks.ReadAsync(db, pilots, judges, cancellation);
        var faults = checks.Check(command.Draft, command.ExpectedVersion, act.Today);
        if (faults.Count > 0)
            return faults;
        var item = command.Draft.ToItem(command.ExpectedVersion + 1, checks.Library);
        db.Add(ItemChecks.Row(item, command.OfficerId, act));
        return new Entry<ServiceItem>(item, new ItemPublished(item.ItemCode, item.Version, item.EffectiveFrom))
        {
            Registers = [CatalogueRegister.Name],
        };
    }
}
