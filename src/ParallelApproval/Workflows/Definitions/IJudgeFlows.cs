using ParallelApproval.Engine;

namespace ParallelApproval.Workflows;

/// <summary>A room upstairs that has something to say against a flow (流程会审): asked before a version is published.</summary>
public interface IJudgeFlows
{
    /// <summary>What is wrong with the drawing in the eyes of that room; errors keep it from being published.</summary>
    IEnumerable<WorkflowProblem> Judge(WorkflowDefinition definition);
}
