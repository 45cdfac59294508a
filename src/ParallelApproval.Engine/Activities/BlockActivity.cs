namespace ParallelApproval.Engine;

/// <summary>A block while it runs: what it stands for runs inside, and says by which port it is left.</summary>
internal sealed class BlockActivity : BuiltInActivity
{
    public static readonly BlockActivity Instance = new();

    public override ActivityDescriptor Descriptor => throw new NotSupportedException("A block is described by the room that draws it out.");

    public override void Begin(Step step, Execution run, Node node) => step.Begin(node.Embedded[Blocks.Slot], run.Number);

    public override void ChildEnded(Step step, Execution run, Node node, Node child, IReadOnlyList<string> outcomes) =>
        CompositeActivity.End(step, run, Outcomes.Done);
}
