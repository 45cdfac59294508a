using System.Text.Json;

namespace ParallelApproval.Engine;

/// <summary>
/// What somebody wants of a running workflow. <see cref="Now"/> is the host's clock; the engine has none. <see cref="Facts"/> is a
/// JSON object that expressions read as <c>Case</c> (JavaScript; <c>case</c> is a reserved word there) or <c>case</c> / <c>Case</c>
/// (Liquid).
/// </summary>
public abstract record WorkflowCommand
{
    private WorkflowCommand(DateTimeOffset now, JsonElement? facts) => (Now, Facts) = (now, facts);

    /// <summary>The instant of the command.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>What expressions may know of the world: a JSON object; null for nothing.</summary>
    public JsonElement? Facts { get; }

    /// <summary>
    /// Starts the workflow; <see cref="Input"/> is a JSON object of the declared inputs. <see cref="Trigger"/> is the id of the step that
    /// has started it, such as a timer or an event: what it waits for has happened, so it does not wait for it again; <see cref="Payload"/>
    /// is its result.
    /// </summary>
    public sealed record Start(
        DateTimeOffset Now,
        JsonElement? Input = null,
        JsonElement? Facts = null,
        string? Trigger = null,
        JsonElement? Payload = null,
        string? CorrelationId = null
    ) : WorkflowCommand(Now, Facts);

    /// <summary>
    /// Somebody finished what was requested under that bookmark. <see cref="Outputs"/> is a JSON object, keyed by output name; <see
    /// cref="AlsoBy"/> is a second port by which the activity is left.
    /// </summary>
    public sealed record Complete(
        DateTimeOffset Now,
        string BookmarkId,
        string Outcome = "Done",
        JsonElement? Outputs = null,
        JsonElement? Facts = null,
        string? AlsoBy = null
    ) : WorkflowCommand(Now, Facts);

    /// <summary>
    /// What was requested under that bookmark could not be done: an incident, which is tried again by requesting it anew.
    /// </summary>
    public sealed record Fail(DateTimeOffset Now, string BookmarkId, string Code, string Message, JsonElement? Facts = null)
        : WorkflowCommand(Now, Facts);

    /// <summary>An event of that name happened; every activity that waits for it goes on.</summary>
    public sealed record RaiseEvent(DateTimeOffset Now, string Name, JsonElement? Payload = null, JsonElement? Facts = null)
        : WorkflowCommand(Now, Facts);

    /// <summary>The time that a timer's bookmark waits for has come.</summary>
    public sealed record ElapseTimer(DateTimeOffset Now, string BookmarkId, JsonElement? Facts = null) : WorkflowCommand(Now, Facts);

    /// <summary>Stops the workflow for good.</summary>
    public sealed record Cancel(DateTimeOffset Now, string Reason, JsonElement? Facts = null) : WorkflowCommand(Now, Facts);

    /// <summary>Tries again what failed.</summary>
    public sealed record Retry(DateTimeOffset Now, string IncidentId, JsonElement? Facts = null) : WorkflowCommand(Now, Facts);

    /// <summary>
    /// Goes on by another version of the same definition: the one that decides. <see cref="From"/> is the version on which the workflow
    /// runs now. Refused when something that runs or waits has no place in the new version, or when a join could wait there for a branch
    /// that never comes.
    /// </summary>
    public sealed record Migrate(DateTimeOffset Now, IFlow From, JsonElement? Facts = null) : WorkflowCommand(Now, Facts);
}
