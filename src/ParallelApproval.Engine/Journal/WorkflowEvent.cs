using System.Text.Json;
using System.Text.Json.Serialization;

namespace ParallelApproval.Engine;

/// <summary>
/// Something that happened in a workflow; the journal (流程日志) is a list of these. The initial state with all events applied is
/// the present state. <see cref="At"/> is the command's instant. <c>execution</c> numbers one run of an activity,
/// token numbers are the marks on arrows; both come from one counter of the workflow.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "e")]
[JsonDerivedType(typeof(WorkflowStarted), "started")]
[JsonDerivedType(typeof(ActivityStarted), "activityStarted")]
[JsonDerivedType(typeof(ActivityAdvanced), "activityAdvanced")]
[JsonDerivedType(typeof(ActivityRequested), "activityRequested")]
[JsonDerivedType(typeof(ActivityCompleted), "activityCompleted")]
[JsonDerivedType(typeof(ActivityCancelled), "activityCancelled")]
[JsonDerivedType(typeof(TokensCancelled), "tokensCancelled")]
[JsonDerivedType(typeof(JoinSkipped), "joinSkipped")]
[JsonDerivedType(typeof(VariableSet), "variableSet")]
[JsonDerivedType(typeof(OutputSet), "outputSet")]
[JsonDerivedType(typeof(NameSet), "nameSet")]
[JsonDerivedType(typeof(Correlated), "correlated")]
[JsonDerivedType(typeof(LineWritten), "lineWritten")]
[JsonDerivedType(typeof(IncidentRecorded), "incidentRecorded")]
[JsonDerivedType(typeof(IncidentRetried), "incidentRetried")]
[JsonDerivedType(typeof(WorkflowMigrated), "migrated")]
[JsonDerivedType(typeof(TokensPlaced), "tokensPlaced")]
[JsonDerivedType(typeof(WorkflowFinished), "finished")]
[JsonDerivedType(typeof(WorkflowCancelled), "cancelled")]
[JsonDerivedType(typeof(WorkflowFaulted), "faulted")]
public abstract record WorkflowEvent(DateTimeOffset At)
{
    /// <summary>The event as compact JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, JournalJson.Default.WorkflowEvent);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">Not an event.</exception>
    public static WorkflowEvent Parse(string json) =>
        JsonSerializer.Deserialize(json, JournalJson.Default.WorkflowEvent)
        ?? throw new JsonException("Expected an event, but it is null.");
}

/// <summary>The workflow began, on that definition and version, with that input and these initial variables.</summary>
public sealed record WorkflowStarted(
    DateTimeOffset At,
    string DefinitionId,
    int Version,
    JsonElement? Input,
    IReadOnlyDictionary<string, JsonElement> Variables
) : WorkflowEvent(At);

/// <summary>
/// An activity began its run number <paramref name="Execution"/> inside run <paramref name="Parent"/> (0: none). It took the tokens
/// <paramref name="Consumed"/> off its arrows. <paramref name="Forks"/> says which open forks it descends from, <paramref
/// name="Variables"/> are its own.
/// <paramref name="Latch"/> is set when it is a join that needed all arrows and had them.
/// </summary>
public sealed record ActivityStarted(
    DateTimeOffset At,
    int Execution,
    string ActivityId,
    int Parent,
    IReadOnlyList<int>? Consumed = null,
    IReadOnlyDictionary<string, int>? Forks = null,
    IReadOnlyDictionary<string, JsonElement>? Variables = null,
    bool Latch = false
) : WorkflowEvent(At);

/// <summary>
/// A container went to its next step: position <paramref name="Cursor"/>, over <paramref name="Items"/> when it walks a list (only told
/// once).
/// </summary>
public sealed record ActivityAdvanced(DateTimeOffset At, int Execution, int Cursor, JsonElement? Items = null) : WorkflowEvent(At);

/// <summary>What somebody outside has to do before the workflow can go on.</summary>
public enum RequestKind
{
    /// <summary>An activity of the host's own: complete it by its bookmark.</summary>
    Activity,

    /// <summary>Raise the event <c>Name</c>.</summary>
    Event,

    /// <summary>Elapse the bookmark at <c>Due</c>.</summary>
    Timer,

    /// <summary>Do the task <c>Name</c>, then complete the bookmark.</summary>
    Task,

    /// <summary>
    /// Start the workflow with definition id <c>Name</c>, then complete the bookmark (at once, or when the child has finished if
    /// <c>waitForCompletion</c>).
    /// </summary>
    Workflow,
}

/// <summary>
/// The workflow asks the host to do something and waits under <paramref name="BookmarkId"/>. <paramref name="Inputs"/> is a JSON object of
/// evaluated inputs by camelCase name. <paramref name="Name"/>: event, task or workflow; <paramref name="Due"/>: when a timer is to elapse.
/// </summary>
public sealed record ActivityRequested(
    DateTimeOffset At,
    int Execution,
    string BookmarkId,
    string ActivityId,
    string NodeId,
    string Type,
    RequestKind Kind,
    JsonElement Inputs,
    string? Name = null,
    DateTimeOffset? Due = null
) : WorkflowEvent(At);

/// <summary>A mark put on an arrow. <paramref name="Connection"/> is <c>source:port->target:port</c>.</summary>
public sealed record PlacedToken(int Number, string Connection, string Target, IReadOnlyDictionary<string, int>? Forks = null);

/// <summary>
/// A run of an activity ended by these outcomes. <paramref name="Tokens"/> went onto the arrows of those outcomes; none: that branch ends
/// here.
/// <paramref name="Unlatched"/> are the joins behind it that need all their arrows anew. <paramref name="Outputs"/> when expressions may
/// ask for them later.
/// </summary>
public sealed record ActivityCompleted(
    DateTimeOffset At,
    int Execution,
    string ActivityId,
    IReadOnlyList<string> Outcomes,
    JsonElement? Outputs = null,
    IReadOnlyList<PlacedToken>? Tokens = null,
    IReadOnlyList<string>? Unlatched = null,
    bool KeepsOutputs = false
) : WorkflowEvent(At);

/// <summary>
/// A run of an activity was stopped before its end; the request of <paramref name="BookmarkId"/> (null: had none) is void.
/// </summary>
public sealed record ActivityCancelled(DateTimeOffset At, int Execution, string ActivityId, string? BookmarkId, string Reason)
    : WorkflowEvent(At);

/// <summary>Marks were taken off their arrows because a sibling won or their container ended.</summary>
public sealed record TokensCancelled(DateTimeOffset At, IReadOnlyList<int> Tokens, string Reason) : WorkflowEvent(At);

/// <summary>
/// A join that needs all arrows can no longer have them: nothing that is still running leads to <paramref name="Missing"/>. As in Elsa it
/// does not run; the tokens that waited are taken off. The designer is warned of this possibility by the check <c>join_may_be_skipped</c>.
/// </summary>
public sealed record JoinSkipped(DateTimeOffset At, string ActivityId, IReadOnlyList<int> Tokens, IReadOnlyList<string> Missing)
    : WorkflowEvent(At);

/// <summary>A variable got a value. <paramref name="Scope"/> is the run of the container that owns it, 0 the workflow.</summary>
public sealed record VariableSet(DateTimeOffset At, int Scope, string Name, JsonElement Value) : WorkflowEvent(At);

/// <summary>An output of the workflow got a value.</summary>
public sealed record OutputSet(DateTimeOffset At, int Scope, string Name, JsonElement Value) : WorkflowEvent(At);

/// <summary>The running workflow got a name.</summary>
public sealed record NameSet(DateTimeOffset At, string? Name) : WorkflowEvent(At);

/// <summary>The running workflow got a correlation id, e.g. the case number.</summary>
public sealed record Correlated(DateTimeOffset At, string? CorrelationId) : WorkflowEvent(At);

/// <summary>WriteLine wrote a line.</summary>
public sealed record LineWritten(DateTimeOffset At, string ActivityId, string Text) : WorkflowEvent(At);

/// <summary>A run of an activity failed and stands still until it is retried or the workflow is cancelled; its siblings go on.</summary>
public sealed record IncidentRecorded(
    DateTimeOffset At,
    string IncidentId,
    int Execution,
    string ActivityId,
    string NodeId,
    string Code,
    string Message
) : WorkflowEvent(At);

/// <summary>The failed run is tried again.</summary>
public sealed record IncidentRetried(DateTimeOffset At, string IncidentId, int Execution) : WorkflowEvent(At);

/// <summary>The running workflow goes on by another version of its definition.</summary>
public sealed record WorkflowMigrated(DateTimeOffset At, int FromVersion, int Version) : WorkflowEvent(At);

/// <summary>
/// Marks put on arrows that the new version has in addition, in the run <paramref name="Scope"/> of the flowchart: branches that are opened
/// late.
/// </summary>
public sealed record TokensPlaced(DateTimeOffset At, int Scope, IReadOnlyList<PlacedToken> Tokens) : WorkflowEvent(At);

/// <summary>Nothing is left to do. <paramref name="Outputs"/> by name.</summary>
public sealed record WorkflowFinished(DateTimeOffset At, IReadOnlyList<string> Outcomes, IReadOnlyDictionary<string, JsonElement> Outputs)
    : WorkflowEvent(At);

/// <summary>Stopped for good before its end.</summary>
public sealed record WorkflowCancelled(DateTimeOffset At, string Reason) : WorkflowEvent(At);

/// <summary>Ended at a step that failed, because the definition says so; the incident stays in the journal.</summary>
public sealed record WorkflowFaulted(DateTimeOffset At, string IncidentId) : WorkflowEvent(At);
