using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;

namespace ParallelApproval.Calendars;

/// <summary>
/// The calendar that this node works with: read from the tables, held in memory as an immutable value, replaced as a whole when there is
/// a newer version.
/// </summary>
public sealed class CalendarRegister : ICachedRegister
{
    /// <summary>Key in the table of editions.</summary>
    public const string Name = "calendars";

    /// <inheritdoc/>
    string ICachedRegister.Name => Name;

    private volatile WorkingCalendar _current = new([]);

    /// <summary>The calendar as last loaded; empty (every year missing) before the first load.</summary>
    public WorkingCalendar Current => _current;

    /// <summary>Puts a calendar in place of what was held; for rules that are tried without a database.</summary>
    internal void Hold(WorkingCalendar calendar) => _current = calendar;

    /// <summary>Reads all years and local days and puts them in place of what was held.</summary>
    public async Task LoadAsync(ApprovalDbContext db, CancellationToken stop)
    {
        var years = await db.Set<CalendarYear>().AsNoTracking().ToListAsync(stop);
        var localDays = await db.Set<LocalDay>().AsNoTracking().ToListAsync(stop);
        _current = new WorkingCalendar(years, localDays);
    }
}
