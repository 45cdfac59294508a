using System.Collections.Frozen;
using System.Text.Json;
using ParallelApproval.Engine;
using ParallelApproval.Identities;

namespace ParallelApproval.Workflows;

/// <summary>One run of an activity, from its beginning to its end, if it has ended. Number 0 is the workflow itself.</summary>
public sealed record ActivityRun(
    int Number,
    int? Parent,
    string ActivityId,
    string NodeId,
    string Type,
    int TypeVersion,
    string? Name,
    DateTimeOffset StartedAt
)
{
    public DateTimeOffset? EndedAt { get; set; }

    public bool WasCancelled { get; set; }

    /// <summary>It waits for somebody.</summary>
    public bool IsWaiting { get; set; }

    public Incident? Incident { get; set; }

    /// <summary>How often it failed.</summary>
    public int Faults { get; set; }

    public JsonElement? Inputs { get; set; }

    public JsonElement? Outputs { get; set; }

    public IReadOnlyList<string> Outcomes { get; set; } = [];
}

/// <summary>
/// A line of the journal: <paramref name="Event"/> is Started, Suspended, Resumed, Completed, Canceled, Faulted, or a word of the house.
/// </summary>
public sealed record JournalLine(int Sequence, ActivityRun Run, string Event, DateTimeOffset At, string? Message = null);

/// <summary>How a case came to where it stands in its flow (流程轨迹): the journal told as runs of activities and as lines.</summary>
public sealed class FlowHistory
{
    private readonly FrozenDictionary<string, ActivityNode> _drawn;
    private readonly Dictionary<int, ActivityRun> _runs = [];
    private readonly List<JournalLine> _lines = [];
    private readonly ActivityRun _whole;

    public FlowHistory(InstanceRow instance, IFlowState state, WorkflowDefinition definition, IEnumerable<WorkflowEvent> happened)
    {
        (Instance, State, Definition) = (instance, state, definition);
        _drawn = definition
            .Activities()
            .DistinctBy(activity => activity.Id)
            .ToFrozenDictionary(activity => activity.Id, StringComparer.Ordinal);
        _runs[0] = _whole = new(0, null, Drawing.Workflow, Drawing.Workflow, "Elsa.Workflow", 1, null, instance.CreatedAt);
        var sequence = 0;
        foreach (var one in happened)
            Take(++sequence, one);
    }

    public InstanceRow Instance { get; }

    public WorkflowDefinition Definition { get; }

    public CaseNumber Case => new(Instance.CaseKey);

    public IFlowState State { get; }

    /// <summary>Every run, in the order they began.</summary>
    public IEnumerable<ActivityRun> Runs => _runs.Values;

    public IReadOnlyList<JournalLine> Lines => _lines;

    public ActivityRun? Find(int number) => _runs.GetValueOrDefault(number);

    private void Take(int sequence, WorkflowEvent one)
    {
        switch (one)
        {
            case WorkflowStarted:
                Write(sequence, _whole, "Started", one);
                break;
            case ActivityStarted e:
                Write(sequence, Begin(e), "Started", one);
                break;
            case ActivityRequested e when Of(e.Execution) is { } run:
                (run.IsWaiting, run.Inputs) = (true, e.Inputs);
                Write(sequence, run, "Suspended", one, e.Name);
                break;
            case ActivityCompleted e when Of(e.Execution) is { } run:
                if (run.IsWaiting)
                    Write(sequence, run, "Resumed", one);
                (run.IsWaiting, run.EndedAt, run.Outputs, run.Outcomes) = (false, one.At, e.Outputs, e.Outcomes);
                Write(sequence, run, "Completed", one, string.Join(", ", e.Outcomes));
                break;
            case ActivityCancelled e when Of(e.Execution) is { } run:
                (run.IsWaiting, run.EndedAt, run.WasCancelled) = (false, one.At, true);
                Write(sequence, run, "Canceled", one, e.Reason);
                break;
            case IncidentRecorded e when Of(e.Execution) is { } run:
                run.Incident = new(e.IncidentId, e.Execution, e.ActivityId, e.Code, e.Message, e.At);
                run.Faults++;
                Write(sequence, run, "Faulted", one, e.Message);
                break;
            case IncidentRetried e when Of(e.Execution) is { } run:
                run.Incident = null;
                Write(sequence, run, "Resumed", one);
                break;
            case LineWritten e when _runs.Values.LastOrDefault(run => run.ActivityId == e.ActivityId) is { } run:
                Write(sequence, run, "Line", one, e.Text);
                break;
            case JoinSkipped e:
                Write(sequence, _whole, "JoinSkipped", one, $"{e.ActivityId}: {string.Join(", ", e.Missing)}");
                break;
            case WorkflowMigrated e:
                Write(sequence, _whole, "Migrated", one, $"{e.FromVersion} → {e.Version}");
                break;
            case WorkflowFinished:
                End(sequence, "Completed", one);
                break;
            case WorkflowFaulted e:
                End(sequence, "Faulted", one, e.IncidentId);
                break;
            case WorkflowCancelled e:
                End(sequence, "Canceled", one, e.Reason);
                break;
        }
    }

    private void End(int sequence, string what, WorkflowEvent one, string? message = null)
    {
        (_whole.EndedAt, _whole.WasCancelled) = (one.At, one is WorkflowCancelled);
        Write(sequence, _whole, what, one, message);
    }

    private ActivityRun? Of(int number) => _runs.GetValueOrDefault(number);

    private ActivityRun Begin(ActivityStarted e)
    {
        var drawn = _drawn.GetValueOrDefault(e.ActivityId);
        return _runs[e.Execution] = new(
            e.Execution,
            e.Parent,
            e.ActivityId,
            drawn?.NodeId ?? $"{Drawing.Workflow}:{e.ActivityId}",
            drawn?.Type ?? Drawing.NotFound,
            drawn?.Version ?? 1,
            drawn?.DisplayText,
            e.At
        );
    }

    private void Write(int sequence, ActivityRun run, string what, WorkflowEvent one, string? message = null) =>
        _lines.Add(new(sequence, run, what, one.At, string.IsNullOrEmpty(message) ? null : message));
}
