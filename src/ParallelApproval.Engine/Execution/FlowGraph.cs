using System.Collections.Frozen;

namespace ParallelApproval.Engine;

/// <summary>When an activity to which arrows lead begins.</summary>
internal enum MergeRule
{
    /// <summary>At every arrival.</summary>
    Pass,

    /// <summary>When nothing on its way here can still arrive.</summary>
    AllActive,

    /// <summary>The same, and every needed arrow was followed.</summary>
    All,

    /// <summary>At the first arrival; the others on their way here are cancelled.</summary>
    Any,
}

/// <summary>
/// An arrow of a flow graph. <see cref="IsLoop"/>: it leads back from behind its target. <see cref="IsNeeded"/>: a join of all needs it.
/// </summary>
internal sealed record Arrow(string Key, int Source, string Port, int Target)
{
    public bool IsLoop { get; set; }

    public bool IsNeeded { get; set; } = true;
}

/// <summary>The arrows of one flowchart with all that the hot path asks of them worked out beforehand.</summary>
internal sealed class FlowGraph
{
    private readonly Arrow[][] _out,
        _in;
    private readonly bool[]?[] _waitsFor;
    private readonly int[] _dominator;
    private readonly bool[] _gates;
    private readonly string[][] _unlatches;

    public FlowGraph(IReadOnlyList<Node> nodes, IEnumerable<Arrow> arrows, int start, Func<Node, MergeRule> ruleOf)
    {
        Nodes = nodes;
        Start = start;
        Arrows = arrows.DistinctBy(a => a.Key).ToArray();
        ByKey = Arrows.ToFrozenDictionary(a => a.Key);
        _out = Group(nodes.Count, Arrows, a => a.Source);
        _in = Group(nodes.Count, Arrows, a => a.Target);
        var walk = new FlowWalk(nodes.Count, Arrows, start);
        _dominator = walk.ImmediateDominators();
        Rank = walk.Rank;
        foreach (var arrow in Arrows)
            MarkLoop(walk, arrow);
        Rules = nodes.Select((n, i) => Rule(ruleOf(n), i)).ToArray();
        _waitsFor = nodes.Select((_, i) => Rules[i] == MergeRule.Pass ? null : walk.CanReach(i, WaitedArrows(i))).ToArray();
        _gates = Enumerable
            .Range(0, nodes.Count)
            .Select(d => Rules.Where((rule, j) => rule != MergeRule.Pass && _dominator[j] == d).Any())
            .ToArray();
        _unlatches = nodes
            .Select((_, d) => nodes.Where((_, j) => Rules[j] == MergeRule.All && _dominator[j] == d).Select(n => n.Key).ToArray())
            .ToArray();
    }

    public IReadOnlyList<Node> Nodes { get; }

    public Arrow[] Arrows { get; }

    public FrozenDictionary<string, Arrow> ByKey { get; }

    /// <summary>Where it begins; −1 in an empty flowchart.</summary>
    public int Start { get; }

    public MergeRule[] Rules { get; }

    /// <summary>Order from the start; earlier is smaller.</summary>
    public int[] Rank { get; }

    public Arrow[] From(int node) => _out[node];

    public Arrow[] Into(int node) => _in[node];

    /// <summary>Something at <paramref name="place"/> can still arrive at <paramref name="join"/> without passing through it.</summary>
    public bool CanArrive(int place, int join) => place != join && _waitsFor[join] is { } waits && waits[place];

    /// <summary>The nearest activity through which every way to this one leads; −1 for none.</summary>
    public int Dominator(int node) => _dominator[node];

    /// <summary>Every way to some join leads through this activity: what it sends out must be told from what it sent out before.</summary>
    public bool IsGate(int node) => _gates[node];

    /// <summary>Joins that need all their arrows anew once this activity has run.</summary>
    public string[] Unlatches(int node) => _unlatches[node];

    private MergeRule Rule(MergeRule wanted, int node) =>
        wanted switch
        {
            MergeRule.Any => MergeRule.Any,
            MergeRule.AllActive or MergeRule.All when _in[node].Length > 1 && WaitedArrows(node).Count() > 0 => Single(node)
                ? MergeRule.Pass
                : wanted,
            _ => MergeRule.Pass,
        };

    private bool Single(int node) => _in[node].Count(a => !a.IsLoop) <= 1 && Nodes[node].Behaviour is not FlowJoin;

    /// <summary>An explicit join waits at all its arrows, another activity only at those that do not come back from behind it.</summary>
    private IEnumerable<Arrow> WaitedArrows(int node) => _in[node].Where(a => !a.IsLoop || Nodes[node].Behaviour is FlowJoin);

    private void MarkLoop(FlowWalk walk, Arrow arrow)
    {
        var around = _dominator[arrow.Target];
        arrow.IsLoop = arrow.Source == arrow.Target || arrow.Source != around && walk.Reaches(arrow.Target, arrow.Source, without: around);
        arrow.IsNeeded = !Dominates(arrow.Target, arrow.Source);
    }

    private bool Dominates(int above, int below)
    {
        for (var at = below; at >= 0; at = _dominator[at])
            if (at == above)
                return true;
        return false;
    }

    private static Arrow[][] Group(int count, Arrow[] arrows, Func<Arrow, int> by)
    {
        var lookup = arrows.ToLookup(by);
        return Enumerable.Range(0, count).Select(i => lookup[i].ToArray()).ToArray();
    }
}
