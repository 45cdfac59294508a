using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;

namespace ParallelApproval.Calendars;

/// <summary>
/// The years that come with the product: 2024 to 2026 as the State Council published them, 2027 provisional. What is in the table already
/// is never touched: an operator's import is newer than the product.
/// </summary>
public static class KnownYears
{
    public static IReadOnlyList<CalendarYear> Read()
    {
        using var file = typeof(KnownYears).Assembly.GetManifestResourceStream("ParallelApproval.Calendars.calendar-years.json")!;
        return JsonSerializer.Deserialize<List<CalendarYear>>(file, HouseJson.Options)!;
    }

    /// <summary>Puts in the years that the table lacks.</summary>
    public static Task LoadAsync(ApprovalDbContext db, CancellationToken stop = default) =>
        HouseStore.LoadAsync(
            db,
            "known-years",
            async () =>
            {
                var held = await db.Set<CalendarYear>().Select(year => year.Year).ToListAsync(stop);
                db.AddRange(Read().Where(year => !held.Contains(year.Year)));
                return db.ChangeTracker.HasChanges() ? [CalendarRegister.Name] : [];
            },
            stop
        );
}
