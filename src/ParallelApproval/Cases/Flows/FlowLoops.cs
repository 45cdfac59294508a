using ParallelApproval.Engine;

namespace ParallelApproval.Cases;

/// <summary>
/// Loops in which a case would go round for ever (流程死循环): a step that is done is passed at once when the flow comes back to it, so a loop
/// needs a step at which it waits: for papers, for a late department, for the window.
/// </summary>
internal static class FlowLoops
{
    /// <summary>Approvals that lead back to themselves by a result that is final.</summary>
    public static IEnumerable<ActivityNode> In(ActivityNode flowchart)
    {
        var drawn = (flowchart.Activities ?? []).DistinctBy(step => step.Id).ToDictionary(step => step.Id, StringComparer.Ordinal);
        var arrows = (flowchart.Connections ?? []).Where(arrow => drawn.ContainsKey(arrow.Target)).ToLookup(arrow => arrow.Source);
        foreach (var step in drawn.Values.Where(MayBeDone))
            if (ComesBack(step))
                yield return step;

        bool ComesBack(ActivityNode start)
        {
            var (seen, way) = (new HashSet<string>(StringComparer.Ordinal), new Stack<string>());
            Follow(start);
            while (way.TryPop(out var id))
            {
                if (id == start.Id)
                    return true;
                if (seen.Add(id) && !Waits(drawn[id]))
                    Follow(drawn[id]);
            }

            return false;

            void Follow(ActivityNode from)
            {
                foreach (var arrow in arrows[from.Id].Where(arrow => !IsOpenStill(arrow.SourcePort)))
                    way.Push(arrow.Target);
            }
        }
    }

    private static bool MayBeDone(ActivityNode step) =>
        step.Type is DepartmentApprovalActivity.TypeName or AllBranchesApprovalActivity.TypeName or TierReviewActivity.TypeName;

    // By these the branch is left while it is open: coming back, the flow waits for it.
    private static bool IsOpenStill(string port) => port is BranchOutcome.Correction or BranchOutcome.TimedOut;

    private static bool Waits(ActivityNode step) =>
        step.Type is AwaitSupplementActivity.TypeName or DeliverType or FinishActivity.TypeName;

    // Of the room upstairs.
    private const string DeliverType = "ParallelApproval.Deliver";
}
