using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;

namespace ParallelApproval.Catalogue;

/// <summary>批量导入事项: publishes several items at once, all of them or none.</summary>
/// <param name="OfficerId">Who publishes.</param>
public sealed record ImportItems(IReadOnlyList<ItemToImport> Items, Guid OfficerId)
{
    /// <summary>Items in one import.</summary>
    public const int Most = 500;
}

/// <summary>One line of an import.</summary>
/// <param name="Item">The item as it is to be.</param>
/// <param name="ExpectedVersion">The version it was written from; 0 for a new item.</param>
public sealed record ItemToImport(ItemDraft Item, int ExpectedVersion = 0);

/// <summary>What an import published.</summary>
public sealed record ItemsImported(IReadOnlyList<ServiceItem> Items);

internal sealed class ImportItemsValidator : AbstractValidator<ImportItems>
{
    // What is wrong with an item is told together with what the district says against it, all of it at once.
    public ImportItemsValidator() =>
        RuleFor(command => command.Items).Refuses((items, _) => items.Count is 0 or > ImportItems.Most ? SizeWrong(items.Count) : null);

    private static Error SizeWrong(int count) =>
        Refusal.Input("items", RefusalCode.ImportSizeWrong, ("most", ImportItems.Most), ("count", count));
}

/// <summary>
/// Refuses whatever <see cref="PublishItemHandler"/> refuses of one of them, under the place where it stands
/// (<c>items[2].branches[0].departmentCode</c>), and an item that stands twice. Every fault of every line is told at once, and then nothing
/// is published. A line that says what the newest version says already changes nothing.
/// </summary>
public sealed class ImportItemsHandler(HouseStore house, PilotList pilots, IEnumerable<IJudgeItems> judges)
    : Handler<ImportItems, ItemsImported>
{
    protected override Task<ErrorOr<ItemsImported>> CarryOutAsync(ImportItems command, Act act, CancellationToken cancellation) =>
        house.ActAsync(act, db => ImportAsync(db, command, act, cancellation), cancellation, oneAtATime: ItemChecks.Publishing);

    /// <summary>The act itself, within a transaction that somebody has begun.</summary>
    internal async Task<ErrorOr<Entry<ItemsImported>>> ImportAsync(
        ApprovalDbContext db,
        ImportItems command,
        Act act,
        CancellationToken cancellation
    )
    {
        var checks = await ItemChecks.ReadAsync(db, pilots, judges, cancellation);
        var faults = Faults(command, checks, act.Today);
        if (faults.Count > 0)
            return faults;
        var lines = command.Items.Select(line => (Line: line, Same: checks.Same(line.Item, line.ExpectedVersion))).ToList();
        var items = lines
            .Where(one => one.Same is null)
            .Select(one => one.Line.Item.ToItem(one.Line.ExpectedVersion + 1, checks.Library))
            .ToDictionary(item => item.ItemCode, StringComparer.Ordinal);
        db.AddRange(items.Values.Select(item => ItemChecks.Row(item, command.OfficerId, act)));
        return new Entry<ItemsImported>(
            new([.. lines.Select(one => one.Same ?? items[one.Line.Item.ItemCode])]),
            [.. items.Values.Select(item => new ItemPublished(item.ItemCode, item.Version, item.EffectiveFrom))]
        )
        {
            Registers = [CatalogueRegister.Name],
        };
    }

    private static List<Error> Faults(ImportItems command, ItemChecks checks, DateOnly today)
    {
        var (faults, seen) = (new List<Error>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var (at, line) in command.Items.Index())
        {
            var place = FormattableString.Invariant($"items[{at}]");
            if (!seen.Add(line.Item.ItemCode))
                faults.Add(Refusal.Input($"{place}.itemCode", RefusalCode.ItemTwice, ("item", line.Item.ItemCode)));
            if (checks.Same(line.Item, line.ExpectedVersion) is not null)
                continue;
            faults.AddRange(Validators.Check(line.Item, today).Select(fault => Refusal.Within(place, fault)));
            faults.AddRange(checks.Check(line.Item, line.ExpectedVersion, today).Select(fault => Refusal.Within(place, fault)));
        }

        return faults;
    }
}
