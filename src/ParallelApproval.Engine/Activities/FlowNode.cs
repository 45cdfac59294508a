namespace ParallelApproval.Engine;

/// <summary>FlowNode (容器): a place in a flowchart that holds one other activity, and ends with it.</summary>
internal sealed class FlowNode : BuiltInActivity
{
    public override ActivityDescriptor Descriptor { get; } =
        Describe.Activity(
            "FlowNode",
            Describe.Flow,
            new("容器", "Container"),
            new("执行所含的一个活动", "Runs the one activity that it holds")
        ) with
        {
            IsContainer = true,
            Ports = [Describe.Slot("Body", "内容", "Body")],
        };

    public override void Begin(Step step, Execution run, Node node)
    {
        if (node.Embedded.TryGetValue("body", out var body))
            step.Begin(body, run.Number);
        else
            step.Complete(run, Outcomes.Done);
    }

    public override void ChildEnded(Step step, Execution run, Node node, Node child, IReadOnlyList<string> outcomes) =>
        step.Complete(run, Outcomes.Done);
}
