using ErrorOr;
using ParallelApproval.Calendars;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;

namespace ParallelApproval.Cases;

/// <summary>
/// 前置停止: while a branch lawfully stands still, nobody who must wait for its result can keep what was promised. The promises of all that wait
/// for it, directly or through others, and of the case leave out the same days, never a day twice and not a day more. Branches that do not
/// wait for it do not move, nor does any legal limit: that begins when the predecessor has signed.
/// </summary>
public sealed class CriticalPath(ClockRules clocks, CalendarRegister calendars)
{
    /// <summary>Called after the branches have changed; the applicant is told of every promised date that moves.</summary>
    internal ErrorOr<Success> Follow(CaseFile file)
    {
        var (moves, by) = (new List<PromiseMove>(), (Ground?)null);
        foreach (var clock in file.Clocks.Where(clock => clock.Kind is ClockKind.Promised && !clock.IsEnded).ToList())
        {
            var (told, before) = (clock.DueOn, clock.OpenHold);
            if (Follow(file, clock) is { IsError: true } unknown)
                return unknown.Errors;
            if (clock.DueOn == told)
                continue;
            moves.Add(new(clock.Branch, told, clock.DueOn));
            by ??= Ground.Of((clock.OpenHold ?? before)!.Ground);
        }

        if (by is { } reason)
            file.Record(new PromisesMoved(reason.Branch, reason.Stop, [.. moves]));
        return Result.Success;
    }

    private ErrorOr<Success> Follow(CaseFile file, Clock clock)
    {
        var (calendar, wanted) = (calendars.Current.In(clock.Area), LastEnd(file, clock.Branch));
        var days = wanted is { End: { } end } ? calendar.WorkingDaysBetween(file.Act.Today, end) : 0;
        var held = clock is { OpenHold: not null, HeldUntil: { } until } ? calendar.WorkingDaysBetween(file.Act.Today, until) : 0;
        if (days.IsError)
            return days.Errors;
        if (held.IsError)
            return held.Errors;
        if (wanted is not null && clock.OpenHold is not null && days.Value == held.Value)
            return Result.Success;
        if (clock.OpenHold is not null && clocks.Release(file, clock) is { IsError: true } noCalendar)
            return noCalendar.Errors;
        return wanted is not null && days.Value > 0
            ? clocks.HoldUp(file, clock, wanted.Value.Ground.ToString(), days.Value)
            : Result.Success;
    }

    // The planned end of the stop that ends last among those that are waited for: the promise of the predecessor must itself stand still, so
    // that nobody is given more days than it moved by.
    private static (DateOnly End, Ground Ground)? LastEnd(CaseFile file, int waiting)
    {
        (DateOnly End, Ground Ground)? last = null;
        foreach (var branch in file.Branches.Where(branch => branch.Status is BranchStatus.Stopped && IsWaitedFor(file, branch, waiting)))
            if (
                file.ClocksOf(branch.Number).FirstOrDefault(clock => clock.Kind is ClockKind.Promised)
                    is { OpenStop: { } stop, StopEndsOn: { } end }
                && (last is null || end > last.Value.End)
            )
                last = (end, new(branch.Number, stop.Ground));
        return last;
    }

    // The case waits for every branch that others wait for; a branch for those that it depends on.
    private static bool IsWaitedFor(CaseFile file, Branch stopped, int waiting) =>
        file.DependantsOf(stopped)
            .Where(dependant => !dependant.Status.IsSettled())
            .Any(dependant => waiting == Clock.OfCase || dependant.Number == waiting || IsWaitedFor(file, dependant, waiting));

    /// <summary>Why a clock is held up, as its ledger keeps it: which branch stands still, and on which ground.</summary>
    internal readonly record struct Ground(int Branch, string Stop)
    {
        public static Ground Of(string kept) =>
            new(
                int.Parse(kept.AsSpan(0, kept.IndexOf(' ', StringComparison.Ordinal)), System.Globalization.CultureInfo.InvariantCulture),
                kept[(kept.IndexOf(' ', StringComparison.Ordinal) + 1)..]
            );

        public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Branch} {Stop}");
    }
}
