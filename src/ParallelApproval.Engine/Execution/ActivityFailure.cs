namespace ParallelApproval.Engine;

/// <summary>An activity cannot do its work; caught at the edge of the activity, where it becomes an incident.</summary>
internal sealed class ActivityFailure(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Stable snake_case.</summary>
    public string Code { get; } = code;
}
