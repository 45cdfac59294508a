using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;

namespace ParallelApproval.Catalogue;

/// <summary>
/// 取消事项: after its last day nothing is received under the item any more. Cases that run go on under the version they have.
/// </summary>
/// <param name="LastDay">The last day on which it is received (Asia/Shanghai); may be put off or brought forward until it has
/// passed.</param>
/// <param name="Successor">承接事项: code of the item that is applied for instead; null where there is none.</param>
[Authority("End an item: nothing is received under it after a day; cases that run stay", Role.Designer, InDistrictOnly = true)]
public sealed record EndItem(string ItemCode, DateOnly LastDay, string? Successor, string Reason);

/// <summary>An item was given an end.</summary>
public sealed record ItemEnded(string ItemCode, DateOnly LastDay, string? Successor, string Reason) : HouseEvent;

/// <summary>The end of an item (事项终止).</summary>
public sealed record ItemEnd
{
    public required string ItemCode { get; init; }

    /// <summary>The last day on which it is received (Asia/Shanghai).</summary>
    public required DateOnly LastDay { get; init; }

    /// <summary>The item that is applied for instead; null where there is none.</summary>
    public string? Successor { get; init; }

    public required string Reason { get; init; }
}

internal sealed class ItemEndTable : IEntityTypeConfiguration<ItemEnd>
{
    public void Configure(EntityTypeBuilder<ItemEnd> table)
    {
        table.ToTable("item_ends");
        table.HasKey(end => end.ItemCode);
        table.Property(end => end.ItemCode).HasMaxLength(TextLengths.Code);
        table.Property(end => end.Successor).HasMaxLength(TextLengths.Code);
    }
}

internal sealed class EndItemValidator : AbstractValidator<EndItem>
{
    public EndItemValidator()
    {
        RuleFor(command => command.ItemCode).IsCode();
        RuleFor(command => command.LastDay).Refuses((day, place) => day < place.Today ? InPast(place.Today, day) : null);
        RuleFor(command => command.Successor).IsCode();
        RuleFor(command => command.Reason).Given(OrganisationRefusals.ReasonMissing).IsOpinion();
    }

    private static Error InPast(DateOnly today, DateOnly day) =>
        Refusal.Input("lastDay", RefusalCode.ItemEndInPast, ("today", today), ("day", day));
}

/// <summary>
/// Refuses an unknown item, one whose last day has passed, a reason left out, and a successor that is the item itself or is not received
/// on the day after.
/// </summary>
public sealed class EndItemHandler(HouseStore house, RegisterCache registers, CatalogueRegister catalogue) : Handler<EndItem, ItemEnd>
{
    protected override Task<ErrorOr<ItemEnd>> CarryOutAsync(EndItem command, Act act, CancellationToken cancellation) =>
        house.ActAsync(act, db => EndAsync(db, command, act, cancellation), cancellation, oneAtATime: ItemChecks.Publishing);

    private async Task<ErrorOr<Entry<ItemEnd>>> EndAsync(ApprovalDbContext db, EndItem command, Act act, CancellationToken cancellation)
    {
        await registers.RefreshAsync(cancellation);
        if (catalogue.Current.Versions(command.ItemCode).Count == 0)
            return Refusal.NotFound(RefusalCode.ItemNotFound, ("item", command.ItemCode));
        var successor = string.IsNullOrWhiteSpace(command.Successor) ? null : command.Successor.Trim();
        if (successor is not null && (successor == command.ItemCode || catalogue.InForce(successor, command.LastDay.AddDays(1)) is null))
            return Refusal.Input("successor", RefusalCode.ItemSuccessorUnfit, ("item", successor), ("day", command.LastDay.AddDays(1)));
        var held = await db.Set<ItemEnd>().FirstOrDefaultAsync(end => end.ItemCode == command.ItemCode, cancellation);
        if (held is not null && held.LastDay < act.Today)
            return Refusal.Conflict(RefusalCode.ItemEndedAlready, ("item", command.ItemCode), ("day", held.LastDay));
        var end = new ItemEnd
        {
            ItemCode = command.ItemCode,
            LastDay = command.LastDay,
            Successor = successor,
            Reason = command.Reason.Trim(),
        };
        if (held is null)
            db.Add(end);
        else
            db.Entry(held).CurrentValues.SetValues(end);
        return new Entry<ItemEnd>(end, new ItemEnded(end.ItemCode, end.LastDay, end.Successor, end.Reason))
        {
            Registers = [CatalogueRegister.Name],
        };
    }
}
