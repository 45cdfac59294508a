namespace ParallelApproval.Calendars;

/// <summary>
/// 催办节假日安排: from 15 October on next year's notice is wanted, every day until it is in, because limits of 45 days then run into that year.
/// </summary>
public static class CalendarReminder
{
    private const int Month = 10;
    private const int Day = 15;

    /// <summary>The year whose notice is wanted on that day; null when none is.</summary>
    public static int? Wanted(WorkingCalendar calendar, DateOnly today)
    {
        if (calendar.StatusOf(today.Year) is not CalendarYearStatus.Published)
            return today.Year;
        return today >= new DateOnly(today.Year, Month, Day) && calendar.StatusOf(today.Year + 1) is not CalendarYearStatus.Published
            ? today.Year + 1
            : null;
    }
}
