using System.Text.Json;

namespace ParallelApproval.Engine;

/// <summary>Going on by another version of the definition.</summary>
internal sealed partial class Step
{
    private WorkflowDecision Migrate(WorkflowCommand.Migrate migrate)
    {
        var (definition, old) = (workflow.Definition, (ExecutableWorkflow)migrate.From);
        if (before.DefinitionId != definition.DefinitionId)
            return Refuse(
                "other_definition",
                "Expected a version of {definition}, but it is one of {other}.",
                ("definition", before.DefinitionId),
                ("other", definition.DefinitionId)
            );
        if (before.Version == definition.Version)
            return Refuse(
                "already_on_version",
                "Expected the workflow to run on another version, but it runs on {version}.",
                ("version", $"{before.Version}")
            );
        if (before.Version != old.Definition.Version)
            return Refuse(
                "other_version",
                "Expected the workflow to run on version {version}, but it runs on {other}.",
                ("version", $"{old.Definition.Version}"),
                ("other", $"{before.Version}")
            );
        if (before.Executions.Select(run => HasNoPlace(run, old)).FirstOrDefault(found => found is not null) is { } homeless)
            return homeless;
        if (GoneArrow() is { } arrow)
            return Refuse(
                "arrow_gone",
                "Expected the new version to have connection {connection}, on which the workflow waits, but it has not.",
                ("connection", arrow)
            );

        Emit(new WorkflowMigrated(Now, before.Version, definition.Version));
        foreach (var (name, value) in Values.Initial(definition.Variables, null))
            if (!_state.Variables.ContainsKey(name))
                Emit(new VariableSet(Now, 0, name, value));
        foreach (var scope in before.Executions)
            if (NodeOf(scope).Flow is { } flow && OpenLateBranches(scope, flow, old) is { } unclear)
                return unclear;
        foreach (var scope in before.Executions)
            if (NodeOf(scope).Flow is { } flow && WaitsInVain(scope, flow, old) is { } vain)
                return vain;
        var settled = Settled();
        return settled.Events.OfType<JoinSkipped>().FirstOrDefault() is { } skipped
            ? NeverComes(skipped.ActivityId, string.Join(", ", skipped.Missing))
            : settled;
    }

    /// <summary>What runs must be drawn in the new version, as the same kind of thing in the same container.</summary>
    private Refused? HasNoPlace(Execution run, ExecutableWorkflow old)
    {
        var (was, now) = (old.Find(run.ActivityId), workflow.Find(run.ActivityId));
        if (now is null)
            return Refuse(
                "activity_gone",
                "Expected the new version to have activity '{activity}' ({display}), at which the workflow stands, but it has not.",
                ("activity", run.ActivityId),
                ("display", was?.Source.DisplayText ?? run.ActivityId)
            );
        if (was is null)
            return null;
        if (was.Descriptor.Type != now.Descriptor.Type || was.Parent?.Key != now.Parent?.Key)
            return Refuse(
                "activity_changed",
                "Expected activity '{activity}' ({display}), at which the workflow stands, to be a {type} in the same place, but "
                    + "the new version has drawn it otherwise.",
                ("activity", run.ActivityId),
                ("display", was.Source.DisplayText),
                ("type", was.Descriptor.Type)
            );
        return now.Flow is null && !Inside(was).SequenceEqual(Inside(now), StringComparer.Ordinal)
            ? Refuse(
                "container_changed",
                "Expected '{activity}' ({display}), which runs, to hold the same activities in the same order, but it does not.",
                ("activity", run.ActivityId),
                ("display", was.Source.DisplayText)
            )
            : null;
    }

    private static IEnumerable<string> Inside(Node container) =>
        container
            .Children.Select(c => c.Key)
            .Concat(container.Embedded.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => $"{e.Key}:{e.Value.Key}"))
            .Concat(container.Cases.Select(c => $"{c.Label}:{c.Child?.Key}"));

    /// <summary>
    /// A fork whose branches are under way gets its additional ones now. Which of several ports it was left by is not known any more, so
    /// only a port without a rival is clear.
    /// </summary>
    private Refused? OpenLateBranches(Execution scope, FlowGraph flow, ExecutableWorkflow old)
    {
        var known = old.Find(scope.ActivityId)?.Flow?.ByKey;
        foreach (var arrow in flow.Arrows)
        {
            if (known?.ContainsKey(arrow.Key) == true || OpenForks(scope, flow.Nodes[arrow.Source].Key) is not { Count: > 0 } open)
                continue;
            var gate = flow.Nodes[arrow.Source];
            if (gate.Behaviour is not FlowFork && gate.Outcomes.Count > 1)
                return Refuse(
                    "late_branch_unclear",
                    "Expected to know whether '{activity}' ({display}) was left by {port}, to which the new version adds a branch, "
                        + "but it has several ports.",
                    ("activity", gate.Key),
                    ("display", gate.Source.DisplayText),
                    ("port", arrow.Port)
                );
            foreach (var forks in open)
            {
                var token = new PlacedToken(_state.Next, arrow.Key, flow.Nodes[arrow.Target].Key, forks);
                Emit(new TokensPlaced(Now, scope.Number, [token]));
                _todo.Enqueue((token.Number, true));
            }
        }
        return null;
    }

    /// <summary>The marks of each passage of that fork whose branches are under way.</summary>
    private List<IReadOnlyDictionary<string, int>> OpenForks(Execution scope, string gate) =>
        before
            .Executions.Where(x => x.Parent == scope.Number)
            .Select(x => x.Forks)
            .Concat(before.Tokens.Where(t => t.Scope == scope.Number).Select(t => t.Forks))
            .Where(forks => forks.ContainsKey(gate))
            .DistinctBy(forks => forks[gate])
            .ToList();

    /// <summary>
    /// A join of all that is still ahead must be able to get each of its arrows, unless it could not get it in the old version either.
    /// </summary>
    private Refused? WaitsInVain(Execution scope, FlowGraph flow, ExecutableWorkflow old)
    {
        var already = old.Find(scope.ActivityId)?.Flow is { } was
            ? InVain(was, scope, before.Executions, before.Tokens, old).ToHashSet()
            : [];
        return InVain(flow, scope, _state.Executions, _state.Tokens, workflow)
            .Where(vain => !already.Contains(vain))
            .Select(vain => NeverComes(vain.Join, vain.Arrow))
            .FirstOrDefault();
    }

    private static IEnumerable<(string Join, string Arrow)> InVain(
        FlowGraph flow,
        Execution scope,
        IReadOnlyList<Execution> runs,
        IReadOnlyList<Token> tokens,
        ExecutableWorkflow drawn
    )
    {
        var waiting = tokens.Where(t => t.Scope == scope.Number).ToList();
        var places = runs.Where(x => x.Parent == scope.Number)
            .Select(x => drawn.Find(x.ActivityId)?.FlowIndex ?? -1)
            .Concat(waiting.Select(t => flow.ByKey[t.Connection].Target))
            .Where(place => place >= 0)
            .ToHashSet();
        var walk = new FlowWalk(flow.Nodes.Count, flow.Arrows, flow.Start);
        bool IsAhead(int node) => places.Contains(node) || places.Any(place => walk.Reaches(place, node, without: -1));
        return Enumerable
            .Range(0, flow.Nodes.Count)
            .Where(join => flow.Rules[join] == MergeRule.All && !scope.Latched.Contains(flow.Nodes[join].Key) && IsAhead(join))
            .SelectMany(flow.Into, (join, arrow) => (Join: join, Arrow: arrow))
            .Where(one => one.Arrow.IsNeeded && !waiting.Exists(t => t.Connection == one.Arrow.Key) && !IsAhead(one.Arrow.Source))
            .Select(one => (flow.Nodes[one.Join].Key, one.Arrow.Key));
    }

    private Refused NeverComes(string join, string connection) =>
        Refuse(
            "join_would_wait",
            "Expected every branch in front of join '{activity}' ({display}) to be able to arrive in the new version, but "
                + "{connection} never can.",
            ("activity", join),
            ("display", workflow.Find(join)?.Source.DisplayText ?? join),
            ("connection", connection)
        );
}
