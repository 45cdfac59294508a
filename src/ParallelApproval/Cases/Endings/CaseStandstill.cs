using ErrorOr;
using ParallelApproval.Calendars;
using ParallelApproval.Clocks;
using ParallelApproval.Database;

namespace ParallelApproval.Cases;

/// <summary>
/// 办件停止计时: the clock of the whole case stands still only while every unfinished branch stands still, and runs again with the first of them.
/// Each kind of clock follows its own kind: a ground that stops the promise of a branch alone stops the promise of the case alone.
/// </summary>
public sealed class CaseStandstill(ClockRules clocks, CalendarRegister calendars)
{
    /// <summary>Called after the branches have changed; writes a line into the ledger only when the case stops or runs again.</summary>
    internal ErrorOr<Success> Follow(CaseFile file)
    {
        foreach (var clock in file.ClocksOf(Clock.OfCase).Where(clock => clock.Kind is ClockKind.Promised or ClockKind.Legal))
            if (Follow(file, clock) is { IsError: true } unknown)
                return unknown.Errors;
        return Result.Success;
    }

    private ErrorOr<Success> Follow(CaseFile file, Clock clock)
    {
        var (held, wanted) = (clocks.PlannedEnd(clock), FirstEnd(file, clock.Kind));
        if (held.IsError)
            return held.Errors;
        if (wanted.IsError)
            return wanted.Errors;
        if (held.Value == wanted.Value.End)
            return Result.Success;
        if (held.Value is not null && clocks.Resume(file, clock) is { IsError: true } noCalendar)
            return noCalendar.Errors;
        if (wanted.Value is not { End: { } end, Ground: { } ground })
            return Result.Success;
        var days = calendars.Current.In(clock.Area).WorkingDaysBetween(file.Act.Today, end);
        if (days.IsError)
            return days.Errors;
        return days.Value > 0 ? clocks.Stop(file, clock, Enum.Parse<StopGround>(ground), days.Value) : Result.Success;
    }

    // The planned end of the stop that ends first; none when any unfinished branch runs.
    private ErrorOr<(DateOnly? End, string? Ground)> FirstEnd(CaseFile file, ClockKind kind)
    {
        (DateOnly? End, string? Ground) first = (null, null);
        foreach (var branch in file.Branches.Where(branch => !branch.Status.IsSettled()))
        {
            if (branch.Status is not BranchStatus.Stopped)
                return (null, null);
            // A branch whose legal clock has not begun, because it waits for another's result, does not run either.
            if (file.ClocksOf(branch.Number).FirstOrDefault(clock => clock.Kind == kind) is not { } own)
                continue;
            if (own.OpenStop is null)
                return (null, null);
            var end = clocks.PlannedEnd(own);
            if (end.IsError)
                return end.Errors;
            if (first.End is null || end.Value < first.End)
                first = (end.Value, own.OpenStop.Ground);
        }

        return first;
    }
}
