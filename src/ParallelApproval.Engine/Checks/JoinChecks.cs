namespace ParallelApproval.Engine;

/// <summary>Joins that need all their arrows can have them.</summary>
internal static class JoinChecks
{
    private const int MaxArrows = 64;

    public static void Check(FlowGraph flow, Problems problems)
    {
        var walk = new FlowWalk(flow.Nodes.Count, flow.Arrows, flow.Start);
        for (var join = 0; join < flow.Nodes.Count; join++)
        {
            if (flow.Rules[join] != MergeRule.All || !walk.IsReachable(join))
                continue;
            var needed = flow.Into(join).Where(a => a.IsNeeded).ToList();
            if (needed.Count > MaxArrows)
                TooLarge(flow, join, needed.Count, problems);
            else if (Excluding(flow, walk, join, needed) is { } pair)
                NeverFires(flow, join, pair, problems);
            else if (needed.Find(a => !walk.IsReachable(a.Source)) is { } dead)
                Dead(flow, join, dead, problems);
            else
                MaySkip(flow, walk, join, needed, problems);
        }
    }

    /// <summary>
    /// Two arrows of which one activity can only ever give one: they hang on different ports of it, and every way to them leads through it.
    /// </summary>
    private static (Arrow First, Arrow Second, int Split)? Excluding(FlowGraph flow, FlowWalk walk, int join, List<Arrow> needed)
    {
        for (var i = 0; i < needed.Count; i++)
        for (var j = i + 1; j < needed.Count; j++)
        for (var split = needed[i].Source; split >= 0; split = flow.Dominator(split))
            if (
                IsExclusive(flow.Nodes[split])
                && Leads(flow, split, needed[j].Source)
                && !Ports(flow, walk, split, needed[i], join).Overlaps(Ports(flow, walk, split, needed[j], join))
            )
                return (needed[i], needed[j], split);
        return null;
    }

    /// <summary>Ends by one outcome at a time.</summary>
    private static bool IsExclusive(Node node) =>
        node.Outcomes.Count > 1
        && node.Behaviour switch
        {
            FlowFork => false,
            FlowSwitch => !string.Equals(
                node.Argument("Mode")?.Constant is { } mode ? Values.Text(mode) : "MatchFirst",
                "MatchAny",
                StringComparison.OrdinalIgnoreCase
            ),
            _ => true,
        };

    /// <summary>Every way from the start to <paramref name="place"/> leads through <paramref name="node"/>.</summary>
    private static bool Leads(FlowGraph flow, int node, int place)
    {
        for (var at = place; at >= 0; at = flow.Dominator(at))
            if (at == node)
                return true;
        return false;
    }

    /// <summary>Ports of the split from which one comes to the arrow, touching neither the split again nor the join.</summary>
    private static HashSet<string> Ports(FlowGraph flow, FlowWalk walk, int split, Arrow arrow, int join)
    {
        if (arrow.Source == split)
            return [arrow.Port];
        return flow.From(split)
            .Where(a =>
                a.Target != join
                && (
                    a.Target == arrow.Source
                    || walk.Reaches(a.Target, arrow.Source, without: split) && !OnlyThrough(walk, a.Target, arrow.Source, join)
                )
            )
            .Select(a => a.Port)
            .ToHashSet(StringComparer.Ordinal);
    }

    private static bool OnlyThrough(FlowWalk walk, int from, int to, int through) => !walk.Reaches(from, to, without: through);

    private static void MaySkip(FlowGraph flow, FlowWalk walk, int join, List<Arrow> needed, Problems problems)
    {
        var exits = needed.SelectMany(a => Exits(flow, walk, join, a)).Distinct(StringComparer.Ordinal).ToList();
        if (exits.Count == 0)
            return;
        var some = string.Join(", ", exits.Take(8)) + (exits.Count > 8 ? ", …" : "");
        if (walk.Reaches(join, join, without: -1))
            problems.Error(
                flow.Nodes[join].Key,
                "join_in_loop_may_be_skipped",
                "Expected every branch in front of join '{activity}' to arrive, because it stands in a loop and waits for all, but "
                    + "a branch may leave by {exits}. Use WaitAllActive, or lead these ports on.",
                ("exits", some)
            );
        else
            problems.Warning(
                flow.Nodes[join].Key,
                "join_may_be_skipped",
                "Join '{activity}' waits for all; when a branch leaves by {exits}, it is skipped and nothing behind it runs. Use "
                    + "WaitAllActive if the other branches should go on.",
                ("exits", some)
            );
    }

    /// <summary>Ports by which a branch on its way to that arrow leaves for good, without ending the flowchart.</summary>
    private static IEnumerable<string> Exits(FlowGraph flow, FlowWalk walk, int join, Arrow arrow)
    {
        var gate = flow.Dominator(join);
        for (var place = 0; place < flow.Nodes.Count; place++)
        {
            if (place == join || place == gate || !walk.IsReachable(place) || !IsExclusive(flow.Nodes[place]))
                continue;
            if (place != arrow.Source && OnlyThrough(walk, place, arrow.Source, join))
                continue;
            if (gate >= 0 && !walk.Reaches(gate, place, without: join))
                continue;
            foreach (var port in flow.Nodes[place].Outcomes)
                if (Leaves(flow, walk, place, port, arrow, join))
                    yield return $"{flow.Nodes[place].Key}:{port}";
        }
    }

    private static bool Leaves(FlowGraph flow, FlowWalk walk, int place, string port, Arrow arrow, int join)
    {
        var targets = flow.From(place).Where(a => a.Port == port).ToList();
        if (place == arrow.Source && targets.Exists(a => a.Key == arrow.Key))
            return false;
        return !targets.Exists(a =>
            a.Target != join && (a.Target == arrow.Source || walk.Reaches(a.Target, arrow.Source, without: join))
            || EndsAll(flow, walk, a.Target)
        );
    }

    private static bool EndsAll(FlowGraph flow, FlowWalk walk, int from) =>
        Enumerable
            .Range(0, flow.Nodes.Count)
            .Any(n => flow.Nodes[n].Behaviour is End or Finish && (n == from || walk.Reaches(from, n, without: -1)));

    private static void NeverFires(FlowGraph flow, int join, (Arrow First, Arrow Second, int Split) pair, Problems problems) =>
        problems.Error(
            flow.Nodes[join].Key,
            "join_never_fires",
            "Expected join '{activity}', which waits for all, to be able to fire, but {first} and {second} exclude each other: "
                + "'{split}' ends by one port at a time. Use WaitAllActive, or merge the two arrows first.",
            ("first", pair.First.Key),
            ("second", pair.Second.Key),
            ("split", flow.Nodes[pair.Split].Key)
        );

    private static void TooLarge(FlowGraph flow, int join, int count, Problems problems) =>
        problems.Error(
            flow.Nodes[join].Key,
            "too_large",
            "Expected at most {max} arrows into join '{activity}', but there are {count}.",
            ("max", $"{MaxArrows}"),
            ("count", $"{count}")
        );

    private static void Dead(FlowGraph flow, int join, Arrow dead, Problems problems) =>
        problems.Error(
            flow.Nodes[join].Key,
            "join_never_fires",
            "Expected join '{activity}', which waits for all, to be able to fire, but {first} can never be followed.",
            ("first", dead.Key)
        );
}
