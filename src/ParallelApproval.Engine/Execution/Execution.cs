using System.Text.Json;

namespace ParallelApproval.Engine;

/// <summary>One run of an activity that has not ended. <see cref="Parent"/> is the run of its container, 0 for none.</summary>
public sealed record Execution
{
    /// <summary>Running number within the workflow.</summary>
    public required int Number { get; init; }

    /// <summary>Id of the activity; inside a composite <c>outer/inner</c>.</summary>
    public required string ActivityId { get; init; }

    /// <summary>The container's run.</summary>
    public required int Parent { get; init; }

    /// <summary>What it waits for, if it waits.</summary>
    public Bookmark? Bookmark { get; init; }

    /// <summary>The open incident at which it stands still, if any.</summary>
    public string? IncidentId { get; init; }

    internal IReadOnlyDictionary<string, int> Forks { get; init; } = NoForks;

    internal int? Cursor { get; init; }

    internal JsonElement? Items { get; init; }

    internal IReadOnlyDictionary<string, JsonElement>? Variables { get; init; }

    internal IReadOnlyDictionary<string, JsonElement>? Outputs { get; init; }

    internal IReadOnlyList<string> Latched { get; init; } = [];

    internal static readonly IReadOnlyDictionary<string, int> NoForks = new Dictionary<string, int>();
}

/// <summary>A mark on an arrow, in the flowchart run <paramref name="Scope"/>, waiting to be taken by <paramref name="Target"/>.</summary>
public sealed record Token(int Number, int Scope, string Connection, string Target)
{
    internal IReadOnlyDictionary<string, int> Forks { get; init; } = Execution.NoForks;
}

/// <summary>
/// A place where the workflow waits (书签). <paramref name="Id"/> is activity id, dot, running number: the same history gives the same id.
/// </summary>
public sealed record Bookmark(string Id, string ActivityId, RequestKind Kind, string? Name, DateTimeOffset? Due);

/// <summary>A failure that waits for somebody. <paramref name="Id"/> is <c>incident.</c> and the run's number.</summary>
public sealed record Incident(string Id, int Execution, string ActivityId, string Code, string Message, DateTimeOffset At);
