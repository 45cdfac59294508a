using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;

namespace ParallelApproval.Catalogue;

/// <summary>
/// 列入实施清单: puts an item of the national list among the drafts, or changes one. The fields are those of <see cref="ListedItem"/>.
/// </summary>
/// <param name="ExpectedRevision">0 for a new one, else the state that was looked at.</param>
[Authority("Put an item of the national list among the drafts (expectedRevision 0) or change one", Role.Designer, InDistrictOnly = true)]
public sealed record ListItem(
    string ItemCode,
    string Name,
    PowerKind Power,
    string? BasicCode = null,
    string? DepartmentCode = null,
    string? Task = null,
    int? LegalDays = null,
    int? PromisedDays = null,
    string? LegalBasis = null,
    string? Conditions = null,
    string? Procedure = null,
    string? Complaints = null,
    Tier? Tier = null,
    string? BodyName = null,
    ItemKind? Kind = null,
    string? Target = null,
    string? Papers = null,
    string? Fees = null,
    string? Result = null,
    int ExpectedRevision = 0
);

/// <summary>A draft was put on the list or changed.</summary>
public sealed record ItemListed(string ItemCode, string Name, int Revision) : HouseEvent;

internal sealed class ListItemValidator : AbstractValidator<ListItem>
{
    public ListItemValidator()
    {
        RuleFor(command => command.ItemCode).Refuses((code, _) => ItemRules.CodeFault(code));
        RuleFor(command => command.Name).Given().IsLine(TextLengths.Line);
        RuleFor(command => command.Power).Refuses((power, place) => Enum.IsDefined(power) ? null : InputRefusals.TextMissing(place.Field));
        RuleFor(command => command.BasicCode).IsCode();
        RuleFor(command => command.DepartmentCode).IsCode();
        RuleFor(command => command.Task).IsText(TextLengths.Opinion);
        RuleFor(command => command.LegalDays).Refuses((days, place) => days < 0 ? Negative(place.Field, days.Value) : null);
        RuleFor(command => command.PromisedDays).Refuses((days, place) => days < 0 ? Negative(place.Field, days.Value) : null);
        RuleFor(command => command)
            .Refuses((command, _) => command.PromisedDays > command.LegalDays ? ItemRules.PromisedBeyondLegal(command) : null);
        RuleFor(command => command.LegalBasis).IsNote();
        RuleFor(command => command.Conditions).IsNote();
        RuleFor(command => command.Procedure).IsNote();
        RuleFor(command => command.Complaints).IsNote();
        RuleFor(command => command.Tier)
            .Refuses((tier, place) => tier is { } known && !Enum.IsDefined(known) ? InputRefusals.TextMissing(place.Field) : null);
        RuleFor(command => command.Kind)
            .Refuses((kind, place) => kind is { } known && !Enum.IsDefined(known) ? InputRefusals.TextMissing(place.Field) : null);
        RuleFor(command => command.BodyName).IsLine(TextLengths.Line);
        RuleFor(command => command.Target).IsLine(TextLengths.Line);
        RuleFor(command => command.Papers).IsNote();
        RuleFor(command => command.Fees).IsNote();
        RuleFor(command => command.Result).IsText(TextLengths.Opinion);
    }

    private static Error Negative(string field, int days) =>
        Refusal.Input(field, RefusalCode.ItemDaysWrong, ("expected", DaysRule.NotNegative), ("limit", 0), ("days", days));
}

/// <summary>Refuses a malformed or taken code, a body that is unknown or closed, and a state that somebody has changed meanwhile.</summary>
public sealed class ListItemHandler(HouseStore house, OfficerRegister officers) : Handler<ListItem, ListedItem>
{
    protected override Task<ErrorOr<ListedItem>> CarryOutAsync(ListItem command, Act act, CancellationToken cancellation) =>
        house.ActAsync(
            act,
            async db =>
                Enter(
                    db,
                    command,
                    await db.Set<ListedItem>().FirstOrDefaultAsync(known => known.ItemCode == command.ItemCode, cancellation)
                ),
            cancellation,
            oneAtATime: ItemChecks.Publishing
        );

    /// <summary>The act itself, within a transaction that somebody has begun.</summary>
    /// <param name="held">The draft as it is; null where there is none.</param>
    internal ErrorOr<Entry<ListedItem>> Enter(ApprovalDbContext db, ListItem command, ListedItem? held)
    {
        if (held is not null && command.ExpectedRevision == 0)
            return Refusal.Input("itemCode", RefusalCode.ListedItemTaken, ("item", command.ItemCode));
        if (held is null && command.ExpectedRevision != 0)
            return Refusal.NotFound(RefusalCode.ItemNotFound, ("item", command.ItemCode));
        if (held is not null && held.Revision != command.ExpectedRevision)
            return OrganisationRefusals.ChangedMeanwhile(command.ExpectedRevision, held.Revision);
        if (command.DepartmentCode is { } code && officers.Open("departmentCode", code) is { IsError: true } none)
            return none.Errors;
        var listed = new ListedItem
        {
            ItemCode = command.ItemCode,
            Name = command.Name.Trim(),
            Power = command.Power,
            BasicCode = command.BasicCode,
            DepartmentCode = command.DepartmentCode,
            Task = command.Task,
            LegalDays = command.LegalDays,
            PromisedDays = command.PromisedDays,
            LegalBasis = command.LegalBasis,
            Conditions = command.Conditions,
            Procedure = command.Procedure,
            Complaints = command.Complaints,
            Tier = command.Tier,
            BodyName = command.BodyName,
            Kind = command.Kind,
            Target = command.Target,
            Papers = command.Papers,
            Fees = command.Fees,
            Result = command.Result,
            Revision = command.ExpectedRevision + 1,
        };
        if (held is null)
            db.Add(listed);
        else
            db.Entry(held).CurrentValues.SetValues(listed);
        return new Entry<ListedItem>(listed, new ItemListed(listed.ItemCode, listed.Name, listed.Revision));
    }
}

/// <summary>A draft with what it lacks (清单事项及缺项).</summary>
/// <param name="IsLive">Whether the catalogue has an item of this code; then nothing is lacking.</param>
public sealed record ListedWork(ListedItem Item, bool IsLive, IReadOnlyList<ListedGap> Gaps);

/// <summary>What is looked for in the list (清单筛选).</summary>
/// <param name="Text">Part of the code, the name or the name of the body.</param>
/// <param name="Gap">Only what lacks this.</param>
/// <param name="DepartmentCode">Only items of this body.</param>
/// <param name="IsLive">Only what is live already, or only what is not; null for both.</param>
public sealed record ListedSearch(
    string? Text = null,
    ListedGap? Gap = null,
    PowerKind? Power = null,
    string? DepartmentCode = null,
    bool? IsLive = null
)
{
    /// <summary>Whether it is among what is looked for.</summary>
    public bool Includes(ListedWork work) =>
        (string.IsNullOrWhiteSpace(Text) || Names(work.Item).Any(name => name.Contains(Text.Trim(), StringComparison.OrdinalIgnoreCase)))
        && (Gap is not { } gap || work.Gaps.Contains(gap))
        && (Power is not { } power || work.Item.Power == power)
        && (string.IsNullOrEmpty(DepartmentCode) || work.Item.DepartmentCode == DepartmentCode)
        && (IsLive is not { } live || work.IsLive == live);

    private static string[] Names(ListedItem item) => [item.ItemCode, item.Name, item.Task ?? "", item.BodyName ?? ""];
}

/// <summary>Reading the national list (清单查询).</summary>
public sealed class ListedItemQueries(IDbContextFactory<ApprovalDbContext> contexts, CatalogueRegister catalogue)
{
    /// <summary>Every draft that is looked for, by code, with the work that is left.</summary>
    public async Task<IReadOnlyList<ListedWork>> FindAsync(ListedSearch search, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var listed = await db.Set<ListedItem>().AsNoTracking().OrderBy(item => item.ItemCode).ToListAsync(cancellation);
        return [.. listed.Select(Work).Where(search.Includes)];
    }

    /// <summary>One draft; null when the list has none of that code.</summary>
    public async Task<ListedWork?> OneAsync(string itemCode, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var listed = await db.Set<ListedItem>().AsNoTracking().FirstOrDefaultAsync(item => item.ItemCode == itemCode, cancellation);
        return listed is null ? null : Work(listed);
    }

    private ListedWork Work(ListedItem item) =>
        catalogue.Current.Versions(item.ItemCode).Count > 0 ? new(item, true, []) : new(item, false, item.Gaps());
}
