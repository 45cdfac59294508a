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
/// The days of a year that differ from the plain week (年度节假日安排): holidays off, and make-up days (调休上班) on which people work although it is
/// a weekend. As it is entered it is one notice (放假通知), which may name days of the neighbouring years and say once more that a weekday is
/// worked; as it is in force it is what all notices together leave of the days of that year (<see cref="CalendarLayers"/>).
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

    /// <summary>
    /// Number of the notice that this one amends (修改的通知): only the days it names change. Null for a notice that states the whole year.
    /// </summary>
    public string? Amends { get; init; }

    /// <summary>Numbers of the notices that have amended the year since, oldest first.</summary>
    public IReadOnlyList<string> Amendments { get; init; } = [];

    /// <summary>Working days of the year itself; days of other years that a notice names do not count.</summary>
    public int WorkingDays()
    {
        var (off, worked) = (OffDays().ToHashSet(), MakeUpDays.ToHashSet());
        return DaysOf(Year).Count(day => worked.Contains(day) || (IsWeekday(day) && !off.Contains(day)));
    }

    /// <summary>Weekdays less statutory days: what most notices leave, and some do not.</summary>
    public int ExpectedWorkingDays() => DaysOf(Year).Count(IsWeekday) - StatutoryHolidays.Count(Year);

    /// <summary>
    /// Refuses what no notice can mean: days more than a year away, a span that ends before it begins, a day in two holidays, a day both
    /// off and worked, and a notice that names no day off at all. What is merely unusual is not refused (<see cref="CalendarWarning"/>).
    /// </summary>
    public ErrorOr<Success> Check()
    {
        var named = Holidays.SelectMany(holiday => (DateOnly[])[holiday.From, holiday.To]).Concat(MakeUpDays);
        if (First(named.Where(day => Math.Abs(day.Year - Year) > 1)) is { } stranger)
            return Unsound(CalendarFault.TooFar, stranger);
        if (Holidays.FirstOrDefault(holiday => holiday.To < holiday.From) is { } reversed)
            return Unsound(CalendarFault.Reversed, reversed.From);
        var off = Holidays
            .SelectMany(holiday => holiday.Days().Select(day => (day, holiday.Name)))
            .ToLookup(pair => pair.day, pair => pair.Name);
        if (First(off.Where(same => same.Distinct(StringComparer.Ordinal).Skip(1).Any()).Select(same => same.Key)) is { } twice)
            return Unsound(CalendarFault.Overlap, twice);
        if (First(MakeUpDays.Where(off.Contains)) is { } both)
            return Unsound(CalendarFault.OffAndWorked, both);
        if (Status is CalendarYearStatus.Published && off.Count + MakeUpDays.Count == 0)
            return Unsound(CalendarFault.NamesNothing, Year);
        return Result.Success;
    }

    /// <summary>Whether every statutory day of the year is named as a day off: then the notice states the whole year.</summary>
    public bool NamesEveryStatutoryDay() => !MissingStatutoryDays().Any();

    /// <summary>The statutory days that are not named as days off, in order.</summary>
    public IEnumerable<DateOnly> MissingStatutoryDays() =>
        StatutoryHolidays.Of(Year).SelectMany(holiday => holiday.Days()).Distinct().Except(OffDays()).Order();

    /// <summary>
    /// The same, with the statutory days it lacks when it is provisional: they are free by law before any notice says so. A statutory day
    /// that was entered as worked is left to <see cref="Check"/>.
    /// </summary>
    public CalendarYear Completed()
    {
        if (Status is not CalendarYearStatus.Provisional || NamesEveryStatutoryDay())
            return this;
        var lacking = MissingStatutoryDays().ToHashSet();
        var added = StatutoryHolidays
            .Of(Year)
            .SelectMany(holiday => holiday.Days().Where(lacking.Remove).Select(day => holiday with { From = day, To = day }));
        return this with { Holidays = CalendarLayers.Spans([.. Holidays, .. added]) };
    }

    /// <summary>Whether both say the same of every day, under the same notice; names of holidays may be written differently.</summary>
    public bool HasSameDaysAs(CalendarYear other) =>
        (Year, Status, NoticeNumber, Amends) == (other.Year, other.Status, other.NoticeNumber, other.Amends)
        && FirstDifference(other) is null;

    /// <summary>The first day of which both do not say the same; null when there is none.</summary>
    public DateOnly? FirstDifference(CalendarYear other)
    {
        var (off, worked) = (OffDays().ToHashSet(), MakeUpDays.ToHashSet());
        off.SymmetricExceptWith(other.OffDays());
        worked.SymmetricExceptWith(other.MakeUpDays);
        return First(off.Union(worked).Order());
    }

    /// <summary>Every day named as free, in order, each once.</summary>
    public IEnumerable<DateOnly> OffDays() => Holidays.SelectMany(holiday => holiday.Days()).Distinct().Order();

    internal static IEnumerable<DateOnly> DaysOf(int year)
    {
        for (var day = new DateOnly(year, 1, 1); day.Year == year; day = day.AddDays(1))
            yield return day;
    }

    internal static bool IsWeekday(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    private static DateOnly? First(IEnumerable<DateOnly> days) => days.Select(day => (DateOnly?)day).FirstOrDefault();

    private Error Unsound(CalendarFault fault, object found) =>
        Refusal.Input("holidays", RefusalCode.CalendarYearUnsound, ("year", Year), ("fault", fault), ("found", found));
}

/// <summary>How the days of a notice may contradict each other.</summary>
public enum CalendarFault
{
    /// <summary>More than a year from the year of the notice.</summary>
    TooFar,
    Reversed,
    Overlap,

    /// <summary>A day both off and worked.</summary>
    OffAndWorked,

    /// <summary>A notice without a single day.</summary>
    NamesNothing,
}
