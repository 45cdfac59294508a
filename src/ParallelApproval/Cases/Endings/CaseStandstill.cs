using ErrorOr;
using ParallelApproval.Calendars;
using ParallelApproval.Clocks;
using ParallelApproval.Database;

namespace ParallelApproval.Cases;

/// <summary>
/// 办件停止计时: the clock of the whole case stands still only while every unfinished branch stands still, and runs again with the first of them.
/// The legal clock asks for one of the grounds of 行政许可法 art. 45 in every one of them, whether or not the branch's own legal clock has begun.
/// Then the promises that wait for a branch that stands still follow (<see cref="CriticalPath"/>).
/// </summary>
public sealed class CaseStandstill(ClockRules clocks, CalendarRegister calendars, CriticalPath path)
{
    /// <summary>Called after the branches have changed; writes a line into a ledger only when a clock stops or runs again.</summary>
    internal ErrorOr<Success> Follow(CaseFile file)
    {
        foreach (var clock in file.Clocks.Where(clock => !clock.IsEnded && clock is { OpenStop: not null, StopEndsOn: null }))
            if (clocks.Complete(clock) is { IsError: true } noCalendar)
                return noCalendar.Errors;
        foreach (var clock in file.ClocksOf(Clock.OfCase).Where(clock => clock.Kind is ClockKind.Promised or ClockKind.Legal))
            if (Follow(file, clock) is { IsError: true } unknown)
                return unknown.Errors;
        return path.Follow(file);
    }

    private ErrorOr<Success> Follow(CaseFile file, Clock clock)
    {
        var (calendar, wanted) = (calendars.Current.In(clock.Area), FirstEnd(file, clock.Kind));
        var days = wanted is { End: { } end } ? calendar.WorkingDaysBetween(file.Act.Today, end) : 0;
        var held = clock is { OpenStop: not null, StopEndsOn: { } until } ? calendar.WorkingDaysBetween(file.Act.Today, until) : 0;
        if (days.IsError)
            return days.Errors;
        if (held.IsError)
            return held.Errors;
        if (wanted is not null && clock.OpenStop is not null && days.Value == held.Value)
            return Result.Success;
        if (clock.OpenStop is not null && clocks.Resume(file, clock) is { IsError: true } noCalendar)
            return noCalendar.Errors;
        return wanted is not null && days.Value > 0
            ? clocks.Stop(file, clock, Enum.Parse<StopGround>(wanted.Value.Ground), days.Value)
            : Result.Success;
    }

    // The planned end of the stop that ends first; none when any unfinished branch runs.
    private static (DateOnly End, string Ground)? FirstEnd(CaseFile file, ClockKind kind)
    {
        (DateOnly End, string Ground)? first = null;
        foreach (var branch in file.Branches.Where(branch => !branch.Status.IsSettled()))
        {
            if (BranchLifecycle.StopOf(file, branch) is not { OpenStop: { } stop, StopEndsOn: { } end })
                return null;
            if (kind is ClockKind.Legal && !Enum.Parse<StopGround>(stop.Ground).StopsLegalClock())
                return null;
            if (first is null || end < first.Value.End)
                first = (end, stop.Ground);
        }

        return first;
    }
}
