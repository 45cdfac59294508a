using ErrorOr;
using ParallelApproval.Calendars;
using ParallelApproval.Database;

namespace ParallelApproval.Clocks;

/// <summary>
/// The rules by which clocks start, stand still, run again, get longer and end (时限规则). Each of them writes a line into the ledger of the clock
/// and computes the due date anew. A clock of one branch never touches the clock of another.
/// </summary>
public sealed class ClockRules(CalendarBook calendars)
{
    /// <summary>Starts a clock; refused as <c>calendar_year_missing</c> when the calendar does not reach far enough.</summary>
    /// <param name="branch">The branch, or <see cref="Clock.OfCase"/>.</param>
    /// <param name="days">Working days; 0 ends on the starting day.</param>
    /// <param name="on">The day from which it runs; not counted itself.</param>
    public ErrorOr<Clock> Start(CaseFile file, int branch, ClockKind kind, int days, DateOnly on, int round = 1)
    {
        var clock = new Clock { Branch = branch, Kind = kind, Round = round, BudgetDays = days, StartedOn = on };
        if (Compute(clock) is { IsError: true } noCalendar) return noCalendar.Errors;
        file.Drawer<ClockDrawer>().Put(clock);
        return clock;
    }

    /// <summary>Ends the running clocks of a branch, or of the case: its matter is settled today.</summary>
    public void End(CaseFile file, int branch)
    {
        foreach (var clock in file.ClocksOf(branch))
            file.Drawer<ClockDrawer>().Change(clock, ended => ended.EndedOn = file.Act.Today);
    }

    /// <summary>
    /// 停止计时: from tomorrow on no day is counted, until the stop ends. The due date is computed as if it ended as planned: a later end counts
    /// against the department.
    /// </summary>
    public ErrorOr<Success> Stop(CaseFile file, Clock clock, StopGround ground, int plannedDays)
    {
        Enter(file, clock, LedgerEntryKind.Stopped, plannedDays, ground.ToString());
        return Recompute(file, clock);
    }

    /// <summary>恢复计时: today is the last day that is not counted. Never more days are left out than were planned.</summary>
    /// <returns>The working days left out.</returns>
    public ErrorOr<int> Resume(CaseFile file, Clock clock)
    {
        if (clock.OpenStop is not { } stop) return 0;
        var passed = calendars.Current.WorkingDaysBetween(stop.On, file.Act.Today);
        if (passed.IsError) return passed.Errors;
        var leftOut = Math.Min(passed.Value, stop.Days);
        Enter(file, clock, LedgerEntryKind.Resumed, leftOut, stop.Ground);
        var due = Recompute(file, clock);
        return due.IsError ? due.Errors : leftOut;
    }

    /// <summary>延期.</summary>
    public ErrorOr<Success> Extend(CaseFile file, Clock clock, int days, string reason)
    {
        Enter(file, clock, LedgerEntryKind.Extended, days, reason);
        return Recompute(file, clock);
    }

    /// <summary>How the clock stands on a day: what is left of it and in which colour the wall shows it.</summary>
    public ErrorOr<ClockReading> Read(Clock clock, DateOnly today)
    {
        var day = clock.EndedOn ?? today;
        var remaining = calendars.Current.WorkingDaysBetween(day, clock.DueOn);
        if (remaining.IsError) return remaining.Errors;
        return new ClockReading(clock.DueOn, remaining.Value, clock.ColourOn(today), clock.IsProvisional, clock.OpenStop is not null, clock.EndedOn);
    }

    /// <summary>The due date with the facts it follows from: budget, extensions and days left out by stops.</summary>
    public ErrorOr<DueDate> Explain(Clock clock) =>
        calendars.Current.AddWorkingDays(clock.StartedOn, clock.BudgetDays + clock.ExtendedDays + clock.StoppedDays + (clock.OpenStop?.Days ?? 0));

    private ErrorOr<Success> Recompute(CaseFile file, Clock clock)
    {
        var computed = Compute(clock);
        if (!computed.IsError) file.Drawer<ClockDrawer>().Change(clock, _ => { });
        return computed;
    }

    private ErrorOr<Success> Compute(Clock clock)
    {
        var due = Explain(clock);
        if (due.IsError) return due.Errors;
        (clock.DueOn, clock.IsProvisional) = (due.Value.Due, due.Value.IsProvisional);
        var allowed = clock.BudgetDays + clock.ExtendedDays;
        clock.BlueOn = DaysBefore(clock, due.Value, ColourRules.LeftAtBlue(allowed));
        clock.YellowOn = DaysBefore(clock, due.Value, ColourRules.LeftAtYellow(allowed));
        return Result.Success;
    }

    // The day on which so many working days are left; the calendar has reached the due date, so it reaches any day before.
    private DateOnly DaysBefore(Clock clock, DueDate due, int left) =>
        due.Days <= left ? clock.StartedOn : calendars.Current.AddWorkingDays(clock.StartedOn, due.Days - left).Value.Due;

    private static void Enter(CaseFile file, Clock clock, LedgerEntryKind kind, int days, string ground) =>
        file.Drawer<ClockDrawer>().Enter(clock, new(clock.Ledger.Count + 1, kind, file.Act.Today, days, ground, file.Act.UserName, file.Act.At));
}
