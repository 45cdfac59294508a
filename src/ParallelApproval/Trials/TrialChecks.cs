using ErrorOr;
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
            List<FlowFault> faults = played.IsError
                ? [NotPlayed(flow.RootId, trial, played.FirstError)]
                : [.. Differences(flow.RootId, trial, TrialEnd.Of(played.Value))];
            held += faults.Count == 0 ? 1 : 0;
            foreach (var fault in faults)
                yield return fault;
        }

        if (held > 0)
            yield return FlowFault.At(flow.RootId, RefusalCode.FlowTrialsHeld, ("trials", held)) with
            {
                IsWarning = true,
            };
    }

    private static FlowFault NotPlayed(string root, KeptTrial trial, Error why) =>
        FlowFault.At(root, RefusalCode.FlowTrialNotPlayed, ("trial", trial.Name), ("reason", why.Code)) with
        {
            IsWarning = true,
        };

    private static IEnumerable<FlowFault> Differences(string root, KeptTrial trial, TrialEnd now)
    {
        var kept = trial.End;
        if (now.Stopped is { } why && why != kept.Stopped)
            yield return FlowFault.At(root, RefusalCode.FlowTrialStops, ("trial", trial.Name), ("reason", why));
        else if (now.Status != kept.Status || now.Stopped != kept.Stopped)
            yield return FlowFault.At(
                root,
                RefusalCode.FlowTrialEndsOtherwise,
                ("trial", trial.Name),
                ("expected", kept.Status),
                ("found", now.Status)
            );
        if (!now.Branches.Keys.SequenceEqual(kept.Branches.Keys))
            yield return FlowFault.At(
                root,
                RefusalCode.FlowTrialAsksOthers,
                ("trial", trial.Name),
                ("expected", string.Join(", ", kept.Branches.Keys)),
                ("found", string.Join(", ", now.Branches.Keys))
            );
        foreach (var (branch, status) in now.Branches)
            if (kept.Branches.TryGetValue(branch, out var before) && before != status)
                yield return FlowFault.At(
                    root,
                    RefusalCode.FlowTrialBranchOtherwise,
                    ("trial", trial.Name),
                    ("branch", branch),
                    ("expected", before),
                    ("found", status)
                );
        if (!now.Told.SequenceEqual(kept.Told))
            yield return FlowFault.At(
                root,
                RefusalCode.FlowTrialTellsOthers,
                ("trial", trial.Name),
                ("expected", kept.Told.Length),
                ("found", now.Told.Length)
            );
    }
}
