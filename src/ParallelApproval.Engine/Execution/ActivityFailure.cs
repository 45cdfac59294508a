namespace ParallelApproval.Engine;

/// <summary>An activity cannot do its work; caught at the edge of the activity, where it becomes an incident.</summary>
internal sealed class ActivityFailure(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Stable snake_case.</summary>
    public string Code { get; } = code;
}

/// <summary>The decision would not come to an end; caught at the edge of the decision, which is then refused as a whole.</summary>
internal sealed class EndlessDecision(string activity) : Exception
{
    /// <summary>The activity at which patience ended.</summary>
    public string Activity { get; } = activity;
}
