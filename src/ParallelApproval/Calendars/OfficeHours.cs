using ErrorOr;

namespace ParallelApproval.Calendars;

/// <summary>
/// Office hours (办公时间) of a hall, official time. They matter for limits of a day and less; longer limits are counted in days.
/// </summary>
public sealed record OfficeHours(TimeOnly Opens, TimeOnly LunchFrom, TimeOnly LunchTo, TimeOnly Closes)
{
    /// <summary>9–12 and 13–17.</summary>
    public static readonly OfficeHours Standard = new(new(9, 0), new(12, 0), new(13, 0), new(17, 0));

    /// <summary>The moment at which a limit that ends on this day ends.</summary>
    public DateTimeOffset Close(DateOnly day) => day.At(Closes);

    public bool IsOpenAt(TimeOnly time) => (time >= Opens && time < LunchFrom) || (time >= LunchTo && time < Closes);

    /// <summary>
    /// The moment at which so much office time has passed since <paramref name="from"/>; lunch, nights and free days do not count.
    /// Refuses when a missing year is reached.
    /// </summary>
    public ErrorOr<DateTimeOffset> Add(WorkingCalendar calendar, DateTimeOffset from, TimeSpan officeTime)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(officeTime, TimeSpan.Zero);
        var left = officeTime;
        var start = from.InShanghai().DateTime;
        for (var day = DateOnly.FromDateTime(start); ; day = day.AddDays(1))
        {
            var works = calendar.IsWorkingDay(day);
            if (works.IsError) return works.Errors;
            if (!works.Value) continue;
            foreach (var (opens, closes) in Halves(day))
            {
                var begin = start > opens ? start : opens;
                if (begin >= closes) continue;
                if (left <= closes - begin) return new DateTimeOffset(begin + left, ShanghaiTime.Offset);
                left -= closes - begin;
            }
        }
    }

    private IEnumerable<(DateTime Opens, DateTime Closes)> Halves(DateOnly day) =>
        [(day.ToDateTime(Opens), day.ToDateTime(LunchFrom)), (day.ToDateTime(LunchTo), day.ToDateTime(Closes))];
}
