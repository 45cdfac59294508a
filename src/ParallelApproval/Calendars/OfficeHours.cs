using ErrorOr;

namespace ParallelApproval.Calendars;

/// <summary>
/// Office hours (办公时间) of a hall, official time. They matter for limits of a day and less; longer limits are counted in days.
/// </summary>
public sealed record OfficeHours(TimeOnly Opens, TimeOnly LunchFrom, TimeOnly LunchTo, TimeOnly Closes)
{
    /// <summary>9–12 and 13–17.</summary>
    public static readonly OfficeHours Standard = new(new(9, 0), new(12, 0), new(13, 0), new(17, 0));

    /// <summary>How long the office is open on a working day.</summary>
    public TimeSpan ADay => LunchFrom - Opens + (Closes - LunchTo);

    /// <summary>The moment at which a limit that ends on this day ends.</summary>
    public DateTimeOffset Close(DateOnly day) => day.At(Closes);

    /// <summary>The last day that has ended at that moment: today, once the office has closed.</summary>
    public DateOnly LastEnded(DateTimeOffset now) => now >= Close(now.OfficialDate()) ? now.OfficialDate() : now.OfficialDate().AddDays(-1);

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
            if (works.IsError)
                return works.Errors;
            if (!works.Value)
                continue;
            foreach (var (opens, closes) in Halves(day))
            {
                var begin = start > opens ? start : opens;
                if (begin >= closes)
                    continue;
                if (left <= closes - begin)
                    return new DateTimeOffset(begin + left, ShanghaiTime.Offset);
                left -= closes - begin;
            }
        }
    }

    /// <summary>
    /// The latest moment from which so much office time is left until <paramref name="end"/>. Goes back at most as far as the calendar
    /// knows its years; the first day it knows stands for all before.
    /// </summary>
    public DateTimeOffset Before(WorkingCalendar calendar, DateTimeOffset end, TimeSpan officeTime)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(officeTime, TimeSpan.Zero);
        var (left, stop) = (officeTime, end.InShanghai().DateTime);
        for (var day = DateOnly.FromDateTime(stop); ; day = day.AddDays(-1))
        {
            var works = calendar.IsWorkingDay(day);
            if (works.IsError)
                return day.AddDays(1).At(TimeOnly.MinValue);
            if (!works.Value)
                continue;
            foreach (var (opens, closes) in Halves(day).AsEnumerable().Reverse())
            {
                var last = stop < closes ? stop : closes;
                if (last <= opens)
                    continue;
                if (left < last - opens)
                    return new DateTimeOffset(last - left, ShanghaiTime.Offset);
                left -= last - opens;
                if (left == TimeSpan.Zero)
                    return new DateTimeOffset(opens, ShanghaiTime.Offset);
            }
        }
    }

    /// <summary>The office time between two moments; zero when the second is not later. Refuses when a missing year is reached.</summary>
    public ErrorOr<TimeSpan> Between(WorkingCalendar calendar, DateTimeOffset from, DateTimeOffset to)
    {
        var (start, stop, sum) = (from.InShanghai().DateTime, to.InShanghai().DateTime, TimeSpan.Zero);
        for (var day = DateOnly.FromDateTime(start); day <= DateOnly.FromDateTime(stop); day = day.AddDays(1))
        {
            var works = calendar.IsWorkingDay(day);
            if (works.IsError)
                return works.Errors;
            if (!works.Value)
                continue;
            foreach (var (opens, closes) in Halves(day))
            {
                var (first, last) = (start > opens ? start : opens, stop < closes ? stop : closes);
                if (last > first)
                    sum += last - first;
            }
        }

        return sum;
    }

    private (DateTime Opens, DateTime Closes)[] Halves(DateOnly day) =>
        [(day.ToDateTime(Opens), day.ToDateTime(LunchFrom)), (day.ToDateTime(LunchTo), day.ToDateTime(Closes))];
}
