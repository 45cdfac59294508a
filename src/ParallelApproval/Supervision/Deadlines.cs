using ParallelApproval.Calendars;

namespace ParallelApproval.Supervision;

/// <summary>
/// The limits of supervision (说明与签收时限), by the working calendar: days end when the office closes on the last of them, hours are office
/// hours. Null where the calendar of a year is missing: supervision goes on, and nothing falls due that nobody can compute.
/// </summary>
public sealed class Deadlines(CalendarRegister calendars)
{
    /// <summary>The close of the office so many working days after the day of the instant, which is not counted.</summary>
    public DateTimeOffset? Days(DateTimeOffset from, int days) => EndOf(from.OfficialDate(), days);

    /// <summary>The instant at which so many office hours have passed.</summary>
    public DateTimeOffset? Hours(DateTimeOffset from, int hours)
    {
        var due = OfficeHours.Standard.Add(calendars.Current, from, TimeSpan.FromHours(hours));
        return due.IsError ? null : due.Value;
    }

    /// <summary>The close of the office on the so manieth working day after a day; null as above.</summary>
    public DateTimeOffset? EndOf(DateOnly day, int days)
    {
        var last = calendars.Current.AddWorkingDays(day, days);
        return last.IsError ? null : OfficeHours.Standard.Close(last.Value.Due);
    }

    /// <summary>When the office closes next; null as above.</summary>
    public DateTimeOffset? NextClose(DateTimeOffset now) => EndOf(OfficeHours.Standard.LastEnded(now), 1);

    /// <summary>The so manieth working day after a day; null as above.</summary>
    public DateOnly? DayAfter(DateOnly day, int days) =>
        calendars.Current.AddWorkingDays(day, days) is { IsError: false } due ? due.Value.Due : null;

    /// <summary>Working days after one day up to another; null as above.</summary>
    public int? Between(DateOnly from, DateOnly to) =>
        calendars.Current.WorkingDaysBetween(from, to) is { IsError: false } days ? days.Value : null;

    /// <summary>Whether so many working days have passed since the day of an instant.</summary>
    public bool HavePassed(DateTimeOffset since, int days, DateTimeOffset now) => Days(since, days) is { } due && now > due;

    /// <summary>The day that lies so many working days before a day: for finding what is older. Null as above.</summary>
    public DateOnly? DayBefore(DateOnly day, int days)
    {
        for (var (found, left) = (day, days); ; found = found.AddDays(-1))
        {
            if (left <= 0)
                return found;
            var works = calendars.Current.IsWorkingDay(found);
            if (works.IsError)
                return null;
            if (works.Value)
                left--;
        }
    }
}
