namespace ParallelApproval.Engine;

/// <summary>How bad a problem is.</summary>
public enum Severity
{
    /// <summary>May be published; the designer should know.</summary>
    Warning,

    /// <summary>Must not be published.</summary>
    Error,
}

/// <summary>
/// Something wrong with a definition. <paramref name="ActivityId"/> is null when it concerns the whole. <paramref name="Code"/> is
/// stable snake_case; <paramref name="Message"/> is English and names the activity; <paramref name="Facts"/> are what it speaks of, for
/// other languages.
/// </summary>
public sealed record WorkflowProblem(
    string? ActivityId,
    string Code,
    Severity Severity,
    string Message,
    IReadOnlyDictionary<string, string> Facts
);
