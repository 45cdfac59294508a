using ParallelApproval.Refusals;
using ParallelApproval.Workflows;

namespace ParallelApproval.Trials;

/// <summary>
/// Plays the trials that a flow keeps before it is published (发布前回归试运行). One that comes to another end than it did keeps the flow from
/// being published; one that cannot be played today, since the item is gone or the calendar is not there yet, is told.
/// </summary>
internal sealed class TrialChecks(FlowOnTrial flows, TrialRunHandler trials) : IJudgeFlows
{
    public IEnumerable<FlowFault> Judge(DrawnFlow flow)
    {
        if (KeptTrial.Read(flow.Kept(KeptTrial.Property)) is not { } kept)
        {
            yield return FlowFault.At(flow.RootId, RefusalCode.FlowTrialsUnreadable);
            yield break;
        }

        if (kept.Count == 0)
            yield break;
        var workflow = flows.Ready(flow);
        var held = 0;
        foreach (var trial in kept.Take(KeptTrial.Most))
        {
            var played = trials.Handle(trial.On(workflow));
            if (played.IsError)
                yield return FlowFault.At(
                    flow.RootId,
                    RefusalCode.FlowTrialNotPlayed,
                    ("trial", trial.Name),
                    ("reason", played.FirstError.Code)
                ) with
                {
                    IsWarning = true,
                };
            else if (TrialEnd.Of(played.Value) is var end && !end.IsSame(trial.End))
                yield return FlowFault.At(
                    flow.RootId,
                    RefusalCode.FlowTrialEndsOtherwise,
                    ("trial", trial.Name),
                    ("expected", $"{trial.End}"),
                    ("found", $"{end}")
                );
            else
                held++;
        }

        if (held > 0)
            yield return FlowFault.At(flow.RootId, RefusalCode.FlowTrialsHeld, ("trials", held)) with
            {
                IsWarning = true,
            };
    }
}
