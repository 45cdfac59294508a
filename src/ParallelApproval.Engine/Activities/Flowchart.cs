namespace ParallelApproval.Engine;

/// <summary>Flowchart (流程图): activities and arrows. The rules of its tokens stand at <see cref="ExecutableWorkflow"/>.</summary>
internal sealed class Flowchart : BuiltInActivity
{
    public override ActivityDescriptor Descriptor { get; } =
        Describe.Activity(
            "Flowchart",
            Describe.Flow,
            new("流程图", "Flowchart"),
            new("由活动和连线组成", "Activities and the arrows between them")
        ) with
        {
            IsContainer = true,
            IsBrowsable = false,
            Ports = [Describe.Slot("Start", "开始", "Start")],
        };

    public override void Begin(Step step, Execution run, Node node)
    {
        if (node.Flow!.Start is >= 0 and var start)
            step.Begin(node.Flow.Nodes[start], run.Number);
    }

    public override void ChildEnded(Step step, Execution run, Node node, Node child, IReadOnlyList<string> outcomes)
    {
        if (child.Behaviour is not End)
            return;
        step.CancelInside(run.Number, $"'{child.Key}' ended the flowchart");
        step.Complete(run, Outcomes.Done);
    }
}
