using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;

namespace ParallelApproval.Calendars;

/// <summary>A year that one person has entered and that waits for a second one (待复核年度).</summary>
/// <param name="Days">The days as he entered them.</param>
/// <param name="EnteredBy">His account.</param>
public sealed record WaitingYear(CalendarYear Days, string EnteredBy, DateTimeOffset EnteredAt);

/// <summary>Reading the entries that wait.</summary>
public sealed class CalendarEntries(IDbContextFactory<ApprovalDbContext> contexts)
{
    /// <summary>Every entry that waits, oldest year first.</summary>
    public async Task<IReadOnlyList<WaitingYear>> WaitingAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var rows = await db.Set<CalendarEntry>().AsNoTracking().OrderBy(row => row.Year).ToListAsync(cancellation);
        return
        [
            .. rows.Select(row => new WaitingYear(
                JsonSerializer.Deserialize<CalendarYear>(row.Content, HouseJson.Options)!,
                row.EnteredBy,
                row.EnteredAt.InShanghai()
            )),
        ];
    }
}
