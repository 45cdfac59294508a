namespace ParallelApproval.Engine;

/// <summary>
/// Judges a definition before it is published. Drafts may have problems; what has an error must not be published.
/// </summary>
/// <remarks>
/// Codes. Errors: <c>too_large</c>, <c>duplicate_id</c>, <c>unknown_activity_type</c>, <c>unknown_activity_version</c>,
/// <c>composite_cycle</c>, <c>empty_flowchart</c>, <c>no_start</c>, <c>several_starts</c>, <c>dangling_connection</c>, <c>unknown_port</c>,
/// <c>unreachable_activity</c>, <c>join_never_fires</c>, <c>join_in_loop_may_be_skipped</c>, <c>join_mode_not_constant</c>,
/// <c>missing_input</c>, <c>expression_does_not_parse</c>, <c>unknown_variable</c>, <c>break_outside_loop</c>,
/// <c>input_not_a_choice</c>, <c>merge_mode_unknown</c>, <c>script_name_unknown</c>, <c>liquid_not_a_condition</c>,
/// <c>cron_invalid</c>, <c>incident_strategy_unknown</c>. Warnings: <c>join_may_be_skipped</c>.
/// </remarks>
public static class WorkflowChecks
{
    /// <summary>Most activities that one definition may draw.</summary>
    public const int MaxActivities = 500;

    /// <summary>Most arrows that one definition may draw.</summary>
    public const int MaxConnections = 2_000;

    /// <summary>All problems, errors first, then in the order drawn. No error: it may be published.</summary>
    /// <param name="definition">What is to be judged.</param>
    /// <param name="catalogue">Types it may use.</param>
    /// <param name="composites">Definitions that may stand as activities in it.</param>
    public static IReadOnlyList<WorkflowProblem> Check(
        WorkflowDefinition definition,
        ActivityCatalogue catalogue,
        IEnumerable<WorkflowDefinition>? composites = null
    )
    {
        var problems = new Problems();
        var usable = (composites ?? []).Where(c => c.UsableAsActivity).ToList();
        var activities = definition.Activities().ToList();
        if (!SizeChecks.Check(activities, problems))
            return problems.Sorted();
        SizeChecks.Ids(activities, problems);
        if (definition.IncidentStrategy is { } strategy && !WorkflowDefinition.IncidentStrategies.Contains(strategy))
            problems.Error(
                null,
                "incident_strategy_unknown",
                "The strategy for incidents is '{value}'; it must be one of {choices}.",
                ("value", strategy),
                ("choices", string.Join(", ", WorkflowDefinition.IncidentStrategies))
            );
        TypeChecks.Check(activities, catalogue, usable, problems);
        foreach (var flowchart in activities.Where(a => a.Type == "Elsa.Flowchart"))
            DrawingChecks.Check(flowchart, catalogue, usable, problems);
        if (TypeChecks.Compile(definition, catalogue, usable, problems) is not { } workflow)
            return problems.Sorted();
        foreach (var node in activities.Select(a => workflow.Find(a.Id)).OfType<Node>().Distinct())
        {
            InputChecks.Check(node, problems);
            if (node.Flow is { } flow)
                JoinChecks.Check(flow, problems);
        }
        return problems.Sorted();
    }
}

/// <summary>Problems found so far.</summary>
internal sealed class Problems
{
    private readonly List<WorkflowProblem> _found = [];

    public void Error(string? activity, string code, string message, params ReadOnlySpan<(string Name, string Value)> facts) =>
        Add(activity, code, Severity.Error, message, facts);

    public void Warning(string? activity, string code, string message, params ReadOnlySpan<(string Name, string Value)> facts) =>
        Add(activity, code, Severity.Warning, message, facts);

    public IReadOnlyList<WorkflowProblem> Sorted() => _found.OrderByDescending(p => p.Severity).ToList();

    private void Add(string? activity, string code, Severity severity, string message, ReadOnlySpan<(string Name, string Value)> facts)
    {
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        if (activity is not null)
            known["activity"] = activity;
        foreach (var (name, value) in facts)
            known[name] = value;
        foreach (var (name, value) in known)
            message = message.Replace("{" + name + "}", value, StringComparison.Ordinal);
        _found.Add(new WorkflowProblem(activity, code, severity, message, known));
    }
}
