namespace ParallelApproval.Engine;

/// <summary>Builds the flow graph of a flowchart from what was drawn.</summary>
internal static class FlowGraphs
{
    public static FlowGraph Of(Node flowchart, ActivityNode source)
    {
        var nodes = flowchart.Children;
        var index = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < nodes.Count; i++)
        {
            index.TryAdd(nodes[i].Source.Id, i);
            nodes[i].FlowIndex = i;
        }
        var arrows = (source.Connections ?? [])
            .Where(c => index.ContainsKey(c.Source) && index.ContainsKey(c.Target))
            .Select(c => new Arrow(c.ToString(), index[c.Source], c.SourcePort, index[c.Target]));
        return new FlowGraph(nodes, arrows, Start(source, index), RuleOf);
    }

    /// <summary>
    /// The activity that the flowchart names as its start; else the one of type Start; else the one marked as able to start; else the
    /// first to which no arrow leads; else the first.
    /// </summary>
    public static string? StartId(ActivityNode flowchart)
    {
        var activities = flowchart.Activities ?? [];
        var targets = (flowchart.Connections ?? []).Select(c => c.Target).ToHashSet(StringComparer.Ordinal);
        var start = Named(flowchart)
            ?? activities.FirstOrDefault(a => a.Type == "Elsa.Start")
            ?? activities.FirstOrDefault(a => a.CustomProperties.Flag("canStartWorkflow"))
            ?? activities.FirstOrDefault(a => !targets.Contains(a.Id))
            ?? activities.FirstOrDefault();
        return start?.Id;
    }

    /// <summary>The activity that the flowchart itself holds as its <c>start</c>; null when it names none of its own.</summary>
    public static ActivityNode? Named(ActivityNode flowchart) =>
        flowchart.Embedded.TryGetValue("start", out var named)
            ? flowchart.Activities?.FirstOrDefault(activity => activity.Id == named.Id)
            : null;

    public static MergeRule RuleOf(Node node) =>
        node.Behaviour is FlowJoin && node.Argument("Mode") is { IsSet: true } mode
            ? FlowJoin.Rule(mode)
            : node.Source.MergeMode switch
            {
                MergeMode.Converge or MergeMode.Merge => MergeRule.All,
                MergeMode.Race => MergeRule.Any,
                MergeMode.Cascade => MergeRule.Pass,
                _ when node.Behaviour is FlowJoin && node.Source.CustomProperties.Text("mergeMode") is null => MergeRule.Any,
                _ => MergeRule.AllActive,
            };

    private static int Start(ActivityNode source, Dictionary<string, int> index) => StartId(source) is { } id ? index[id] : -1;
}
