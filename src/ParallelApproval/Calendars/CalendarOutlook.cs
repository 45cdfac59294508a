using ErrorOr;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Refusals;

namespace ParallelApproval.Calendars;

/// <summary>What a notice would come to if it were in force (录入预览).</summary>
/// <param name="Entered">The notice as the calendar takes it: completed when it is provisional, an amendment when it does not name the whole
/// year.</param>
/// <param name="Year">Its year as it would leave it.</param>
/// <param name="Neighbours">The neighbouring years of which it changes days.</param>
/// <param name="Held">The year in force; null when there is none.</param>
/// <param name="Warnings">At what both persons should look.</param>
/// <param name="IsInForce">Whether the very same notice is in force already.</param>
public sealed record CalendarOutlook(
    CalendarYear Entered,
    CalendarYear Year,
    IReadOnlyList<CalendarYear> Neighbours,
    CalendarYear? Held,
    IReadOnlyList<CalendarWarning> Warnings,
    bool IsInForce
)
{
    /// <summary>The years of which days change.</summary>
    public IReadOnlyList<CalendarYear> Years => [.. Neighbours, Year];
}

/// <summary>Reading what a notice would come to.</summary>
public sealed class CalendarOutlooks(IDbContextFactory<ApprovalDbContext> contexts)
{
    /// <summary>Refuses what <see cref="CalendarYear.Check"/> refuses and what the notices in force forbid.</summary>
    public async Task<ErrorOr<CalendarOutlook>> OfAsync(CalendarYear notice, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await OfAsync(db, notice, cancellation);
    }

    internal static async Task<ErrorOr<CalendarOutlook>> OfAsync(ApprovalDbContext db, CalendarYear notice, CancellationToken cancellation)
    {
        var completed = (notice with { ConfirmedBy = null, Amendments = [] }).Completed();
        if (completed.Check() is { IsError: true } unsound)
            return unsound.Errors;
        var (notices, rows) = await ReadAsync(db, notice.Year, cancellation);
        var held = rows.FirstOrDefault(row => row.Year == notice.Year);
        if (held?.Status == CalendarYearStatus.Published && notice.Status != CalendarYearStatus.Published)
            return Refusal.Conflict(RefusalCode.CalendarYearUnpublished, ("year", notice.Year));
        var entered = AsAmendment(completed, held);
        var own = notices.Where(other => other.Year == notice.Year).ToList();
        var same = own.FindLast(other => other.Days().NoticeNumber is { } number && number == entered.NoticeNumber)?.Days();
        if (same is not null && entered.Amends is null && same.Amends is null && same.FirstDifference(entered) is { } day)
            return Refusal.Conflict(RefusalCode.CalendarNoticeDiffers, ("notice", same.NoticeNumber), ("date", day));
        var isInForce = own.Count > 0 && own[^1].Days() is var last && (last.HasSameDaysAs(entered) || last.HasSameDaysAs(completed));
        List<CalendarNotice> all = [.. notices, CalendarNotice.Of(entered, int.MaxValue, null, default)];
        var year = CalendarLayers.Of(notice.Year, isInForce ? notices : all)!;
        var neighbours = ((int[])[notice.Year - 1, notice.Year + 1])
            .Select(other => (Held: rows.FirstOrDefault(row => row.Year == other), Now: CalendarLayers.Of(other, all)))
            .Where(pair => pair is { Held: { } was, Now: { } now } && was.FirstDifference(now) is not null)
            .Select(pair => pair.Now!)
            .ToList();
        return new CalendarOutlook(entered, year, neighbours, held, [.. CalendarWarning.Of(notice, entered, year, held)], isInForce);
    }

    /// <summary>
    /// The notices of that year and its neighbours, and the years in force. A year that came with the product is its own first notice.
    /// </summary>
    internal static async Task<(List<CalendarNotice> Notices, List<CalendarYear> Rows)> ReadAsync(
        ApprovalDbContext db,
        int year,
        CancellationToken cancellation
    )
    {
        var (first, last) = (year - 2, year + 2);
        var notices = await db.Set<CalendarNotice>()
            .AsNoTracking()
            .Where(row => row.Year >= first && row.Year <= last)
            .ToListAsync(cancellation);
        var rows = await db.Set<CalendarYear>()
            .AsNoTracking()
            .Where(row => row.Year >= first && row.Year <= last)
            .ToListAsync(cancellation);
        notices.AddRange(
            rows.Where(row => notices.TrueForAll(notice => notice.Year != row.Year))
                .Select(row => CalendarNotice.Of(row, 0, null, DateTimeOffset.UnixEpoch))
                .ToList()
        );
        return (notices, rows);
    }

    // The second notice of a year names only what it changes.
    private static CalendarYear AsAmendment(CalendarYear entered, CalendarYear? held) =>
        entered is { Status: CalendarYearStatus.Published, Amends: null }
        && held?.Status == CalendarYearStatus.Published
        && !entered.NamesEveryStatutoryDay()
            ? entered with
            {
                Amends = held.NoticeNumber ?? held.Year.ToString(System.Globalization.CultureInfo.InvariantCulture),
            }
            : entered;
}
