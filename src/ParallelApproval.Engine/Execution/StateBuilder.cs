using System.Text.Json;

namespace ParallelApproval.Engine;

/// <summary>
/// A state in the making: applies events one by one. This is all of <see cref="WorkflowEngine.Apply(WorkflowState, WorkflowEvent)"/>, and
/// what a decision thinks on.
/// </summary>
internal sealed class StateBuilder(WorkflowState from)
{
    private string _definitionId = from.DefinitionId;
    private int _version = from.Version,
        _sequence = from.Sequence;
    private string? _name = from.Name;
    private WorkflowEnd _end = from.End;
    private JsonElement? _input = from.Input;
    private IReadOnlyDictionary<string, JsonElement> _results = from.Results;

    public int Next { get; private set; } = from.Next;

    public List<Execution> Executions { get; } = [.. from.Executions];

    public List<Token> Tokens { get; } = [.. from.Tokens];

    public List<Incident> Incidents { get; } = [.. from.Incidents];

    public IReadOnlyDictionary<string, JsonElement> Variables { get; private set; } = from.Variables;

    public IReadOnlyDictionary<string, JsonElement> Outputs { get; private set; } = from.Outputs;

    public IReadOnlyDictionary<string, JsonElement> Results => _results;

    public string? Name => _name;

    public string? CorrelationId { get; private set; } = from.CorrelationId;

    public JsonElement? Input => _input;

    public bool IsOver => _end != WorkflowEnd.None;

    public WorkflowState ToState() =>
        new()
        {
            DefinitionId = _definitionId,
            Version = _version,
            Name = _name,
            CorrelationId = CorrelationId,
            Sequence = _sequence,
            Next = Next,
            End = _end,
            Executions = Executions.ToArray(),
            Tokens = Tokens.ToArray(),
            Variables = Variables,
            Outputs = Outputs,
            Results = _results,
            Input = _input,
            Incidents = Incidents.ToArray(),
        };

    public Execution? Find(int number)
    {
        var at = IndexOf(number);
        return at < 0 ? null : Executions[at];
    }

    public void Apply(WorkflowEvent happened)
    {
        _sequence++;
        switch (happened)
        {
            case WorkflowStarted e:
                (_definitionId, _version, _input, Variables) = (e.DefinitionId, e.Version, e.Input, e.Variables);
                break;
            case ActivityStarted e:
                Begin(e);
                break;
            case ActivityAdvanced e:
                Change(e.Execution, x => x with { Cursor = e.Cursor, Items = e.Items ?? x.Items });
                break;
            case ActivityRequested e:
                Change(e.Execution, x => x with { Bookmark = new Bookmark(e.BookmarkId, e.ActivityId, e.Kind, e.Name, e.Due) });
                break;
            case ActivityCompleted e:
                Complete(e);
                break;
            case ActivityCancelled e:
                Remove(e.Execution);
                break;
            case TokensCancelled e:
                Take(e.Tokens);
                break;
            case JoinSkipped e:
                Take(e.Tokens);
                break;
            case VariableSet e:
                Set(e);
                break;
            case OutputSet e:
                Set(e);
                break;
            case NameSet e:
                _name = e.Name;
                break;
            case Correlated e:
                CorrelationId = e.CorrelationId;
                break;
            case IncidentRecorded e:
                Fail(e);
                break;
            case IncidentRetried e:
                Retry(e);
                break;
            case WorkflowMigrated e:
                _version = e.Version;
                break;
            case TokensPlaced e:
                Place(e.Tokens, e.Scope);
                break;
            case WorkflowFinished e:
                (_end, Outputs) = (WorkflowEnd.Finished, e.Outputs);
                break;
            case WorkflowCancelled:
                _end = WorkflowEnd.Cancelled;
                break;
            case WorkflowFaulted:
                _end = WorkflowEnd.Faulted;
                break;
        }
    }

    private void Begin(ActivityStarted e)
    {
        Next = Math.Max(Next, e.Execution + 1);
        if (e.Consumed is not null)
            Take(e.Consumed);
        if (e.Latch)
            Change(e.Parent, x => x.Latched.Contains(e.ActivityId) ? x : x with { Latched = [.. x.Latched, e.ActivityId] });
        Executions.Add(
            new Execution
            {
                Number = e.Execution,
                ActivityId = e.ActivityId,
                Parent = e.Parent,
                Forks = e.Forks ?? Execution.NoForks,
                Variables = e.Variables,
            }
        );
    }

    private void Complete(ActivityCompleted e)
    {
        var parent = Find(e.Execution)?.Parent ?? 0;
        Remove(e.Execution);
        if (e is { KeepsOutputs: true, Outputs: { } outputs })
            _results = With(_results, e.ActivityId, outputs);
        if (e.Unlatched is { Count: > 0 } unlatched)
            Change(parent, x => x with { Latched = x.Latched.Except(unlatched).ToArray() });
        Place(e.Tokens ?? [], parent);
    }

    private void Place(IReadOnlyList<PlacedToken> tokens, int scope)
    {
        foreach (var token in tokens)
        {
            Next = Math.Max(Next, token.Number + 1);
            Tokens.Add(new Token(token.Number, scope, token.Connection, token.Target) { Forks = token.Forks ?? Execution.NoForks });
        }
    }

    private void Set(VariableSet e)
    {
        if (e.Scope == 0)
            Variables = With(Variables, e.Name, e.Value);
        else
            Change(e.Scope, x => x with { Variables = With(x.Variables ?? WorkflowState.Nothing, e.Name, e.Value) });
    }

    private void Set(OutputSet e)
    {
        if (e.Scope == 0)
            Outputs = With(Outputs, e.Name, e.Value);
        else
            Change(e.Scope, x => x with { Outputs = With(x.Outputs ?? WorkflowState.Nothing, e.Name, e.Value) });
    }

    private void Fail(IncidentRecorded e)
    {
        Incidents.RemoveAll(i => i.Id == e.IncidentId);
        Incidents.Add(new Incident(e.IncidentId, e.Execution, e.ActivityId, e.Code, e.Message, e.At));
        // What was requested there could not be done; it is requested anew when it is tried again.
        Change(e.Execution, x => x with { IncidentId = e.IncidentId, Bookmark = null });
    }

    private void Retry(IncidentRetried e)
    {
        Incidents.RemoveAll(i => i.Id == e.IncidentId);
        Change(e.Execution, x => x with { IncidentId = null });
    }

    private void Remove(int execution)
    {
        if (IndexOf(execution) is >= 0 and var at)
            Executions.RemoveAt(at);
        if (Incidents.Count > 0)
            Incidents.RemoveAll(i => i.Execution == execution);
    }

    private void Take(IReadOnlyList<int> numbers)
    {
        foreach (var number in numbers)
            if (Tokens.FindIndex(t => t.Number == number) is >= 0 and var at)
                Tokens.RemoveAt(at);
    }

    private void Change(int execution, Func<Execution, Execution> change)
    {
        if (IndexOf(execution) is >= 0 and var at)
            Executions[at] = change(Executions[at]);
    }

    private int IndexOf(int number)
    {
        for (var i = Executions.Count - 1; i >= 0; i--)
            if (Executions[i].Number == number)
                return i;
        return -1;
    }

    private static Dictionary<string, JsonElement> With(IReadOnlyDictionary<string, JsonElement> values, string name, JsonElement value) =>
        new(values, StringComparer.Ordinal) { [name] = value };
}
