namespace ParallelApproval.Engine;

/// <summary>
/// The workflow runtime. Two different powers: <see cref="Decide"/> may think (evaluate expressions, walk the graph) and changes
/// nothing; <c>Apply</c> may change and does not think. Both are pure: no clock, no I/O, no randomness.
/// </summary>
public static class WorkflowEngine
{
    /// <summary>
    /// Activities that may begin in one decision; more is a loop that never waits: the command is refused (<c>too_many_activities</c>).
    /// </summary>
    public const int MaxActivitiesPerDecision = 1_000;

    /// <summary>
    /// Running activities and waiting tokens that a workflow may have; a command that would make more is refused
    /// (<c>too_many_activities</c>).
    /// </summary>
    public const int MaxLive = 2_000;

    /// <summary>Code of the refusal of a command after which the workflow would never come to rest.</summary>
    public const string EndlessCode = IFlowEngine.EndlessCode;

    /// <summary>What follows from the command. Never throws for what a definition or a command contains.</summary>
    public static WorkflowDecision Decide(ExecutableWorkflow workflow, WorkflowState state, WorkflowCommand command)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(command);
        return new Step(workflow, state, command).Decide();
    }

    /// <summary>
    /// The state after that event. Total: any event on any state gives a state, an event that does not fit changes nothing but the
    /// sequence.
    /// </summary>
    public static WorkflowState Apply(WorkflowState state, WorkflowEvent happened)
    {
        var next = new StateBuilder(state);
        next.Apply(happened);
        return next.ToState();
    }

    /// <summary>The state after all these events.</summary>
    public static WorkflowState Apply(WorkflowState state, IEnumerable<WorkflowEvent> happened)
    {
        var next = new StateBuilder(state);
        foreach (var one in happened)
            next.Apply(one);
        return next.ToState();
    }
}
