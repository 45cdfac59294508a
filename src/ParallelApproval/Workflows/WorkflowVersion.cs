using ParallelApproval.Engine;

namespace ParallelApproval.Workflows;

/// <summary>One version of a workflow definition, ready to run. A published version never changes.</summary>
public sealed record WorkflowVersion(string DefinitionId, int Version, string? Name, ExecutableWorkflow Workflow);
