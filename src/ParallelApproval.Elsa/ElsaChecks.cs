using ParallelApproval.Engine;

namespace ParallelApproval.Elsa;

/// <summary>
/// What Elsa would carry out otherwise than it is drawn, without a word: refused when a version is published for it.
/// </summary>
internal static class ElsaChecks
{
    // Elsa has these in other packages; here the host waits for what they wait for.
    private static readonly HashSet<string> Waits = new(StringComparer.Ordinal)
    {
        "Elsa.Event",
        "Elsa.RunTask",
        "Elsa.DispatchWorkflow",
        "Elsa.ExecuteWorkflow",
        "Elsa.Delay",
        "Elsa.Timer",
        "Elsa.StartAt",
        "Elsa.Cron",
    };

    private static readonly HashSet<string> OfElsa = [.. ElsaRuntime.Own.Select(type => $"Elsa.{type.Name}")];

    private static readonly HashSet<string> Languages = new(StringComparer.Ordinal)
    {
        "Literal",
        "Object",
        "Variable",
        "Input",
        "JavaScript",
        "Condition",
    };

    /// <summary>Whether steps of that type are carried out by the host.</summary>
    public static bool IsOfHost(string type) => Waits.Contains(type) || !ActivityCatalogue.IsBuiltIn(type);

    public static IReadOnlyList<WorkflowProblem> Check(
        WorkflowDefinition definition,
        ActivityCatalogue catalogue,
        IReadOnlyList<WorkflowDefinition> composites
    ) => [.. definition.Activities().SelectMany(activity => Of(activity, catalogue, composites))];

    private static IEnumerable<WorkflowProblem> Of(
        ActivityNode activity,
        ActivityCatalogue catalogue,
        IReadOnlyList<WorkflowDefinition> composites
    )
    {
        var isKnown = catalogue.Find(activity.Type, activity.Version) is not null;
        if (isKnown && (IsComposite(activity, composites) || !(OfElsa.Contains(activity.Type) || IsOfHost(activity.Type))))
            yield return Problem(
                activity,
                "engine_lacks_activity",
                $"Expected only activities that the engine has, but '{activity.Id}' is a {activity.Type}.",
                ("type", activity.Type)
            );
        if (activity.MergeMode is not (MergeMode.None or MergeMode.Stream))
            yield return Problem(
                activity,
                "engine_ignores_merge",
                $"Expected arrows to merge as they come, but '{activity.Id}' merges by {activity.MergeMode}, which the engine ignores. "
                    + "Put a join in front of it.",
                ("mode", $"{activity.MergeMode}")
            );
        foreach (var language in LanguagesOf(activity).Distinct().Where(language => !Languages.Contains(language)))
            yield return Problem(
                activity,
                "engine_lacks_language",
                $"Expected only languages that the engine reads, but '{activity.Id}' is written in {language}.",
                ("language", language)
            );
        foreach (var join in LosingJoins(activity))
            yield return Problem(
                activity.Activities!.First(one => one.Id == join),
                "engine_loses_loop",
                $"Expected no loop in front of '{join}', where several arrows meet: the engine loses the branch that comes round again.",
                []
            );
    }

    private static bool IsComposite(ActivityNode activity, IReadOnlyList<WorkflowDefinition> composites) =>
        composites.Any(flow => flow.TypeName == activity.Type || flow.DefinitionId == activity.Type);

    private static IEnumerable<string> LanguagesOf(ActivityNode activity) =>
        activity
            .Properties.Keys.Select(name => activity.Input(name)?.Expression?.Type)
            .Concat(activity.Cases.Select(one => one.Condition.Type))
            .OfType<string>();

    // A branch of a split that comes round again before the join, beside others that are counted there.
    private static IEnumerable<string> LosingJoins(ActivityNode flowchart)
    {
        if (flowchart.Connections is not { Count: > 0 } arrows || flowchart.StartId is not { } start)
            yield break;
        var splits = flowchart.Activities!.Where(one => IsSplit(one, arrows)).Select(one => one.Id).ToList();
        foreach (var join in arrows.Select(arrow => arrow.Target).Distinct().Where(target => target != start))
        {
            var inFront = Reach(arrows, start, join);
            if (arrows.Count(arrow => arrow.Target == join && inFront.Contains(arrow.Source)) < 2)
                continue;
            var onBranches = splits
                .Where(inFront.Contains)
                .SelectMany(split => Reach(arrows, split, without: join, atOnce: false))
                .Distinct()
                .Where(place => Leads(arrows, place, join));
            if (onBranches.Any(place => Reach(arrows, place, without: join, atOnce: false).Contains(place)))
                yield return join;
        }
    }

    // Goes on by several arrows at once.
    private static bool IsSplit(ActivityNode activity, IReadOnlyList<Connection> arrows) =>
        activity.Type is "Elsa.FlowFork" or "Elsa.FlowSwitch"
        || arrows.Where(arrow => arrow.Source == activity.Id).GroupBy(arrow => arrow.SourcePort).Any(port => port.Count() > 1);

    private static bool Leads(IReadOnlyList<Connection> arrows, string from, string to) =>
        Reach(arrows, from, without: to).Any(place => arrows.Any(arrow => arrow.Source == place && arrow.Target == to));

    // From the place itself without following an arrow, unless it is not "at once".
    private static HashSet<string> Reach(IReadOnlyList<Connection> arrows, string from, string without, bool atOnce = true)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var todo = new Queue<string>([from]);
        if (atOnce)
            seen.Add(from);
        while (todo.TryDequeue(out var at))
            foreach (var arrow in arrows)
                if (arrow.Source == at && arrow.Target != without && seen.Add(arrow.Target))
                    todo.Enqueue(arrow.Target);
        return seen;
    }

    private static WorkflowProblem Problem(
        ActivityNode activity,
        string code,
        string message,
        params ReadOnlySpan<(string Name, string Value)> facts
    )
    {
        var known = new Dictionary<string, string>(StringComparer.Ordinal) { ["activity"] = activity.Id };
        foreach (var (name, value) in facts)
            known[name] = value;
        return new(activity.Id, code, Severity.Error, message, known);
    }
}
