using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;

namespace ParallelApproval.Calendars;

/// <summary>
/// The calendar that this node works with: read from the tables once, then held in memory as an immutable value. It changes only by
/// <see cref="LoadAsync"/>: at start, after an import on this node, and by the regular refresh for imports on other nodes.
/// </summary>
public sealed class CalendarBook
{
    private volatile WorkingCalendar _current = new([]);

    /// <summary>The calendar as last loaded; empty (every year missing) before the first load.</summary>
    public WorkingCalendar Current => _current;

    /// <summary>Reads all years and local days and puts them in place of what was held.</summary>
    public async Task LoadAsync(ApprovalDbContext db, CancellationToken stop = default)
    {
        var years = await db.Set<CalendarYear>().AsNoTracking().ToListAsync(stop);
        var localDays = await db.Set<LocalDay>().AsNoTracking().ToListAsync(stop);
        _current = new WorkingCalendar(years, localDays);
    }
}
