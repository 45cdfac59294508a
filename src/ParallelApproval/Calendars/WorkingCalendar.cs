using System.Collections.Frozen;
using ErrorOr;
using ParallelApproval.Refusals;

namespace ParallelApproval.Calendars;

/// <summary>
/// The working calendar (工作日历): which days count, for one area. It is a value: pure, immutable, without a clock. It never guesses: a
/// question that touches a year it does not hold is refused as <c>calendar_year_missing</c>. In a provisional year every weekday that
/// is not statutory counts, the statutory ones are free whether they were entered or not, so that due dates come out rather early than late; only a make-up day on the way can bring the real date
/// before the provisional one.
/// </summary>
public sealed class WorkingCalendar
{
    private readonly FrozenDictionary<int, CalendarYear> _years;
    private readonly FrozenDictionary<DateOnly, Holiday> _holidays;
    private readonly FrozenSet<DateOnly> _makeUpDays;
    private readonly FrozenDictionary<(string Area, DateOnly Date), LocalDay> _localDays;
    private readonly string? _area;

    public WorkingCalendar(IEnumerable<CalendarYear> years, IEnumerable<LocalDay>? localDays = null)
    {
        _years = years
            .Where(year => year.Status != CalendarYearStatus.Missing)
            .Select(year => year.Completed())
            .ToFrozenDictionary(year => year.Year);
        _holidays = _years
            .Values.SelectMany(year => year.Holidays)
            .SelectMany(holiday => holiday.Days().Select(day => (day, holiday)))
            .DistinctBy(pair => pair.day)
            .ToFrozenDictionary(pair => pair.day, pair => pair.holiday);
        _makeUpDays = _years.Values.SelectMany(year => year.MakeUpDays).ToFrozenSet();
        _localDays = (localDays ?? []).ToFrozenDictionary(local => (local.Area, local.Date));
    }

    private WorkingCalendar(WorkingCalendar whole, string area)
    {
        (_years, _holidays, _makeUpDays, _localDays) = (whole._years, whole._holidays, whole._makeUpDays, whole._localDays);
        _area = area;
    }

    /// <summary>The same calendar with a year put in place of what was held of it.</summary>
    public WorkingCalendar With(CalendarYear year) =>
        new(_years.Values.Where(held => held.Year != year.Year).Append(year), _localDays.Values);

    /// <summary>The same calendar with local days of a year put in place of those that the bodies keep in it.</summary>
    public WorkingCalendar With(int year, IReadOnlyList<string> bodies, IReadOnlyList<LocalDayEntry> days)
    {
        var kept = _localDays.Values.Where(day => day.Date.Year != year || !bodies.Contains(day.Area));
        var added = bodies.SelectMany(body => days.Select(day => new LocalDay(body, day.Date, day.IsWorking, day.Reason)));
        return new(_years.Values, kept.Concat(added));
    }

    /// <summary>The years that are held, oldest first.</summary>
    public IEnumerable<CalendarYear> Years => _years.Values.OrderBy(year => year.Year);

    /// <summary>The days that this body keeps differently from the country, oldest first.</summary>
    public IEnumerable<LocalDay> LocalDaysOf(string area) =>
        _localDays.Values.Where(local => local.Area == area).OrderBy(local => local.Date);

    /// <summary>The same calendar with the local days of one area laid over it.</summary>
    public WorkingCalendar In(string area) => _localDays.Count == 0 ? this : new(this, area);

    public CalendarYearStatus StatusOf(int year) => _years.TryGetValue(year, out var held) ? held.Status : CalendarYearStatus.Missing;

    /// <summary>Whether people work on this day. Refuses a missing year.</summary>
    public ErrorOr<bool> IsWorkingDay(DateOnly day) => _years.ContainsKey(day.Year) ? Counts(day) : Missing(day.Year);

    /// <summary>
    /// The due date of a limit of so many working days. Under <see cref="CountingPolicy.StartDayNotCounted"/> a limit of 0 days ends on
    /// the starting day itself, or on the next working day when that one is free. Refuses when the count runs into a missing year.
    /// </summary>
    /// <param name="start">The day of acceptance, or whatever starts the limit.</param>
    /// <param name="days">Working days, 0 or more.</param>
    /// <param name="policy">Whether the starting day counts.</param>
    public ErrorOr<DueDate> AddWorkingDays(DateOnly start, int days, CountingPolicy policy = CountingPolicy.StartDayNotCounted)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(days);
        var day = policy == CountingPolicy.StartDayNotCounted && days > 0 ? start.AddDays(1) : start;
        var wanted = Math.Max(days, 1);
        var leftOut = new List<LeftOutDay>();
        var provisional = false;
        for (var counted = 0; ; day = day.AddDays(1))
        {
            if (!_years.TryGetValue(day.Year, out var year))
                return Missing(day.Year);
            provisional |= year.Status == CalendarYearStatus.Provisional;
            if (!Counts(day))
                leftOut.Add(LeaveOut(day));
            else if (++counted == wanted)
                return new DueDate(start, day, days, policy, leftOut, provisional);
        }
    }

    /// <summary>
    /// Working days after <paramref name="from"/> up to and including <paramref name="to"/>; negative when <paramref name="to"/> is the
    /// earlier one. Refuses when a missing year lies between.
    /// </summary>
    public ErrorOr<int> WorkingDaysBetween(DateOnly from, DateOnly to)
    {
        var (first, last, sign) = from <= to ? (from, to, 1) : (to, from, -1);
        var count = 0;
        for (var day = first.AddDays(1); day <= last; day = day.AddDays(1))
        {
            if (!_years.ContainsKey(day.Year))
                return Missing(day.Year);
            if (Counts(day))
                count++;
        }

        return sign * count;
    }

    private bool Counts(DateOnly day)
    {
        if (Local(day) is { } local)
            return local.IsWorking;
        return CalendarYear.IsWeekday(day) ? !_holidays.ContainsKey(day) : _makeUpDays.Contains(day);
    }

    private LeftOutDay LeaveOut(DateOnly day)
    {
        if (Local(day) is { } local)
            return new(day, LeftOutReason.Local, local.Reason);
        return _holidays.TryGetValue(day, out var holiday)
            ? new(day, LeftOutReason.Holiday, holiday.Name)
            : new(day, LeftOutReason.Weekend, null);
    }

    private LocalDay? Local(DateOnly day) => _area is null ? null : _localDays.GetValueOrDefault((_area, day));

    private static Error Missing(int year) => Refusal.Conflict(RefusalCode.CalendarYearMissing, ("year", year));
}
