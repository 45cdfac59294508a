namespace ParallelApproval.Engine;

/// <summary>
/// A document that is not a workflow definition; <see cref="Path"/> is the JSON path at fault, e.g. <c>$.root.activities[3].id</c>.
/// </summary>
public sealed class WorkflowFormatException : FormatException
{
    /// <param name="path">JSON path of the part at fault.</param>
    /// <param name="expectation">What was expected there, and what was found.</param>
    /// <param name="inner">What the JSON reader said, if it was that.</param>
    public WorkflowFormatException(string path, string expectation, Exception? inner = null)
        : base($"{expectation} (at {path})", inner) => Path = path;

    /// <summary>JSON path of the part at fault.</summary>
    public string Path { get; }
}
