namespace ParallelApproval.Engine;

/// <summary>
/// The arrows of a flowchart lead from ports that exist to activities that exist; there is one beginning and everything can be reached from
/// it.
/// </summary>
internal static class DrawingChecks
{
    public static void Check(ActivityNode flowchart, ActivityCatalogue catalogue, List<WorkflowDefinition> composites, Problems problems)
    {
        var activities = (flowchart.Activities ?? [])
            .DistinctBy(a => a.Id, StringComparer.Ordinal)
            .ToDictionary(a => a.Id, StringComparer.Ordinal);
        if (activities.Count == 0)
        {
            problems.Error(flowchart.Id, "empty_flowchart", "Expected flowchart '{activity}' to hold activities, but it is empty.");
            return;
        }
        foreach (var connection in flowchart.Connections ?? [])
            Arrow(connection, activities, catalogue, composites, problems);
        Start(flowchart, activities, problems);
        Reach(flowchart, activities, problems);
    }

    private static void Arrow(
        Connection connection,
        Dictionary<string, ActivityNode> activities,
        ActivityCatalogue catalogue,
        List<WorkflowDefinition> composites,
        Problems problems
    )
    {
        foreach (var end in new[] { connection.Source, connection.Target })
            if (!activities.ContainsKey(end))
                problems.Error(
                    end,
                    "dangling_connection",
                    "Expected connection {connection} to join two activities, but there is no activity '{activity}'.",
                    ("connection", connection.ToString())
                );
        if (!activities.TryGetValue(connection.Source, out var source) || !activities.ContainsKey(connection.Target))
            return;
        var composite = composites.Find(c => TypeChecks.IsComposite(source, [c]));
        var descriptor = composite is null ? catalogue.Find(source.Type, source.Version) : CompositeDescriptors.Of(composite);
        if (descriptor?.OutcomesOf(source) is { } ports && !ports.Contains(connection.SourcePort))
            problems.Error(
                source.Id,
                "unknown_port",
                "Expected connection {connection} to leave '{activity}' by one of its ports ({ports}), but {port} is none of them.",
                ("connection", connection.ToString()),
                ("port", connection.SourcePort),
                ("ports", ports.Count == 0 ? "it has none" : string.Join(", ", ports))
            );
        if (connection.TargetPort != "In")
            problems.Error(
                connection.Target,
                "unknown_port",
                "Expected connection {connection} to enter '{activity}' by In, but it is {port}.",
                ("connection", connection.ToString()),
                ("port", connection.TargetPort)
            );
    }

    private static void Start(ActivityNode flowchart, Dictionary<string, ActivityNode> activities, Problems problems)
    {
        if (FlowGraphs.Named(flowchart) is not null)
            return;
        var targets = (flowchart.Connections ?? []).Select(c => c.Target).ToHashSet(StringComparer.Ordinal);
        var starts = activities.Values.Where(a => a.Type == "Elsa.Start").ToList();
        if (starts.Count == 0)
            starts = activities.Values.Where(a => a.CustomProperties.Flag("canStartWorkflow")).ToList();
        if (starts.Count == 0)
            starts = activities.Values.Where(a => !targets.Contains(a.Id)).ToList();
        if (starts.Count == 0)
            problems.Error(
                flowchart.Id,
                "no_start",
                "Expected flowchart '{activity}' to have a beginning, but every activity has an arrow leading to it and none is a start."
            );
        else if (starts.Count > 1)
            problems.Error(
                flowchart.Id,
                "several_starts",
                "Expected flowchart '{activity}' to have one beginning, but {starts} could each be it.",
                ("starts", string.Join(", ", starts.Select(s => s.Id)))
            );
    }

    private static void Reach(ActivityNode flowchart, Dictionary<string, ActivityNode> activities, Problems problems)
    {
        if (FlowGraphs.StartId(flowchart) is not { } start)
            return;
        var from = (flowchart.Connections ?? []).ToLookup(c => c.Source, c => c.Target, StringComparer.Ordinal);
        var reached = new HashSet<string>(StringComparer.Ordinal) { start };
        var todo = new Stack<string>(reached);
        while (todo.TryPop(out var at))
            foreach (var next in from[at])
                if (activities.ContainsKey(next) && reached.Add(next))
                    todo.Push(next);
        foreach (var activity in activities.Values.Where(a => !reached.Contains(a.Id)))
            problems.Error(
                activity.Id,
                "unreachable_activity",
                "Expected activity '{activity}' to be reached from '{start}', but no arrows lead there.",
                ("start", start)
            );
    }
}
