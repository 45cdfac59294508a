using ParallelApproval.Engine;

namespace ParallelApproval.Cases;

/// <summary>
/// Loops in which a case would go round for ever (流程死循环): a step that is done is passed at once when the flow comes back to it, so a loop
/// needs a way out: a decision, or a branch that is still open because papers are wanting or its department is late.
/// </summary>
internal static class FlowLoops
{
    /// <summary>Steps of the house that lead back to themselves by ports that are left for good.</summary>
    public static IEnumerable<ActivityNode> In(ActivityNode flowchart)
    {
        var drawn = (flowchart.Activities ?? []).DistinctBy(step => step.Id).ToDictionary(step => step.Id, StringComparer.Ordinal);
        var arrows = (flowchart.Connections ?? []).Where(arrow => drawn.ContainsKey(arrow.Target)).ToLookup(arrow => arrow.Source);
        foreach (var step in drawn.Values.Where(IsOfHouse))
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
                if (seen.Add(id) && !MayLeave(drawn[id]))
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

    private static bool IsOfHouse(ActivityNode step) => step.Type.StartsWith("ParallelApproval.", StringComparison.Ordinal);

    // By these the branch is left while it is open: coming back, the flow waits for it.
    private static bool IsOpenStill(string port) => port is BranchOutcome.Correction or BranchOutcome.TimedOut;

    private static bool MayLeave(ActivityNode step) => step.Type is "Elsa.FlowDecision" or "Elsa.FlowSwitch";
}
