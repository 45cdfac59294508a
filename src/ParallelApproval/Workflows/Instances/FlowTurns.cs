using ErrorOr;
using ParallelApproval.Database;

namespace ParallelApproval.Workflows;

/// <summary>
/// Fires the timers of one case's flow (流程到期): whose time has come, those of the engine (Delay, Timer, StartAt) and the steps of the house
/// that wait for a time. Each is fired exactly once, because the flow then no longer waits there; those that fell due during an outage are
/// fired as soon as somebody sweeps.
/// </summary>
public sealed class FlowTurns : IFallDue
{
    // A loop of timers without a span comes back here by the next sweep, and holds the lock no longer than this.
    private const int MostSteps = 100;

    private readonly WorkflowRunner _runner;
    private readonly FlowTimers _timers;

    internal FlowTurns(WorkflowRunner runner, FlowTimers timers) => (_runner, _timers) = (runner, timers);

    public string Table => "workflow_instances";

    /// <summary>When the flow of the case falls due next; null when nothing in it waits for a time that is known.</summary>
    public DateTimeOffset? NextOf(CaseFile file) => _timers.Next(file, file.Section<InstanceSection>());

    public ErrorOr<int> FireDue(CaseFile file)
    {
        var fired = 0;
        while (fired < MostSteps && Fire(file) is { } outcome)
        {
            if (outcome.IsError)
                return outcome.Errors;
            fired++;
        }

        return fired;
    }

    private ErrorOr<Success>? Fire(CaseFile file)
    {
        var instance = file.Section<InstanceSection>();
        if (instance.State.Bookmarks.Where(waiting => waiting.Due <= file.Act.At).MinBy(waiting => waiting.Due) is { } due)
            return _runner.Elapse(file, due.Id);
        foreach (var timer in instance.Timers)
            if (_timers.OutcomeOf(file, timer) is { } outcome)
                return _runner.CompleteAt(file, timer.Bookmark, outcome);
        return null;
    }
}
