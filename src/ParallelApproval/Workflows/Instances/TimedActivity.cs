using ErrorOr;
using ParallelApproval.Database;

namespace ParallelApproval.Workflows;

/// <summary>
/// A step that waits for a time (定时活动). When that is follows from the case and may move with it; so it is asked anew whenever the case
/// changes, and once more before it is fired.
/// </summary>
public abstract class TimedActivity : CaseActivity
{
    /// <summary>
    /// How the wait stands at the instant of the file's act. A refusal, such as a calendar year that is missing, means that it is not known
    /// yet.
    /// </summary>
    /// <param name="begunAt">When the flow came to the step.</param>
    public abstract ErrorOr<Wait> Look(CaseFile file, ActivityRequest request, DateTimeOffset begunAt);

    public sealed override ActivityResult Begin(CaseFile file, ActivityRequest request) =>
        Look(file, request, file.Act.At) is { IsError: false, Value: { Outcome: { } outcome } }
            ? ActivityResult.Leaves(outcome)
            : ActivityResult.Waits;
}

/// <summary>How a wait stands.</summary>
/// <param name="Until">When it ends; null while that depends on what has not happened.</param>
/// <param name="Outcome">The port by which the flow leaves now; null while it waits.</param>
public readonly record struct Wait(DateTimeOffset? Until, string? Outcome = null);

/// <summary>A step of a case that waits for a time; kept with the position in the flow.</summary>
/// <param name="Inputs">As they were evaluated when the flow came there.</param>
internal sealed record FlowTimer(
    string Bookmark,
    string ActivityId,
    string Type,
    System.Text.Json.JsonElement Inputs,
    DateTimeOffset BegunAt
);

/// <summary>When the flow of a case falls due next (流程定时): by its steps that wait for a time, and by the timers of the engine.</summary>
internal sealed class FlowTimers(IEnumerable<CaseActivity> activities)
{
    /// <summary>After how long a wait is looked at again whose end cannot be computed.</summary>
    private static readonly TimeSpan Respite = TimeSpan.FromHours(6);

    private readonly Dictionary<string, TimedActivity> _timed = activities
        .OfType<TimedActivity>()
        .ToDictionary(activity => activity.Descriptor.Type, StringComparer.Ordinal);

    public bool IsTimed(string type) => _timed.ContainsKey(type);

    /// <summary>The first instant at which something is to be done; null when nothing waits for a time that is known.</summary>
    public DateTimeOffset? Next(CaseFile file, InstanceSection instance) =>
        instance
            .State.Bookmarks.Select(waiting => waiting.Due)
            .Concat(
                instance.Timers.Select(timer =>
                    Look(file, timer) is var wait && wait.IsError ? file.Act.At + Respite
                    : wait.Value.Outcome is not null ? file.Act.At
                    : wait.Value.Until
                )
            )
            .Min();

    /// <summary>The port by which the flow leaves that step now; null while it waits.</summary>
    public string? OutcomeOf(CaseFile file, FlowTimer timer) => Look(file, timer) is { IsError: false } wait ? wait.Value.Outcome : null;

    private ErrorOr<Wait> Look(CaseFile file, FlowTimer timer) =>
        _timed.GetValueOrDefault(timer.Type) is { } activity
            ? activity.Look(file, new(timer.Bookmark, timer.ActivityId, timer.Inputs), timer.BegunAt)
            : default(Wait);
}
