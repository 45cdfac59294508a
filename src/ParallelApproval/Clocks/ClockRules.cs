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

    /// <summary>The matter is open again on the same clocks: they run on from where they started, as if they had never ended.</summary>
    public ErrorOr<Success> Reopen(CaseFile file, Clock clock)
    {
        clock.EndedOn = null;
        return Compute(clock);
    }

    /// <summary>Ends the running clocks of a branch, or of the case: its matter is settled today.</summary>
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

    /// <summary>
    /// 停止计时: from tomorrow on no day is counted, until the stop ends. The due date is computed as if it ended as planned: a later end
    /// counts against the department.
    /// </summary>
    public ErrorOr<Success> Stop(CaseFile file, Clock clock, StopGround ground, int plannedDays)
    {
        Enter(file, clock, LedgerEntryKind.Stopped, plannedDays, ground.ToString());
        return Compute(clock);
    }

    /// <summary>恢复计时: today is the last day that is not counted. Never more days are left out than were planned.</summary>
    /// <returns>The working days left out.</returns>
    public ErrorOr<int> Resume(CaseFile file, Clock clock)
    {
        if (clock.OpenStop is not { } stop)
            return 0;
        var passed = CalendarOf(clock).WorkingDaysBetween(stop.On, file.Act.Today);
        if (passed.IsError)
            return passed.Errors;
        if (passed.Value >= stop.Days)
            return ResumeAsPlanned(file, clock);
        Enter(file, clock, LedgerEntryKind.Resumed, passed.Value, stop.Ground);
        var due = Compute(clock);
        return due.IsError ? due.Errors : passed.Value;
    }

    /// <summary>
    /// The planned days have passed: the clock runs again by itself, from the day after the last of them, however late that is noticed.
    /// </summary>
    /// <returns>The working days left out.</returns>
    public ErrorOr<int> ResumeAsPlanned(CaseFile file, Clock clock)
    {
        if (clock.OpenStop is not { } stop)
            return 0;
        var planned = PlannedEnd(clock);
        if (planned.IsError)
            return planned.Errors;
        Enter(file, clock, LedgerEntryKind.Resumed, stop.Days, stop.Ground, planned.Value);
        var due = Compute(clock);
        return due.IsError ? due.Errors : stop.Days;
    }

    /// <summary>The sweep has announced a colour; the clock waits for its next step.</summary>
    internal static void Announce(Clock clock, ClockColour colour)
    {
        clock.Announced = colour;
        Reschedule(clock);
    }

    /// <summary>延期.</summary>
    public ErrorOr<Success> Extend(CaseFile file, Clock clock, int days, string reason)
    {
        Enter(file, clock, LedgerEntryKind.Extended, days, reason);
        return Compute(clock);
    }

    /// <summary>
    /// 日历变更重算: the calendar has changed. A promise keeps its date when the new one would be earlier; every other limit takes the new date.
    /// </summary>
    /// <returns>The due date as the new calendar alone gives it.</returns>
    internal ErrorOr<DateOnly> Recount(CaseFile file, Clock clock, string notice)
    {
        var told = clock.DueOn;
        var due = Compute(clock);
        if (due.IsError)
            return due.Errors;
        var computed = clock.DueOn;
        if (clock.Kind is ClockKind.Promised && computed < told)
        {
            var kept = DaysUntil(clock, told);
            if (kept.IsError)
                return kept.Errors;
            Enter(file, clock, LedgerEntryKind.Recounted, kept.Value, notice);
            due = Compute(clock);
            if (due.IsError)
                return due.Errors;
        }

        return computed;
    }

    // A told date that is free by the new calendar moves to the next working day, as any last day does.
    private ErrorOr<int> DaysUntil(Clock clock, DateOnly told)
    {
        for (var (day, days) = (clock.DueOn, 0); ; day = day.AddDays(1))
        {
            var works = CalendarOf(clock).IsWorkingDay(day);
            if (works.IsError)
                return works.Errors;
            if (works.Value && day > clock.DueOn)
                days++;
            if (works.Value && day >= told)
                return days;
        }
    }

    /// <summary>How the clock stands at an instant: what is left of it and in which colour the wall shows it.</summary>
    public ErrorOr<ClockReading> Read(Clock clock, DateTimeOffset now)
    {
        var remaining = CalendarOf(clock).WorkingDaysBetween(clock.EndedOn ?? now.OfficialDate(), clock.DueOn);
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
            clock.EndedOn
        );
    }

    private decimal? HoursLeft(Clock clock, DateTimeOffset now)
    {
        var isShort =
            (clock.Warnings ?? Warnings.OfHouse).IsShort(clock.BudgetDays + clock.ExtendedDays) || now.OfficialDate() == clock.DueOn;
        if (clock.IsEnded || !isShort)
            return null;
        var left = OfficeHours.Standard.Between(CalendarOf(clock), now, OfficeHours.Standard.Close(clock.DueOn));
        return left.IsError ? null : Math.Round((decimal)left.Value.TotalHours, 1);
    }

    /// <summary>The due date with the facts it follows from: budget, extensions and days left out by stops.</summary>
    public ErrorOr<DueDate> Explain(Clock clock) =>
        CalendarOf(clock)
            .AddWorkingDays(
                clock.StartedOn,
                clock.BudgetDays + clock.ExtendedDays + clock.StoppedDays + clock.KeptDays + (clock.OpenStop?.Days ?? 0)
            );

    /// <summary>Computes what a clock that was read lacks.</summary>
    internal ErrorOr<Success> Complete(Clock clock)
    {
        var planned = PlannedEnd(clock);
        if (planned.IsError)
            return planned.Errors;
        clock.StopEndsOn = planned.Value;
        return Result.Success;
    }

    internal static void End(CaseFile file, Clock clock) => (clock.EndedOn, clock.NextAt) = (file.Act.Today, null);

    internal static void Reschedule(Clock clock) => clock.NextAt = ClockSteps.Next(clock)?.At;

    private ErrorOr<Success> Compute(Clock clock)
    {
        var due = Explain(clock);
        if (due.IsError)
            return due.Errors;
        (clock.DueOn, clock.IsProvisional) = (due.Value.Due, due.Value.IsProvisional);
        clock.DueAt = EndsWithOfficeHours(clock) ? OfficeHours.Standard.Close(clock.DueOn) : clock.DueOn.AddDays(1).At(TimeOnly.MinValue);
        Warn(clock, due.Value, clock.Warnings ?? Warnings.OfHouse);
        var planned = PlannedEnd(clock);
        if (planned.IsError)
            return planned.Errors;
        clock.StopEndsOn = planned.Value;
        clock.NextAt = ClockSteps.Next(clock)?.At;
        return Result.Success;
    }

    /// <summary>The last day that the open stop leaves out if it ends as planned; null while none is open.</summary>
    internal ErrorOr<DateOnly?> PlannedEnd(Clock clock)
    {
        if (clock.OpenStop is not { } stop)
            return (DateOnly?)null;
        var end = CalendarOf(clock).AddWorkingDays(stop.On, stop.Days);
        return end.IsError ? end.Errors : end.Value.Due;
    }

    // An applicant can be told until the office closes; and a limit of a day or less is one of hours.
    private static bool EndsWithOfficeHours(Clock clock) =>
        clock.Kind is ClockKind.Notice || (clock.Kind is ClockKind.Promised && clock.BudgetDays + clock.ExtendedDays <= 1);

    private void Warn(Clock clock, DueDate due, Warnings warnings)
    {
        var allowed = clock.BudgetDays + clock.ExtendedDays;
        if (clock.Kind is ClockKind.Supplement or ClockKind.Deferral or ClockKind.FollowUp)
            clock.BlueAt = clock.YellowAt = DaysBefore(clock, due, DaysLeftAtReminder);
        else if (warnings.IsShort(allowed))
        {
            clock.BlueAt = HoursBefore(clock, warnings.TimeLeftAtBlue(allowed, OfficeHours.Standard.ADay));
            clock.YellowAt = HoursBefore(clock, warnings.TimeLeftAtYellow(allowed));
        }
        else
        {
            clock.BlueAt = DaysBefore(clock, due, warnings.DaysLeftAtBlue(allowed));
            clock.YellowAt = DaysBefore(clock, due, warnings.DaysLeftAtYellow(allowed));
        }

        if (clock.BlueAt > clock.YellowAt)
            clock.BlueAt = clock.YellowAt;
    }

    // The begin of the day after which so many working days are left; the calendar has reached the due date, so it reaches any day before.
    private DateTimeOffset DaysBefore(Clock clock, DueDate due, int left) =>
        (due.Days <= left ? clock.StartedOn : CalendarOf(clock).AddWorkingDays(clock.StartedOn, due.Days - left).Value.Due).At(
            TimeOnly.MinValue
        );

    private DateTimeOffset HoursBefore(Clock clock, TimeSpan left)
    {
        var (start, at) = (
            clock.StartedOn.At(TimeOnly.MinValue),
            OfficeHours.Standard.Before(CalendarOf(clock), OfficeHours.Standard.Close(clock.DueOn), left)
        );
        return at > start ? at : start;
    }

    private WorkingCalendar CalendarOf(Clock clock) => calendars.Current.In(clock.Area);

    private static void Enter(CaseFile file, Clock clock, LedgerEntryKind kind, int days, string ground, DateOnly? on = null) =>
        file.Section<ClockSection>()
            .Enter(clock, new(clock.Ledger.Count + 1, kind, on ?? file.Act.Today, days, ground, file.Act.UserName, file.Act.At));
}
