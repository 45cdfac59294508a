namespace ParallelApproval.Engine;

/// <summary>An activity that the engine runs itself. It has no state of its own: everything is in the run.</summary>
internal abstract class BuiltInActivity
{
    public abstract ActivityDescriptor Descriptor { get; }

    /// <summary>Begins, or tries again after an incident: must be able to go on from where the run's cursor stands.</summary>
    public abstract void Begin(Step step, Execution run, Node node);

    /// <summary>A child ended. Only containers have children.</summary>
    public virtual void ChildEnded(Step step, Execution run, Node node, Node child, IReadOnlyList<string> outcomes) { }
}
