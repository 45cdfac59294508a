namespace ParallelApproval.Engine;

/// <summary>Walks over the arrows of a flowchart: who reaches whom, and through whom every way leads.</summary>
internal sealed class FlowWalk
{
    private readonly List<int>[] _next,
        _before;
    private readonly int _start;
    private readonly List<int> _order = [];

    public FlowWalk(int count, IEnumerable<Arrow> arrows, int start)
    {
        _start = start;
        _next = Enumerable.Range(0, count).Select(_ => new List<int>()).ToArray();
        _before = Enumerable.Range(0, count).Select(_ => new List<int>()).ToArray();
        foreach (var arrow in arrows)
        {
            _next[arrow.Source].Add(arrow.Target);
            _before[arrow.Target].Add(arrow.Source);
        }
        Rank = Enumerable.Repeat(int.MaxValue, count).ToArray();
        if (start >= 0)
            Order();
    }

    /// <summary>Reverse post-order from the start; int.MaxValue when the start does not lead there.</summary>
    public int[] Rank { get; }

    public bool IsReachable(int node) => Rank[node] != int.MaxValue;

    /// <summary>There is a way of at least one arrow that does not touch <paramref name="without"/> (−1: none left out).</summary>
    public bool Reaches(int from, int to, int without)
    {
        if (from == without || to == without)
            return false;
        var seen = new bool[_next.Length];
        var todo = new Stack<int>(_next[from].Where(n => n != without));
        while (todo.TryPop(out var at))
        {
            if (at == to)
                return true;
            if (seen[at])
                continue;
            seen[at] = true;
            foreach (var next in _next[at])
                if (next != without && !seen[next])
                    todo.Push(next);
        }
        return false;
    }

    /// <summary>From which places one can come to <paramref name="node"/> by these arrows, not passing through it.</summary>
    public bool[] CanReach(int node, IEnumerable<Arrow> by)
    {
        var seen = new bool[_next.Length];
        var todo = new Stack<int>(by.Select(a => a.Source).Where(s => s != node));
        while (todo.TryPop(out var at))
        {
            if (seen[at])
                continue;
            seen[at] = true;
            foreach (var before in _before[at])
                if (before != node && !seen[before])
                    todo.Push(before);
        }
        return seen;
    }

    /// <summary>Immediate dominators (Cooper, Harvey and Kennedy's iteration); −1 for the start and what it does not lead to.</summary>
    public int[] ImmediateDominators()
    {
        var dominator = Enumerable.Repeat(-1, _next.Length).ToArray();
        if (_start < 0)
            return dominator;
        dominator[_start] = _start;
        for (var changed = true; changed; )
        {
            changed = false;
            foreach (var node in _order)
            {
                if (node == _start)
                    continue;
                var common = -1;
                foreach (var before in _before[node])
                    if (dominator[before] >= 0)
                        common = common < 0 ? before : Common(dominator, before, common);
                if (dominator[node] == common)
                    continue;
                dominator[node] = common;
                changed = true;
            }
        }
        dominator[_start] = -1;
        return dominator;
    }

    private int Common(int[] dominator, int a, int b)
    {
        while (a != b)
        {
            while (Rank[a] > Rank[b])
                a = dominator[a];
            while (Rank[b] > Rank[a])
                b = dominator[b];
        }
        return a;
    }

    private void Order()
    {
        var entered = new bool[_next.Length];
        var path = new Stack<(int Node, int Child)>();
        path.Push((_start, 0));
        entered[_start] = true;
        while (path.TryPop(out var top))
        {
            if (top.Child == _next[top.Node].Count)
            {
                _order.Add(top.Node);
                continue;
            }
            path.Push((top.Node, top.Child + 1));
            var child = _next[top.Node][top.Child];
            if (entered[child])
                continue;
            entered[child] = true;
            path.Push((child, 0));
        }
        _order.Reverse();
        for (var i = 0; i < _order.Count; i++)
            Rank[_order[i]] = i;
    }
}
