namespace ParallelApproval.Engine;

/// <summary>Tokens of one fork that wait at one join, and what keeps them waiting.</summary>
internal sealed class JoinWait
{
    public required int Place { get; init; }

    public required int Group { get; init; }

    public List<Token> Tokens { get; } = [];

    /// <summary>Arrows that a join of all needs and will not get; empty when it can begin.</summary>
    public List<string> Missing { get; private set; } = [];

    /// <summary>Some activity that still runs can arrive here.</summary>
    private bool IsAwaiting { get; set; }

    public static List<JoinWait> In(FlowGraph flow, Execution scope, StateBuilder state, Func<Execution, Node> nodeOf)
    {
        var waits = new List<JoinWait>();
        foreach (var token in state.Tokens)
        {
            if (token.Scope != scope.Number)
                continue;
            var place = flow.ByKey[token.Connection].Target;
            var group = GroupOf(flow, token.Forks, place);
            var wait = waits.Find(w => w.Place == place && w.Group == group);
            if (wait is null)
                waits.Add(wait = new JoinWait { Place = place, Group = group });
            wait.Tokens.Add(token);
        }
        foreach (var wait in waits)
        {
            wait.IsAwaiting = state.Executions.Exists(x => x.Parent == scope.Number && wait.IsFor(flow, nodeOf(x).FlowIndex, x.Forks));
            if (flow.Rules[wait.Place] == MergeRule.All && !scope.Latched.Contains(flow.Nodes[wait.Place].Key))
                wait.Missing = wait.NotFollowed(flow);
        }
        return MarkChains(flow, waits);
    }

    /// <summary>
    /// The one to release: nothing can arrive at it; else, in a ring of joins that wait for each other only, the first that can begin.
    /// </summary>
    public static JoinWait? Next(FlowGraph flow, List<JoinWait> waits)
    {
        var free = waits.Where(w => !w.IsAwaiting).ToList();
        return free.Where(w => !w._heldByJoin).MinBy(w => flow.Rank[w.Place])
            ?? free.Where(w => w.Missing.Count == 0).MinBy(w => flow.Rank[w.Place])
            ?? free.MinBy(w => flow.Rank[w.Place]);
    }

    private bool _heldByJoin;

    /// <summary>A join held by a join that awaits something awaits it too; what is left is held by joins only.</summary>
    private static List<JoinWait> MarkChains(FlowGraph flow, List<JoinWait> waits)
    {
        for (var changed = waits.Count > 1; changed; )
        {
            changed = false;
            foreach (var wait in waits)
            foreach (var other in waits)
            {
                if (
                    ReferenceEquals(wait, other)
                    || !flow.CanArrive(other.Place, wait.Place)
                    || !other.Tokens.Exists(t => wait.IsFor(flow, other.Place, t.Forks))
                )
                    continue;
                wait._heldByJoin = true;
                if (!other.IsAwaiting || wait.IsAwaiting)
                    continue;
                wait.IsAwaiting = changed = true;
            }
        }
        return waits;
    }

    private bool IsFor(FlowGraph flow, int place, IReadOnlyDictionary<string, int> forks) =>
        flow.CanArrive(place, Place) && GroupOf(flow, forks, Place) == Group;

    private List<string> NotFollowed(FlowGraph flow)
    {
        var followed = Tokens.Select(t => t.Connection).ToHashSet(StringComparer.Ordinal);
        return flow.Into(Place).Where(a => a.IsNeeded && !followed.Contains(a.Key)).Select(a => a.Key).ToList();
    }

    private static int GroupOf(FlowGraph flow, IReadOnlyDictionary<string, int> forks, int place) =>
        forks.Count > 0 && flow.Dominator(place) is >= 0 and var fork && forks.TryGetValue(flow.Nodes[fork].Key, out var number)
            ? number
            : 0;
}
