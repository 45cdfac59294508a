using System.Text.Json;

namespace ParallelApproval.Engine;

/// <summary>Running or over; the words are Elsa's.</summary>
public enum WorkflowStatus
{
    /// <summary>May still go on.</summary>
    Running,

    /// <summary>Over.</summary>
    Finished,
}

/// <summary>Finer status; the words are Elsa's.</summary>
public enum WorkflowSubStatus
{
    /// <summary>Not started.</summary>
    Pending,

    /// <summary>In the middle of a step; never seen in a stored state.</summary>
    Executing,

    /// <summary>Waits for somebody at a bookmark.</summary>
    Suspended,

    /// <summary>Came to its end.</summary>
    Finished,

    /// <summary>Was stopped.</summary>
    Cancelled,

    /// <summary>Has an open incident, and the branches without one go on; or was ended by one.</summary>
    Faulted,
}

/// <summary>
/// Where a running workflow stands: an immutable value, small, complete. Which arrow a token stands on, which activities run, what
/// they wait for, the variables. Made only by <see cref="WorkflowEngine"/>.
/// </summary>
public sealed class WorkflowState : IFlowState, IEquatable<WorkflowState>
{
    internal static readonly IReadOnlyDictionary<string, JsonElement> Nothing = new Dictionary<string, JsonElement>();

    internal WorkflowState() { }

    /// <summary>Nothing has happened.</summary>
    public static WorkflowState Initial { get; } = new();

    /// <summary>Definition it runs on; empty before the start.</summary>
    public string DefinitionId { get; internal init; } = "";

    /// <summary>Version it runs on; 0 before the start.</summary>
    public int Version { get; internal init; }

    /// <summary>Name given by SetName.</summary>
    public string? Name { get; internal init; }

    /// <summary>Id given by Correlate.</summary>
    public string? CorrelationId { get; internal init; }

    /// <summary>Events applied so far.</summary>
    public int Sequence { get; internal init; }

    internal int Next { get; init; } = 1;

    internal WorkflowEnd End { get; init; }

    /// <summary>Runs of activities that have not ended, in the order they began.</summary>
    public IReadOnlyList<Execution> Executions { get; internal init; } = [];

    /// <summary>Marks that wait on arrows.</summary>
    public IReadOnlyList<Token> Tokens { get; internal init; } = [];

    /// <summary>The workflow's variables by name.</summary>
    public IReadOnlyDictionary<string, JsonElement> Variables { get; internal init; } = Nothing;

    /// <summary>The workflow's outputs so far.</summary>
    public IReadOnlyDictionary<string, JsonElement> Outputs { get; internal init; } = Nothing;

    /// <summary>Outputs of ended activities that expressions may still ask for, by activity id.</summary>
    public IReadOnlyDictionary<string, JsonElement> Results { get; internal init; } = Nothing;

    /// <summary>What was given at start: a JSON object, or null.</summary>
    public JsonElement? Input { get; internal init; }

    /// <summary>Open incidents.</summary>
    public IReadOnlyList<Incident> Incidents { get; internal init; } = [];

    /// <summary>What the workflow waits for.</summary>
    public IEnumerable<Bookmark> Bookmarks => Executions.Where(e => e.Bookmark is not null).Select(e => e.Bookmark!);

    /// <summary>Whether the workflow waits at that bookmark.</summary>
    public bool IsWaitingAt(string bookmarkId) => Executions.Any(e => e.Bookmark is { } waiting && waiting.Id == bookmarkId);

    /// <summary>Running or over.</summary>
    public WorkflowStatus Status => End == WorkflowEnd.None ? WorkflowStatus.Running : WorkflowStatus.Finished;

    /// <summary>Finer status.</summary>
    public WorkflowSubStatus SubStatus =>
        End switch
        {
            WorkflowEnd.Finished => WorkflowSubStatus.Finished,
            WorkflowEnd.Cancelled => WorkflowSubStatus.Cancelled,
            WorkflowEnd.Faulted => WorkflowSubStatus.Faulted,
            _ when Sequence == 0 => WorkflowSubStatus.Pending,
            _ when Incidents.Count > 0 => WorkflowSubStatus.Faulted,
            _ => WorkflowSubStatus.Suspended,
        };

    /// <summary>Compact JSON; the same state gives the same text.</summary>
    public string ToJson() => StateWriter.Write(this);

    /// <summary>The same as UTF-8.</summary>
    public byte[] ToUtf8Json() => StateWriter.WriteUtf8(this);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="FormatException">Not a state.</exception>
    public static WorkflowState Parse(string json) => StateReader.Read(System.Text.Encoding.UTF8.GetBytes(json));

    /// <summary>The same from UTF-8.</summary>
    /// <exception cref="FormatException">Not a state.</exception>
    public static WorkflowState Parse(ReadOnlyMemory<byte> utf8) => StateReader.Read(utf8);

    /// <inheritdoc/>
    public bool Equals(WorkflowState? other) => other is not null && ToJson() == other.ToJson();

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as WorkflowState);

    /// <inheritdoc/>
    public override int GetHashCode() => ToJson().GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => ToJson();
}

internal enum WorkflowEnd
{
    None,
    Finished,
    Cancelled,
    Faulted,
}
