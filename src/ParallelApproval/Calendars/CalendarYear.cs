using System.Globalization;
using ErrorOr;
using ParallelApproval.Refusals;

namespace ParallelApproval.Calendars;

/// <summary>How much is known of a year's working days.</summary>
public enum CalendarYearStatus
{
    /// <summary>Nothing: nothing may be computed.</summary>
    Missing,

    /// <summary>暂定: only the statutory days (全国年节及纪念日放假办法); days in lieu and make-up days are not known yet.</summary>
    Provisional,

    /// <summary>The State Council's notice is in.</summary>
    Published,
}

/// <summary>A holiday (节假日) as a span of dates, both ends off; the weekend days inside belong to it.</summary>
public sealed record Holiday(string Name, string NameEn, DateOnly From, DateOnly To)
{
    public IEnumerable<DateOnly> Days()
    {
        for (var day = From; day <= To; day = day.AddDays(1))
            yield return day;
    }
}

/// <summary>
/// The days of one year that differ from the plain week (年度节假日安排): holidays off, and make-up days (调休上班) on which people work
/// although it is a weekend. A notice that also changes days of another year is stored with that other year.
/// </summary>
public sealed record CalendarYear
{
    public required int Year { get; init; }

    public required CalendarYearStatus Status { get; init; }

    public required IReadOnlyList<Holiday> Holidays { get; init; }

    public IReadOnlyList<DateOnly> MakeUpDays { get; init; } = [];

    /// <summary>Number of the notice, e.g. 国办发明电〔2024〕12号; null when it is not known.</summary>
    public string? NoticeNumber { get; init; }

    public DateOnly? IssuedOn { get; init; }

    /// <summary>Where the notice can be read.</summary>
    public string? Source { get; init; }

    /// <summary>User name of the second person who compared it with the notice; null for what came with the product.</summary>
    public string? ConfirmedBy { get; init; }

    /// <summary>Statutory days of a year: 13 from 2025 on, 11 before (全国年节及纪念日放假办法).</summary>
    public static int StatutoryDays(int year) => year >= 2025 ? 13 : 11;

    public int WorkingDays() => Weekdays() - Holidays.SelectMany(holiday => holiday.Days()).Count(IsWeekday) + MakeUpDays.Count;

    /// <summary>
    /// Refuses a year that cannot be right: days of another year, holidays that overlap, a make-up day in the week or inside a
    /// holiday, or (when published) a number of working days other than weekdays less statutory days, which every notice obeys.
    /// </summary>
    public ErrorOr<Success> Check()
    {
        var named = Holidays.SelectMany(holiday => (DateOnly[])[holiday.From, holiday.To]).Concat(MakeUpDays);
        if (named.Where(day => day.Year != Year).Select(day => (DateOnly?)day).FirstOrDefault() is { } stranger)
            return Unsound(CalendarFault.OfOtherYear, stranger);
        if (Holidays.FirstOrDefault(holiday => holiday.To < holiday.From) is { } reversed)
            return Unsound(CalendarFault.Reversed, reversed.From);
        var off = Holidays.SelectMany(holiday => holiday.Days()).ToList();
        if (off.GroupBy(day => day).FirstOrDefault(same => same.Count() > 1) is { } twice)
            return Unsound(CalendarFault.Overlap, twice.Key);
        if (MakeUpDays.Where(day => IsWeekday(day) || off.Contains(day)).Select(day => (DateOnly?)day).FirstOrDefault() is { } odd)
            return Unsound(CalendarFault.MakeUpDayIdle, odd);
        var expected = Weekdays() - StatutoryDays(Year);
        if (Status == CalendarYearStatus.Published && WorkingDays() != expected)
            return Unsound(CalendarFault.WorkingDaysDiffer, string.Create(CultureInfo.InvariantCulture, $"{WorkingDays()} ≠ {expected}"));
        return Result.Success;
    }

    /// <summary>Whether both say the same of every day, under the same notice; names of holidays may be written differently.</summary>
    public bool HasSameDaysAs(CalendarYear other) =>
        (Year, Status, NoticeNumber) == (other.Year, other.Status, other.NoticeNumber)
        && OffDays().SequenceEqual(other.OffDays())
        && MakeUpDays.Order().SequenceEqual(other.MakeUpDays.Order());

    private IEnumerable<DateOnly> OffDays() => Holidays.SelectMany(holiday => holiday.Days()).Order();

    private Error Unsound(CalendarFault fault, object found) =>
        Refusal.Input("holidays", RefusalCode.CalendarYearUnsound, ("year", Year), ("fault", fault), ("found", found));

    private int Weekdays()
    {
        var first = new DateOnly(Year, 1, 1);
        return Enumerable.Range(0, DateTime.IsLeapYear(Year) ? 366 : 365).Count(offset => IsWeekday(first.AddDays(offset)));
    }

    internal static bool IsWeekday(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);
}

/// <summary>How the days of a year may contradict each other or the law.</summary>
public enum CalendarFault
{
    OfOtherYear,
    Reversed,
    Overlap,

    /// <summary>调休上班日 that is a weekday anyway, or inside a holiday.</summary>
    MakeUpDayIdle,

    /// <summary>Every notice leaves weekdays less statutory days.</summary>
    WorkingDaysDiffer,
}
