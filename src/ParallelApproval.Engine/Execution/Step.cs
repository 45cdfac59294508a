using System.Text.Json;

namespace ParallelApproval.Engine;

/// <summary>One decision being made: a state in the making, the events so far, and what is still to be done.</summary>
internal sealed partial class Step(ExecutableWorkflow workflow, WorkflowState before, WorkflowCommand command)
{
    private readonly StateBuilder _state = new(before);
    private readonly List<WorkflowEvent> _events = [];
    private readonly Queue<(int Number, bool IsToken)> _todo = new();
    private int _begun;
    private bool _isTriggered;

    public ExecutableWorkflow Workflow => workflow;

    public StateBuilder State => _state;

    public DateTimeOffset Now => command.Now;

    public JsonElement Facts => command.Facts ?? Json.EmptyObject;

    public void Emit(WorkflowEvent happened)
    {
        _events.Add(happened);
        _state.Apply(happened);
    }

    /// <summary>
    /// Begins a run of <paramref name="node"/> inside <paramref name="parent"/>; its turn comes after what is already to be done.
    /// </summary>
    public void Begin(Node node, int parent, IReadOnlyDictionary<string, JsonElement>? variables = null) =>
        Begin(node, parent, null, null, variables, false);

    private void Begin(
        Node node,
        int parent,
        IReadOnlyList<int>? consumed,
        IReadOnlyDictionary<string, int>? forks,
        IReadOnlyDictionary<string, JsonElement>? variables,
        bool latch
    )
    {
        var number = _state.Next;
        var declared = node.Composite?.Definition.Variables ?? node.Source.Variables;
        var own = declared is { Count: > 0 } ? Values.Initial(declared, variables) : variables;
        Emit(new ActivityStarted(Now, number, node.Key, parent, consumed, forks, own, latch));
        _todo.Enqueue((number, false));
    }

    /// <summary>Ends a run by these outcomes: binds its outputs, puts tokens on its arrows or tells its container.</summary>
    public void Complete(Execution run, IReadOnlyList<string> outcomes, JsonElement? outputs = null)
    {
        var node = NodeOf(run);
        if (outputs is { } values)
            Bind(run, node, values);
        var parent = run.Parent == 0 ? null : _state.Find(run.Parent);
        var flow = parent is null ? null : NodeOf(parent).Flow;
        var tokens = flow is null ? null : Leave(flow, node, run, outcomes);
        var unlatched =
            flow is not null && parent!.Latched.Count > 0 && flow.Unlatches(node.FlowIndex) is { Length: > 0 } joins ? joins : null;
        Emit(new ActivityCompleted(Now, run.Number, node.Key, outcomes, outputs, tokens, unlatched, node.KeepsOutputs));
        foreach (var token in tokens ?? [])
            _todo.Enqueue((token.Number, true));
        if (parent is null)
            Finish(outcomes);
        else
            Guard(parent.Number, (step, owner, ownerNode) => ownerNode.Behaviour.ChildEnded(step, owner, ownerNode, node, outcomes));
    }

    public void Finish(IReadOnlyList<string> outcomes)
    {
        foreach (var run in _state.Executions.Where(x => x.Parent == 0).ToList())
            Cancel(run.Number, "workflow finished");
        Emit(new WorkflowFinished(Now, outcomes, _state.Outputs));
    }

    /// <summary>Stops a run and everything inside it.</summary>
    public void Cancel(int number, string reason)
    {
        if (_state.Find(number) is not { } run)
            return;
        CancelInside(number, reason);
        Emit(new ActivityCancelled(Now, number, run.ActivityId, run.Bookmark?.Id, reason));
    }

    /// <summary>Stops everything inside a run, not the run itself.</summary>
    public void CancelInside(int number, string reason)
    {
        foreach (var child in _state.Executions.Where(x => x.Parent == number).ToList())
            Cancel(child.Number, reason);
        var tokens = _state.Tokens.Where(t => t.Scope == number).Select(t => t.Number).ToList();
        if (tokens.Count > 0)
            Emit(new TokensCancelled(Now, tokens, reason));
    }

    public Node NodeOf(Execution run) =>
        workflow.Find(run.ActivityId)
        ?? throw new ActivityFailure("activity_gone", $"Expected the definition to have activity '{run.ActivityId}', but it has none.");

    public int CountInside(int number) => _state.Executions.Count(x => x.Parent == number);

    private void Bind(Execution run, Node node, JsonElement outputs)
    {
        foreach (var (output, variableId) in node.Bindings)
        {
            var value = outputs.Member(output) ?? outputs.Member(ActivityNode.CamelCase(output));
            if (value is { } given)
                Set(run, node.Names.Of(variableId), given);
        }
    }

    /// <summary>Sets a variable where it lives, seen from that run: the nearest container that has it, else the workflow.</summary>
    public void Set(Execution run, string name, JsonElement value) => Emit(new VariableSet(Now, ScopeOf(run, name), name, value));

    private int ScopeOf(Execution run, string name)
    {
        for (var at = NodeOf(run).Composite is null ? run : _state.Find(run.Parent); at is not null; at = _state.Find(at.Parent))
            if (at.Variables?.ContainsKey(name) == true || NodeOf(at).Composite is not null)
                return at.Number;
        return 0;
    }

    private List<PlacedToken>? Leave(FlowGraph flow, Node node, Execution run, IReadOnlyList<string> outcomes)
    {
        List<PlacedToken>? placed = null;
        var number = _state.Next;
        foreach (var arrow in flow.From(node.FlowIndex))
            if (outcomes.Contains(arrow.Port))
                (placed ??= []).Add(new PlacedToken(number++, arrow.Key, flow.Nodes[arrow.Target].Key));
        if (placed is null)
            return null;
        var forks = flow.IsGate(node.FlowIndex) ? Fork(run, node) : run.Forks;
        if (forks.Count == 0)
            return placed;
        for (var i = 0; i < placed.Count; i++)
            placed[i] = placed[i] with { Forks = forks };
        return placed;
    }

    /// <summary>
    /// A gate passed again while others of its last passage are still under way: a branch that went back in front of the fork is still a
    /// branch of the first.
    /// </summary>
    private IReadOnlyDictionary<string, int> Fork(Execution run, Node node)
    {
        if (run.Forks.TryGetValue(node.Key, out var open) && IsShared(run, node.Key, open))
            return run.Forks;
        return new Dictionary<string, int>(run.Forks, StringComparer.Ordinal) { [node.Key] = run.Number };
    }

    private bool IsShared(Execution run, string fork, int number) =>
        _state.Executions.Any(x => x.Parent == run.Parent && x.Number != run.Number && x.Forks.TryGetValue(fork, out var n) && n == number)
        || _state.Tokens.Any(t => t.Scope == run.Parent && t.Forks.TryGetValue(fork, out var n) && n == number);

    private void Guard(int number, Action<Step, Execution, Node> act)
    {
        if (_state.IsOver || _state.Find(number) is not { } run)
            return;
        try
        {
            act(this, run, NodeOf(run));
        }
        catch (ActivityFailure failure)
        {
            Fail(run, failure);
        }
    }

    private void Fail(Execution run, ActivityFailure failure)
    {
        var incident = Naming.Incident(run.Number);
        Emit(
            new IncidentRecorded(
                Now,
                incident,
                run.Number,
                run.ActivityId,
                workflow.Find(run.ActivityId)?.NodeId ?? run.ActivityId,
                failure.Code,
                failure.Message
            )
        );
        if (!workflow.Definition.EndsAtFault)
            return;
        foreach (var root in _state.Executions.Where(x => x.Parent == 0).ToList())
            Cancel(root.Number, $"'{run.ActivityId}' failed");
        Emit(new WorkflowFaulted(Now, incident));
    }
}
