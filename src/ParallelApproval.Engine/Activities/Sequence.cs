namespace ParallelApproval.Engine;

/// <summary>Sequence (顺序): its children one after the other.</summary>
internal sealed class Sequence : BuiltInActivity
{
    public override ActivityDescriptor Descriptor { get; } =
        Describe.Activity(
            "Sequence",
            Describe.Flow,
            new("顺序", "Sequence"),
            new("依次执行", "Runs its activities one after the other")
        ) with
        {
            IsContainer = true,
        };

    public override void Begin(Step step, Execution run, Node node) => Go(step, run, node, 0);

    public override void ChildEnded(Step step, Execution run, Node node, Node child, IReadOnlyList<string> outcomes)
    {
        if (child.Behaviour is End)
            step.Complete(run, Outcomes.Done);
        else
            Go(step, run, node, run.Cursor!.Value + 1);
    }

    private static void Go(Step step, Execution run, Node node, int position)
    {
        if (position >= node.Children.Count)
        {
            step.Complete(run, Outcomes.Done);
            return;
        }
        step.Emit(new ActivityAdvanced(step.Now, run.Number, position));
        step.Begin(node.Children[position], run.Number);
    }
}
