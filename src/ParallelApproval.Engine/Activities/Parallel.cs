namespace ParallelApproval.Engine;

/// <summary>Parallel (并行): all its children at once; ends with the last.</summary>
internal sealed class Parallel : BuiltInActivity
{
    public override ActivityDescriptor Descriptor { get; } =
        Describe.Activity(
            "Parallel",
            Describe.Flow,
            new("并行", "Parallel"),
            new("同时执行，全部完成后继续", "Runs its activities at the same time")
        ) with
        {
            IsContainer = true,
        };

    public override void Begin(Step step, Execution run, Node node)
    {
        if (node.Children.Count == 0)
            step.Complete(run, Outcomes.Done);
        foreach (var child in node.Children)
            step.Begin(child, run.Number);
    }

    public override void ChildEnded(Step step, Execution run, Node node, Node child, IReadOnlyList<string> outcomes)
    {
        if (step.CountInside(run.Number) == 0)
            step.Complete(run, Outcomes.Done);
    }
}
