using ParallelApproval.Refusals;

namespace ParallelApproval.Workflows;

/// <summary>A room upstairs that has something to say against a flow (流程会审): asked before a version is published.</summary>
public interface IJudgeFlows
{
    /// <summary>What is wrong with the drawing in the eyes of that room.</summary>
    IEnumerable<FlowFault> Judge(DrawnFlow flow);
}

/// <summary>Something wrong with a drawing.</summary>
/// <param name="Step">The step at fault; the flowchart when it concerns the whole.</param>
/// <param name="Code">What is said of it.</param>
/// <param name="Facts">What its sentence speaks of, beside the step.</param>
public sealed record FlowFault(string Step, RefusalCode Code, params (string Name, object? Value)[] Facts)
{
    /// <summary>An error at that step.</summary>
    public static FlowFault At(string step, RefusalCode code, params (string Name, object? Value)[] facts) => new(step, code, facts);

    /// <summary>The designer should know; it may be published all the same.</summary>
    public bool IsWarning { get; init; }
}
