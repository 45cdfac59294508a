using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Events;

namespace ParallelApproval.Clocks;

/// <summary>
/// Fires the due steps of one case in memory (时限触发), in the order in which they fell due. What is due is read from the clocks under the
/// lock of the case; a step that another node has fired meanwhile is no longer there.
/// </summary>
public sealed class ClockTurns(ClockRules rules, IEnumerable<IHearClocks> hearers) : IFallDue
{
    // A step may start clocks that are late already (a deemed acceptance does); a rule that never ends must not hold the lock for ever.
    private const int MostSteps = 1_000;

    private readonly IHearClocks[] _hearers = [.. hearers];

    public string Table => "clocks";

    /// <summary>How many steps were fired; each of them had fallen due by <see cref="Act.At"/>.</summary>
    public ErrorOr<int> FireDue(CaseFile file)
    {
        for (var fired = 0; fired < MostSteps; fired++)
        {
            var due = FirstDue(file);
            if (due.IsError)
                return due.Errors;
            if (due.Value is not { } first)
                return Settle(file, fired);
            if (Fire(file, first.Clock, first.Step) is { IsError: true } stuck)
                return stuck.Errors;
        }

        throw new InvalidOperationException(
            $"Expected case {file.Number} to have fewer than {MostSteps} steps due, but there is no end of them."
        );
    }

    private ErrorOr<(Clock Clock, DueStep Step)?> FirstDue(CaseFile file)
    {
        (Clock Clock, DueStep Step)? first = null;
        foreach (var clock in file.Clocks.Where(clock => !clock.IsEnded))
        {
            if (clock.OpenStop is not null && clock.StopEndsOn is null && rules.Complete(clock) is { IsError: true } noCalendar)
                return noCalendar.Errors;
            if (ClockSteps.Next(clock) is { } next && next.At <= file.Act.At && (first is null || next.At < first.Value.Step.At))
                first = (clock, next);
        }

        return first;
    }

    private ErrorOr<Success> Fire(CaseFile file, Clock clock, DueStep due)
    {
        if (ClockSteps.ColourOf(due.Step) is { } colour)
        {
            ClockRules.Announce(clock, colour);
            file.Record(new ClockTurned(clock.Branch, clock.Kind, clock.Round, colour, clock.DueOn, due.At));
        }
        else if (due.Step is ClockStep.Reminder or ClockStep.Overdue)
        {
            ClockRules.Announce(clock, due.Step is ClockStep.Reminder ? ClockColour.Yellow : ClockColour.Red);
            file.Record(
                due.Step is ClockStep.Reminder
                    ? new LimitReminded(clock.Branch, clock.Kind, clock.Round, clock.DueOn)
                    : new LimitMissed(clock.Branch, clock.Kind, clock.Round, clock.DueOn)
            );
        }
        else if (due.Step is ClockStep.StopEnds)
        {
            if (rules.Resume(file, clock) is { IsError: true } noCalendar)
                return noCalendar.Errors;
        }
        else if (due.Step is ClockStep.HoldEnds)
        {
            if (rules.Release(file, clock) is { IsError: true } noCalendar)
                return noCalendar.Errors;
        }
        else
            rules.End(file, clock);

        foreach (var hearer in _hearers)
            if (hearer.Hear(file, clock, due.Step) is { IsError: true } refused)
                return refused.Errors;
        return Result.Success;
    }

    // A clock that was found by its column but has nothing due is put right, so that it is not found again.
    private static ErrorOr<int> Settle(CaseFile file, int fired)
    {
        foreach (var clock in file.Clocks.Where(clock => clock.NextAt <= file.Act.At))
            ClockRules.Reschedule(clock);
        return fired;
    }
}
