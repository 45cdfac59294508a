using System.Text.Json;

namespace ParallelApproval.Engine;

/// <summary>Carries on until nothing can go on: begins what is to begin, delivers tokens, releases joins, ends empty flowcharts.</summary>
internal sealed partial class Step
{
    private Decided Settled()
    {
        do while (!_state.IsOver && _todo.TryDequeue(out var next))
            if (next.IsToken)
                Deliver(next.Number);
            else
                Run(next.Number);
        while (!_state.IsOver && SettleOne());
        return new Decided(_events, _state.ToState());
    }

    private void Run(int number) => Guard(number, static (step, run, node) =>
        {
            if (run.IncidentId is not null || run.Bookmark is not null)
                return;
            if (
                ++step._begun > WorkflowEngine.MaxActivitiesPerDecision
                || step._state.Executions.Count + step._state.Tokens.Count > WorkflowEngine.MaxLive
            )
                throw new EndlessDecision(node.Key);
            if (step.IsTrigger(node))
                step.Complete(run, Outcomes.Done, step.Happened());
            else
                node.Behaviour.Begin(step, run, node);
        });

    // The first run only: where a loop leads back to it, it waits as it does anywhere.
    private bool IsTrigger(Node node)
    {
        if (_isTriggered || command is not WorkflowCommand.Start { Trigger: { } trigger } || trigger != node.Key)
            return false;
        return _isTriggered = true;
    }

    private JsonElement Happened() =>
        Json.Object([
            new(
                "Result",
                command is WorkflowCommand.Start { Payload: { ValueKind: not JsonValueKind.Undefined } payload }
                    ? payload.Clone()
                    : Json.Null
            ),
        ]);

    private void Deliver(int number)
    {
        if (_state.Tokens.Find(t => t.Number == number) is not { } token || _state.Find(token.Scope) is not { } scope)
            return;
        var flow = NodeOf(scope).Flow!;
        var arrow = flow.ByKey[token.Connection];
        switch (flow.Rules[arrow.Target])
        {
            case MergeRule.Pass:
                Begin(flow.Nodes[arrow.Target], scope.Number, [number], token.Forks, null, false);
                break;
            case MergeRule.Any:
                Win(flow, scope, token, arrow.Target);
                break;
            case MergeRule.AllActive when arrow.IsLoop && flow.Nodes[arrow.Target].Behaviour is not FlowJoin:
                Begin(flow.Nodes[arrow.Target], scope.Number, [number], token.Forks, null, false);
                break;
        }
    }

    /// <summary>First come: what is on its way and of the same fork is cancelled.</summary>
    private void Win(FlowGraph flow, Execution scope, Token winner, int join)
    {
        var fork = Group(flow, winner.Forks, join);
        foreach (var run in _state.Executions.Where(x => x.Parent == scope.Number).ToList())
            if (flow.CanArrive(NodeOf(run).FlowIndex, join) && Group(flow, run.Forks, join) == fork)
                Cancel(run.Number, $"'{flow.Nodes[join].Key}' was reached by another branch first");
        var taken = new List<int> { winner.Number };
        var lost = new List<int>();
        foreach (
            var token in _state.Tokens.Where(t =>
                t.Scope == scope.Number && t.Number != winner.Number && Group(flow, t.Forks, join) == fork
            )
        )
        {
            var target = flow.ByKey[token.Connection].Target;
            if (target == join)
                taken.Add(token.Number);
            else if (flow.CanArrive(target, join))
                lost.Add(token.Number);
        }
        if (lost.Count > 0)
            Emit(new TokensCancelled(Now, lost, $"'{flow.Nodes[join].Key}' was reached by another branch first"));
        Begin(flow.Nodes[join], scope.Number, taken, Joined(flow, scope.Number, join, taken), null, false);
    }

    /// <summary>Which run of the fork in front of the join this descends from; 0 for none.</summary>
    private static int Group(FlowGraph flow, IReadOnlyDictionary<string, int> forks, int join) =>
        forks.Count > 0 && flow.Dominator(join) is >= 0 and var fork && forks.TryGetValue(flow.Nodes[fork].Key, out var number)
            ? number
            : 0;

    /// <summary>Gates that all taken tokens have in common, without the join's own when nobody else of that run is under way.</summary>
    private Dictionary<string, int> Joined(FlowGraph flow, int scope, int join, List<int> taken)
    {
        var tokens = _state.Tokens.Where(t => taken.Contains(t.Number)).ToList();
        var common = new Dictionary<string, int>(StringComparer.Ordinal);
        var own = flow.Dominator(join) is >= 0 and var gate ? flow.Nodes[gate].Key : null;
        foreach (var (fork, number) in tokens[0].Forks)
            if (
                tokens.TrueForAll(t => t.Forks.TryGetValue(fork, out var n) && n == number)
                && (fork != own || IsOpen(scope, fork, number, taken))
            )
                common[fork] = number;
        return common;
    }

    private bool IsOpen(int scope, string fork, int number, List<int> taken) =>
        _state.Executions.Exists(x => x.Parent == scope && x.Forks.TryGetValue(fork, out var n) && n == number)
        || _state.Tokens.Exists(t => t.Scope == scope && !taken.Contains(t.Number) && t.Forks.TryGetValue(fork, out var n) && n == number);

    /// <summary>Innermost flowcharts first: release one join, or end one flowchart in which nothing is left.</summary>
    private bool SettleOne()
    {
        for (var i = _state.Executions.Count - 1; i >= 0; i--)
        {
            var run = _state.Executions[i];
            if (run.IncidentId is not null || NodeOf(run).Flow is not { } flow)
                continue;
            if (_state.Tokens.Exists(t => t.Scope == run.Number))
            {
                if (Release(flow, run))
                    return true;
            }
            else if (CountInside(run.Number) == 0)
            {
                Complete(run, Outcomes.Done);
                return true;
            }
        }
        return false;
    }

    private bool Release(FlowGraph flow, Execution scope)
    {
        var waiting = JoinWait.In(flow, scope, _state, NodeOf);
        if (JoinWait.Next(flow, waiting) is not { } join)
            return false;
        var node = flow.Nodes[join.Place];
        var taken = join.Tokens.ConvertAll(t => t.Number);
        if (join.Missing.Count > 0)
            Emit(new JoinSkipped(Now, node.Key, taken, join.Missing));
        else
            Begin(node, scope.Number, taken, Joined(flow, scope.Number, join.Place, taken), null, flow.Rules[join.Place] == MergeRule.All);
        return true;
    }
}
