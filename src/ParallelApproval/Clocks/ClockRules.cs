using ErrorOr;
using ParallelApproval.Calendars;
using ParallelApproval.Database;

namespace ParallelApproval.Clocks;

/// <summary>
/// The rules by which clocks start, stand still, run again, get longer and end (时限规则). Each of them writes a line into the ledger of the
/// clock and computes the due date anew. A clock of one branch never touches the clock of another.
/// </summary>
public sealed class ClockRules(CalendarRegister calendars)
{
    private const int DaysLeftAtReminder = 3;

    /// <summary>Starts a clock; refused as <c>calendar_year_missing</c> when the calendar does not reach far enough.</summary>
    /// <param name="branch">The branch, or <see cref="Clock.OfCase"/>.</param>
    /// <param name="days">Working days; 0 ends on the starting day.</param>
    /// <param name="on">The day from which it runs; not counted itself.</param>
    /// <param name="area">Code of the body by whose calendar it counts.</param>
    /// <param name="warnings">The item's own rules of warning; null for those of the house.</param>
    public ErrorOr<Clock> Start(
        CaseFile file,
        int branch,
        ClockKind kind,
        int days,
        DateOnly on,
        string area,
        int round = 1,
        Warnings? warnings = null
    )
    {
        var clock = new Clock
        {
            Branch = branch,
            Kind = kind,
            Round = round,
            BudgetDays = days,
            StartedOn = on,
            Area = area,
            Warnings = warnings,
        };
        if (Compute(clock) is { IsError: true } noCalendar)
            return noCalendar.Errors;
        file.Section<ClockSection>().Put(clock);
        return clock;
    }

    /// <summary>Ends the running clock of that kind, if there is one.</summary>
    public void End(CaseFile file, int branch, ClockKind kind)
    {
        foreach (var clock in file.ClocksOf(branch).Where(clock => clock.Kind == kind))
            End(file, clock);
    }

    /// <summary>Starts one more clock of that kind: its round is one more than that of the last.</summary>
    public ErrorOr<Clock> StartNext(CaseFile file, int branch, ClockKind kind, int days, string area) =>
        Start(file, branch, kind, days, file.Act.Today, area, (file.LatestClock(branch, kind)?.Round ?? 0) + 1);

    /// <summary>
    /// The matter is open again on the same clocks: they run on from where they started, as if they had never ended. What was late stays late.
    /// </summary>
    public ErrorOr<Success> Reopen(CaseFile file, Clock clock)
    {
        var wasLate = clock.IsLateAt(file.Act.At);
        (clock.EndedOn, clock.EndedAt) = (null, null);
        if (!wasLate)
            return Compute(clock);
        Reschedule(clock);
        return Result.Success;
    }

    /// <summary>Ends the running clocks of a branch, or of the case: its matter is settled now.</summary>
    public void End(CaseFile file, int branch)
    {
        foreach (var clock in file.ClocksOf(branch))
            End(file, clock);
    }

    /// <summary>Ends every running clock: the case is closed.</summary>
    public void EndAll(CaseFile file)
    {
        foreach (var branch in file.Clocks.Where(clock => !clock.IsEnded).Select(clock => clock.Branch).Distinct().ToList())
            End(file, branch);
    }

    /// <summary>Ends a clock: its matter is settled now. A stop that is open ends with it and counts with its real days.</summary>
    internal void End(CaseFile file, Clock clock)
    {
        if (
            Close(file, clock, LedgerEntryKind.Resumed) is { IsError: true }
            || Close(file, clock, LedgerEntryKind.Released) is { IsError: true }
        )
            throw new InvalidOperationException(
                $"Expected the calendar to reach the end of a stop of branch {clock.Branch}, as it did when the stop began, but a year is missing."
            );
        (clock.EndedOn, clock.EndedAt, clock.NextAt) = (file.Act.Today, file.Act.At, null);
    }

    /// <summary>
    /// 停止计时: from tomorrow on no day is counted, until the stop ends. The due date is computed as if it ended as planned: a later end
    /// counts against the department. Nothing is entered once the limit has passed: art. 45 leaves time out of a limit that runs.
    /// </summary>
    public ErrorOr<Success> Stop(CaseFile file, Clock clock, StopGround ground, int plannedDays) =>
        Begin(file, clock, LedgerEntryKind.Stopped, plannedDays, ground.ToString());

    /// <summary>A clock that begins while its branch stands still begins standing still, for the rest of the stop that is open.</summary>
    internal ErrorOr<Success> StopWith(CaseFile file, Clock clock, Clock stopped)
    {
        if (Complete(stopped) is { IsError: true } unknown)
            return unknown.Errors;
        if (stopped is not { OpenStop: { } stop, StopEndsOn: { } end })
            return Result.Success;
        var days = CalendarOf(clock).WorkingDaysBetween(file.Act.Today, end);
        if (days.IsError)
            return days.Errors;
        return days.Value > 0 ? Begin(file, clock, LedgerEntryKind.Stopped, days.Value, stop.Ground) : Result.Success;
    }

    /// <summary>
    /// 前置停止: a branch whose result is waited for stands still; from tomorrow on the same days are not counted here either. Nothing is
    /// entered once the limit has passed.
    /// </summary>
    internal ErrorOr<Success> HoldUp(CaseFile file, Clock clock, string ground, int plannedDays) =>
        Begin(file, clock, LedgerEntryKind.HeldUp, plannedDays, ground);

    /// <summary>
    /// 恢复计时: today is the last day that is not counted. Never more days are left out than were planned: when they have passed, the clock has
    /// run since the day after the last of them, however late that is noticed.
    /// </summary>
    /// <returns>The working days that the stop has lasted.</returns>
    public ErrorOr<int> Resume(CaseFile file, Clock clock) => Close(file, clock, LedgerEntryKind.Resumed);

    /// <summary>前置停止结束, by the same rule as a stop.</summary>
    internal ErrorOr<int> Release(CaseFile file, Clock clock) => Close(file, clock, LedgerEntryKind.Released);

    /// <summary>The sweep has announced a colour; the clock waits for its next step.</summary>
    internal static void Announce(Clock clock, ClockColour colour)
    {
        clock.Announced = colour;
        Reschedule(clock);
    }

    /// <summary>延期. Nothing is entered once the limit has passed.</summary>
    public ErrorOr<Success> Extend(CaseFile file, Clock clock, int days, string reason) =>
        Begin(file, clock, LedgerEntryKind.Extended, days, reason);

    /// <summary>
    /// 日历变更重算: the calendar has changed. A date that was told to the applicant never moves earlier; a limit that has passed stays the day that
    /// it was; every other limit takes the new date.
    /// </summary>
    /// <returns>The due date as the new calendar alone gives it.</returns>
    internal ErrorOr<DateOnly> Recount(CaseFile file, Clock clock, string notice)
    {
        var told = clock.DueOn;
        var recounted = RecountedBy(clock, CalendarOf(clock), file.Act.At);
        if (recounted.IsError)
            return recounted.Errors;
        if (recounted.Value.Line is { } line)
        {
            var kept = CalendarOf(clock).WorkingDaysBetween(recounted.Value.Computed, told);
            if (kept.IsError)
                return kept.Errors;
            Enter(file, clock, line, line is LedgerEntryKind.Passed ? 0 : Math.Max(kept.Value, 0), notice);
        }

        var due = Compute(clock);
        return due.IsError ? due.Errors : recounted.Value.Computed;
    }

    /// <summary>What a calendar makes of a clock that was computed by another one.</summary>
    /// <returns>
    /// The date that it gives, the date that holds, and the line of the ledger by which the old date stays nevertheless; null when it does not.
    /// </returns>
    internal static ErrorOr<(DateOnly Computed, DateOnly Due, LedgerEntryKind? Line)> RecountedBy(
        Clock clock,
        WorkingCalendar calendar,
        DateTimeOffset now
    )
    {
        var walk = LedgerWalk.Of(clock, calendar);
        if (walk.IsError)
            return walk.Errors;
        if (walk.Value.Due == clock.DueOn)
            return (clock.DueOn, clock.DueOn, null);
        var alone = LedgerWalk.Of(clock, calendar, isKept: false);
        if (alone.IsError)
            return alone.Errors;
        var computed = alone.Value.Due;
        if (clock.IsLateAt(now))
            return (computed, clock.DueOn, LedgerEntryKind.Passed);
        // A line also where an earlier one would otherwise give more than was told.
        if (!clock.Kind.IsToldToApplicant() || (computed >= clock.DueOn && computed == walk.Value.Due))
            return (computed, computed, null);
        if (computed > clock.DueOn)
            return (computed, computed, LedgerEntryKind.Recounted);
        return calendar.AddWorkingDays(clock.DueOn, 0).Then(told => (computed, told.Due, (LedgerEntryKind?)LedgerEntryKind.Recounted));
    }

    /// <summary>How the clock stands at an instant: what is left of it and in which colour the wall shows it.</summary>
    public ErrorOr<ClockReading> Read(Clock clock, DateTimeOffset now)
    {
        var remaining = RemainingDays(clock, clock.EndedOn ?? now.OfficialDate());
        if (remaining.IsError)
            return remaining.Errors;
        return new ClockReading(
            clock.DueOn,
            clock.DueAt,
            remaining.Value,
            HoursLeft(clock, now),
            clock.ColourAt(now),
            clock.IsProvisional,
            clock.OpenStop is not null,
            clock.EndedOn,
            clock.StopEndsOn,
            clock.HeldUntil
        );
    }

    // What is left after today: while the clock stands still, what was left when the stop began.
    private ErrorOr<int> RemainingDays(Clock clock, DateOnly today)
    {
        if (today > clock.DueOn)
            return CalendarOf(clock).WorkingDaysBetween(today, clock.DueOn);
        return Explain(clock).Then(walk => walk.CountedAfter(today));
    }

    private decimal? HoursLeft(Clock clock, DateTimeOffset now)
    {
        var isShort =
            (clock.Warnings ?? Warnings.OfHouse).IsShort(clock.BudgetDays + clock.ExtendedDays) || now.OfficialDate() == clock.DueOn;
        if (clock.IsEnded || !isShort || clock.OpenStop is not null || clock.OpenHold is not null)
            return null;
        var left = OfficeHours.Standard.Between(CalendarOf(clock), now, OfficeHours.Standard.Close(clock.DueOn));
        return left.IsError ? null : Math.Round((decimal)left.Value.TotalHours, 1);
    }

    /// <summary>The due date with every day it follows from: what was counted, and what was left out and why.</summary>
    public ErrorOr<DayWalk> Explain(Clock clock) =>
        clock.IsEnded ? LedgerWalk.OfEnded(clock, CalendarOf(clock)) : LedgerWalk.Of(clock, CalendarOf(clock));

    internal static void Reschedule(Clock clock) => clock.NextAt = ClockSteps.Next(clock)?.At;

    private ErrorOr<Success> Begin(CaseFile file, Clock clock, LedgerEntryKind kind, int days, string ground)
    {
        if (clock.IsLateAt(file.Act.At))
            return Result.Success;
        Enter(file, clock, kind, days, ground);
        return Compute(clock);
    }

    private ErrorOr<int> Close(CaseFile file, Clock clock, LedgerEntryKind end)
    {
        if ((end is LedgerEntryKind.Resumed ? clock.OpenStop : clock.OpenHold) is not { } begun)
            return 0;
        var calendar = CalendarOf(clock);
        var planned = calendar.AddWorkingDays(begun.On, begun.Days);
        if (planned.IsError)
            return planned.Errors;
        var last = file.Act.Today < planned.Value.Due ? file.Act.Today : planned.Value.Due;
        var lasted = calendar.WorkingDaysBetween(begun.On, last);
        if (lasted.IsError)
            return lasted.Errors;
        var before = IdleDays.Of(calendar, clock.Ledger);
        if (before.IsError)
            return before.Errors;
        var told = 0;
        for (var day = begun.On.AddDays(1); day <= last; day = day.AddDays(1))
            if (before.Value.Any(idle => !idle.IsOpen && idle.Covers(day)) && calendar.IsWorkingDay(day).Value)
                told++;
        Enter(file, clock, end, lasted.Value - told, begun.Ground, last);
        var due = Compute(clock);
        return due.IsError ? due.Errors : lasted.Value;
    }

    private ErrorOr<Success> Compute(Clock clock)
    {
        var walk = Explain(clock);
        if (walk.IsError)
            return walk.Errors;
        var idle = IdleDays.Of(CalendarOf(clock), clock.Ledger);
        if (idle.IsError)
            return idle.Errors;
        (clock.DueOn, clock.IsProvisional) = (walk.Value.Due, walk.Value.IsProvisional);
        clock.DueAt = clock.EndOf(clock.DueOn);
        Warn(clock, walk.Value, clock.Warnings ?? Warnings.OfHouse);
        clock.StopEndsOn = OpenEnd(idle.Value, LedgerEntryKind.Stopped);
        clock.HeldUntil = OpenEnd(idle.Value, LedgerEntryKind.HeldUp);
        if (!clock.IsEnded)
            Reschedule(clock);
        return Result.Success;
    }

    /// <summary>Computes what a clock that was read lacks: lines of old were stored without the planned end of a stop.</summary>
    internal ErrorOr<Success> Complete(Clock clock)
    {
        var idle = IdleDays.Of(CalendarOf(clock), clock.Ledger);
        if (idle.IsError)
            return idle.Errors;
        clock.StopEndsOn = OpenEnd(idle.Value, LedgerEntryKind.Stopped);
        return Result.Success;
    }

    /// <summary>The last day that the open stop leaves out if it ends as planned; null while none is open.</summary>
    internal ErrorOr<DateOnly?> PlannedEnd(Clock clock) =>
        clock.OpenStop is { } stop ? CalendarOf(clock).AddWorkingDays(stop.On, stop.Days).Then(end => (DateOnly?)end.Due) : (DateOnly?)null;

    private static DateOnly? OpenEnd(IReadOnlyList<IdleDays> idle, LedgerEntryKind kind) =>
        idle.LastOrDefault(span => span.IsOpen && span.Line.Kind == kind)?.Last;

    private void Warn(Clock clock, DayWalk walk, Warnings warnings)
    {
        var (allowed, counted) = (clock.BudgetDays + clock.ExtendedDays, walk.Counted.ToList());
        if (clock.Kind is ClockKind.Supplement or ClockKind.Deferral or ClockKind.FollowUp)
            clock.BlueAt = clock.YellowAt = DaysBefore(clock, counted, DaysLeftAtReminder);
        else if (warnings.IsShort(allowed))
        {
            clock.BlueAt = HoursBefore(clock, walk, counted, warnings.TimeLeftAtBlue(allowed, OfficeHours.Standard.ADay));
            clock.YellowAt = HoursBefore(clock, walk, counted, warnings.TimeLeftAtYellow(allowed));
        }
        else
        {
            clock.BlueAt = DaysBefore(clock, counted, warnings.DaysLeftAtBlue(allowed));
            clock.YellowAt = DaysBefore(clock, counted, warnings.DaysLeftAtYellow(allowed));
        }

        if (clock.BlueAt > clock.YellowAt)
            clock.BlueAt = clock.YellowAt;
    }

    // The begin of the day after which so many counted days are left. Days that are left out move nothing that lies before them: a colour
    // that was reached is not taken back by a stop.
    private static DateTimeOffset DaysBefore(Clock clock, List<DateOnly> counted, int left) =>
        (counted.Count <= left ? clock.StartedOn : counted[^(left + 1)]).At(TimeOnly.MinValue);

    // The moment from which so much office time of counted days is left.
    private DateTimeOffset HoursBefore(Clock clock, DayWalk walk, List<DateOnly> counted, TimeSpan left)
    {
        var start = clock.StartedOn.At(TimeOnly.MinValue);
        if (counted.Count == 0)
            counted = [walk.Due];
        foreach (var day in counted.AsEnumerable().Reverse())
        {
            if (left <= OfficeHours.Standard.ADay)
            {
                var at = OfficeHours.Standard.Before(CalendarOf(clock), OfficeHours.Standard.Close(day), left);
                return at > start ? at : start;
            }

            left -= OfficeHours.Standard.ADay;
        }

        return start;
    }

    private WorkingCalendar CalendarOf(Clock clock) => calendars.Current.In(clock.Area);

    private static void Enter(CaseFile file, Clock clock, LedgerEntryKind kind, int days, string ground, DateOnly? on = null) =>
        file.Section<ClockSection>()
            .Enter(
                clock,
                new(clock.Ledger.Count + 1, kind, on ?? file.Act.Today, days, ground, file.Act.UserName, file.Act.At, clock.DueOn)
            );
}
