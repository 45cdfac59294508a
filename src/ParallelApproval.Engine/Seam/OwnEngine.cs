namespace ParallelApproval.Engine;

/// <summary>The engine of this product, <see cref="WorkflowEngine"/>, as a host drives it.</summary>
public sealed class OwnEngine : IFlowEngine
{
    /// <inheritdoc cref="IFlowEngine.Name"/>
    public const string OwnName = "ParallelApproval";

    /// <inheritdoc/>
    public string Name => OwnName;

    /// <inheritdoc/>
    public IFlowState Initial => WorkflowState.Initial;

    /// <inheritdoc/>
    public IFlow Compile(
        WorkflowDefinition definition,
        ActivityCatalogue catalogue,
        IReadOnlyList<WorkflowDefinition>? composites = null
    ) => ExecutableWorkflow.Compile(definition, catalogue, composites);

    /// <inheritdoc/>
    public IFlowState Parse(string json) => WorkflowState.Parse(json);

    /// <inheritdoc/>
    public WorkflowDecision Decide(IFlow flow, IFlowState state, WorkflowCommand command) =>
        WorkflowEngine.Decide((ExecutableWorkflow)flow, (WorkflowState)state, command);

    /// <inheritdoc/>
    public IReadOnlyList<WorkflowProblem> Check(
        WorkflowDefinition definition,
        ActivityCatalogue catalogue,
        IReadOnlyList<WorkflowDefinition>? composites = null
    ) => [];
}
