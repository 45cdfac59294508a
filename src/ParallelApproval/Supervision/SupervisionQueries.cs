using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Identities;

namespace ParallelApproval.Supervision;

/// <summary>Lists of cards and orders (监察台账), the newest first, a page at a time, and the wall.</summary>
public sealed class SupervisionQueries(IDbContextFactory<ApprovalDbContext> contexts, DamagedRecords damaged)
{
    public const int LongestPage = 200;

    private static readonly CardStatus[] OnTheWall = [CardStatus.Told, CardStatus.Open, CardStatus.Overdue, CardStatus.Appealed];
    private static readonly OrderStatus[] Done = [OrderStatus.Closed, OrderStatus.Withdrawn];

    /// <summary>One card; null when there is none.</summary>
    public async Task<Card?> FindAsync(CardNumber number, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return (
            await db.Set<CardRow>()
                .AsNoTracking()
                .SingleOrDefaultAsync(row => row.CaseKey == number.File.Key && row.Running == number.Running, cancellation)
        )?.Card;
    }

    /// <summary>One order; null when there is none.</summary>
    public async Task<SupervisionOrder?> FindAsync(OrderNumber number, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return (
            await db.Set<OrderRow>()
                .AsNoTracking()
                .SingleOrDefaultAsync(row => row.CaseKey == number.File.Key && row.Running == number.Running, cancellation)
        )?.Order;
    }

    public async Task<(IReadOnlyList<Card> Cards, SupervisionCursor? Next)> ListAsync(CardFilter filter, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var rows = db.Set<CardRow>().AsNoTracking();
        if (filter.Status is { } status)
            rows = rows.Where(row => row.Status == status);
        if (filter.Colour is { } colour)
            rows = rows.Where(row => row.Colour == colour);
        if (filter.Department is { } department)
            rows = rows.Where(row => row.Department == department);
        if (filter.Point is { } point)
            rows = rows.Where(row => row.Point == point);
        if (filter.Case is { } file)
            rows = rows.Where(row => row.CaseKey == file.Key);
        if (filter.After is { } after)
            rows = rows.Where(row =>
                row.RaisedAt < after.At
                || (
                    row.RaisedAt == after.At
                    && (row.CaseKey < after.CaseKey || (row.CaseKey == after.CaseKey && row.Running < after.Running))
                )
            );
        var (found, isMore) = await rows.OrderByDescending(row => row.RaisedAt)
            .ThenByDescending(row => row.CaseKey)
            .ThenByDescending(row => row.Running)
            .ToSoundPageAsync(filter.Limit, row => row.CaseKey, nameof(CardRow), damaged, cancellation);
        return (
            [.. found.Select(row => row.Card)],
            isMore && found[^1] is var last ? new(last.RaisedAt, last.CaseKey, last.Running) : null
        );
    }

    public async Task<(IReadOnlyList<SupervisionOrder> Orders, SupervisionCursor? Next)> ListAsync(
        OrderFilter filter,
        CancellationToken cancellation
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var rows = db.Set<OrderRow>().AsNoTracking();
        if (filter.HidesDrafts)
            rows = rows.Where(row => row.Status != OrderStatus.Draft);
        if (filter.Status is { } status)
            rows = rows.Where(row => row.Status == status);
        if (filter.Kind is { } kind)
            rows = rows.Where(row => row.Kind == kind);
        if (filter.Department is { } department)
            rows = rows.Where(row => row.Department == department);
        if (filter.Case is { } file)
            rows = rows.Where(row => row.CaseKey == file.Key);
        if (filter.After is { } after)
            rows = rows.Where(row =>
                row.DraftedAt < after.At
                || (
                    row.DraftedAt == after.At
                    && (row.CaseKey < after.CaseKey || (row.CaseKey == after.CaseKey && row.Running < after.Running))
                )
            );
        var (found, isMore) = await rows.OrderByDescending(row => row.DraftedAt)
            .ThenByDescending(row => row.CaseKey)
            .ThenByDescending(row => row.Running)
            .ToSoundPageAsync(filter.Limit, row => row.CaseKey, nameof(OrderRow), damaged, cancellation);
        return (
            [.. found.Select(row => row.Order)],
            isMore && found[^1] is var last ? new(last.DraftedAt, last.CaseKey, last.Running) : null
        );
    }

    /// <summary>
    /// The cases with open cards, the gravest and newest first, a page at a time, each with all of its cards; what concerns no single case
    /// stands with the centre's own file of its day. It is narrowed before it is cut, so that every card is on one of the pages.
    /// </summary>
    /// <param name="department">Whose cards; null for all.</param>
    /// <param name="colour">Only cards of that colour; null for all.</param>
    /// <param name="page">From 1; one beyond the last is empty.</param>
    public async Task<WallPage> WallPageAsync(string? department, CardColour? colour, int page, int cases, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var open = db.Set<CardRow>()
            .AsNoTracking()
            .Where(row =>
                OnTheWall.Contains(row.Status)
                && (department == null || row.Department == department)
                && (colour == null || row.Colour == colour)
            );
        var files = open.GroupBy(row => row.CaseKey)
            .Select(cards => new
            {
                CaseKey = cards.Key,
                Gravest = cards.Max(card =>
                    card.Colour == CardColour.Red ? 2
                    : card.Colour == CardColour.Yellow ? 1
                    : 0
                ),
                Newest = cards.Max(card => card.RaisedAt),
            });
        var count = await files.CountAsync(cancellation);
        var keys = await files
            .OrderByDescending(file => file.Gravest)
            .ThenByDescending(file => file.Newest)
            .ThenByDescending(file => file.CaseKey)
            .Skip((Math.Max(page, 1) - 1) * cases)
            .Take(cases)
            .Select(file => file.CaseKey)
            .ToListAsync(cancellation);
        var found = (
            await open.Where(row => keys.Contains(row.CaseKey))
                .OrderByDescending(row => row.RaisedAt)
                .ThenByDescending(row => row.Running)
                .ToSoundListAsync(row => row.CaseKey, nameof(CardRow), damaged, cancellation)
        ).ToLookup(row => row.CaseKey, row => row.Card);
        return new(
            [.. keys.Where(found.Contains).Select(key => new WallCase(new(key), [.. found[key].OrderByDescending(card => card.Colour)]))],
            (count + cases - 1) / cases
        );
    }

    /// <summary>What the wall shows (监察大屏): what is open by colour and status, and the gravest and newest cards.</summary>
    public async Task<Wall> WallAsync(string? department, int limit, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var open = db.Set<CardRow>()
            .AsNoTracking()
            .Where(row => OnTheWall.Contains(row.Status) && (department == null || row.Department == department));
        var cards = await open.GroupBy(row => new { row.Colour, row.Status })
            .Select(group => new CardCount(group.Key.Colour, group.Key.Status, group.Count()))
            .ToListAsync(cancellation);
        var orders = await db.Set<OrderRow>()
            .AsNoTracking()
            .Where(row => !Done.Contains(row.Status) && (department == null || row.Department == department))
            .GroupBy(row => row.Status)
            .Select(group => new OrderCount(group.Key, group.Count()))
            .ToListAsync(cancellation);
        var newest = new List<Card>();
        foreach (var colour in (CardColour[])[CardColour.Red, CardColour.Yellow, CardColour.Blue])
            if (newest.Count < limit)
                newest.AddRange(
                    (
                        await open.Where(row => row.Colour == colour)
                            .OrderByDescending(row => row.RaisedAt)
                            .ThenByDescending(row => row.CaseKey)
                            .ThenByDescending(row => row.Running)
                            .Take(limit - newest.Count)
                            .ToSoundListAsync(row => row.CaseKey, nameof(CardRow), damaged, cancellation)
                    ).Select(row => row.Card)
                );
        return new(
            [.. cards.OrderByDescending(count => count.Colour).ThenBy(count => count.Status)],
            [.. orders.OrderBy(count => count.Status)],
            newest
        );
    }
}

/// <summary>What a list of cards is narrowed to; all conditions hold together.</summary>
public sealed record CardFilter(
    CardStatus? Status = null,
    CardColour? Colour = null,
    string? Department = null,
    string? Point = null,
    CaseNumber? Case = null,
    SupervisionCursor? After = null,
    int Limit = 50
);

/// <summary>What a list of orders is narrowed to; all conditions hold together.</summary>
/// <param name="HidesDrafts">Drafts are shown only to those who write them.</param>
public sealed record OrderFilter(
    OrderStatus? Status = null,
    OrderKind? Kind = null,
    string? Department = null,
    CaseNumber? Case = null,
    bool HidesDrafts = false,
    SupervisionCursor? After = null,
    int Limit = 50
);

/// <summary>Where a page ended.</summary>
public sealed record SupervisionCursor(DateTimeOffset At, long CaseKey, int Running)
{
    /// <summary>As it travels: opaque to the caller.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At.UtcTicks}.{CaseKey}.{Running}");

    /// <summary>Reads what <see cref="ToString"/> wrote; null for anything else.</summary>
    public static SupervisionCursor? Parse(string? text) =>
        text?.Split('.') is [var at, var key, var number]
        && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
        && ticks <= DateTime.MaxValue.Ticks
        && long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var caseKey)
        && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var running)
            ? new(new(ticks, TimeSpan.Zero), caseKey, running)
            : null;
}

/// <summary>What is open, counted, and the gravest and newest cards.</summary>
public sealed record Wall(IReadOnlyList<CardCount> Cards, IReadOnlyList<OrderCount> Orders, IReadOnlyList<Card> Newest);

/// <summary>A page of the cases with open cards, and how many pages there are.</summary>
public sealed record WallPage(IReadOnlyList<WallCase> Cases, int Pages);

/// <summary>A case, or the centre's own file of a day, with its open cards, the gravest first.</summary>
public sealed record WallCase(CaseNumber File, IReadOnlyList<Card> Cards);

/// <summary>How many cards of a colour are in a status.</summary>
public sealed record CardCount(CardColour Colour, CardStatus Status, int Count);

/// <summary>How many orders are in a status.</summary>
public sealed record OrderCount(OrderStatus Status, int Count);
