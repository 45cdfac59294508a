using ParallelApproval.Organisation;

namespace ParallelApproval.Calendars;

/// <summary>When the house is open (工作时段), by the calendar of this moment; of a year that it does not know, from Monday to
/// Friday.</summary>
internal sealed class WorkingHours(CalendarRegister calendars) : IKnowWorkingHours
{
    public bool IsAtWork(DateTimeOffset at, TimeSpan margin)
    {
        var (day, hours) = (at.OfficialDate(), OfficeHours.Standard);
        var works = calendars.Current.IsWorkingDay(day);
        var isWorkingDay = works.IsError ? day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) : works.Value;
        return isWorkingDay && at >= day.At(hours.Opens) - margin && at < day.At(hours.Closes) + margin;
    }
}
