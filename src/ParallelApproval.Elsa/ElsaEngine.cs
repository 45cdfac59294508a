using System.Text.Json;
using Elsa.Workflows;
using Elsa.Workflows.Options;
using ParallelApproval.Engine;
using ElsaState = Elsa.Workflows.State.WorkflowState;

namespace ParallelApproval.Elsa;

/// <summary>
/// Elsa's own engine, driven in memory and within the host's transaction: one <see cref="IWorkflowRunner"/> call a command, none of its
/// stores, runtimes and locks. What it would accept in silence is asked first: whether the flow waits there, and whether the step has that
/// port.
/// </summary>
/// <remarks>
/// A flow moves to another version only where the new one draws the same steps and arrows. Rules that know what a late branch does belong
/// to the product's own engine, and Elsa would let such a flow finish without it.
/// </remarks>
public sealed class ElsaEngine : IFlowEngine
{
    /// <summary>
    /// Runs of activities that may be open at once; a command that would leave more is refused (<see cref="IFlowEngine.EndlessCode"/>).
    /// Half of what the product's own engine takes, because a step on Elsa costs the square of them.
    /// </summary>
    public const int MaxOpen = WorkflowEngine.MaxLive / 2;

    private readonly ElsaRuntime _runtime = new();

    /// <inheritdoc/>
    public string Name => "Elsa";

    /// <inheritdoc/>
    public IFlowState Initial => ElsaFlowState.Initial;

    /// <inheritdoc/>
    public IFlow Compile(
        WorkflowDefinition definition,
        ActivityCatalogue catalogue,
        IReadOnlyList<WorkflowDefinition>? composites = null
    ) => new ElsaFlow(definition.DrawnOut(catalogue), catalogue, _runtime);

    /// <inheritdoc/>
    public IFlowState Parse(string json) => ElsaFlowState.Parse(json);

    /// <inheritdoc/>
    public IReadOnlyList<WorkflowProblem> Check(
        WorkflowDefinition definition,
        ActivityCatalogue catalogue,
        IReadOnlyList<WorkflowDefinition>? composites = null
    ) => ElsaChecks.Check(definition, catalogue, composites ?? []);

    /// <inheritdoc/>
    public WorkflowDecision Decide(IFlow flow, IFlowState state, WorkflowCommand command)
    {
        var (drawn, before) = ((ElsaFlow)flow, (ElsaFlowState)state);
        return Refusal(drawn, before, command)
            ?? command switch
            {
                WorkflowCommand.Start start => Run(drawn, before, command, Options(start)),
                WorkflowCommand.Complete complete => CompleteAt(drawn, before, complete),
                WorkflowCommand.ElapseTimer elapse => Elapse(drawn, before, elapse),
                WorkflowCommand.RaiseEvent raised => Raise(drawn, before, raised),
                WorkflowCommand.Fail fail => Fail(drawn, before, fail),
                WorkflowCommand.Retry retry => Retry(drawn, before, retry),
                WorkflowCommand.Cancel cancel => Cancel(before, cancel),
                WorkflowCommand.Migrate migrate => Migrate(drawn, before, migrate),
                _ => Refuse("unknown_command", $"Expected a command of the engine, but it is {command.GetType().Name}."),
            };
    }

    private static Refused? Refusal(ElsaFlow flow, ElsaFlowState before, WorkflowCommand command)
    {
        if (before.Status is Engine.WorkflowStatus.Finished)
            return Refuse(
                "workflow_over",
                $"Expected the workflow to be running, but it is {before.SubStatus}.",
                ("status", $"{before.SubStatus}")
            );
        if (command is WorkflowCommand.Start start)
            return before.Sequence > 0 ? Refuse("already_started", "Expected the workflow not to have begun, but it has.")
                : start.Input is { ValueKind: not JsonValueKind.Object } input
                    ? Refuse(
                        "input_not_object",
                        $"Expected the input to be a JSON object, but it is {input.ValueKind}.",
                        ("kind", $"{input.ValueKind}")
                    )
                : null;
        if (before.Sequence == 0)
            return Refuse("not_started", "Expected the workflow to have begun, but it has not.");
        var (definition, version) = (flow.Definition.DefinitionId, flow.Definition.Version);
        return command is WorkflowCommand.Migrate || (before.DefinitionId == definition && before.Version == version)
            ? null
            : Refuse(
                "other_version",
                $"Expected {before.DefinitionId} version {before.Version}, but it is {definition} version {version}.",
                ("definition", before.DefinitionId),
                ("version", $"{before.Version}"),
                ("otherDefinition", definition),
                ("otherVersion", $"{version}")
            );
    }

    private static RunWorkflowOptions Options(WorkflowCommand.Start start) =>
        new()
        {
            CorrelationId = start.CorrelationId,
            TriggerActivityId = start.Trigger,
            Input = start
                .Input?.EnumerateObject()
                .ToDictionary(member => member.Name, member => (object)member.Value.Clone(), StringComparer.Ordinal),
        };

    private WorkflowDecision CompleteAt(ElsaFlow flow, ElsaFlowState before, WorkflowCommand.Complete complete)
    {
        if (before.Waiting(complete.BookmarkId) is not { } waiting)
            return UnknownBookmark(complete.BookmarkId);
        if (waiting.Kind is RequestKind.Timer)
            return Refuse(
                "timer_bookmark",
                $"Expected bookmark {complete.BookmarkId} to be elapsed by its timer, but it was completed.",
                ("bookmark", complete.BookmarkId)
            );
        string[] outcomes = complete.AlsoBy is { } also ? [complete.Outcome, also] : [complete.Outcome];
        var ports = flow.OutcomesOf(waiting.ActivityId);
        if (Array.Find(outcomes, outcome => !ports.Contains(outcome)) is { } unknown)
            return Refuse(
                "unknown_outcome",
                $"Expected activity {waiting.ActivityId} to end by one of {string.Join(", ", ports)}, but it was {unknown}.",
                ("activity", waiting.ActivityId),
                ("outcomes", string.Join(", ", ports)),
                ("outcome", unknown)
            );
        if (complete.Outputs is { ValueKind: not JsonValueKind.Object } outputs)
            return Refuse(
                "outputs_not_object",
                $"Expected the outputs to be a JSON object, but they are {outputs.ValueKind}.",
                ("kind", $"{outputs.ValueKind}")
            );
        return Leave(flow, before, complete, waiting.Id, new(outcomes, complete.Outputs));
    }

    private WorkflowDecision Elapse(ElsaFlow flow, ElsaFlowState before, WorkflowCommand.ElapseTimer elapse)
    {
        if (before.Waiting(elapse.BookmarkId) is not { } waiting)
            return UnknownBookmark(elapse.BookmarkId);
        if (waiting is not { Kind: RequestKind.Timer, Due: { } due })
            return Refuse(
                "not_a_timer",
                $"Expected bookmark {elapse.BookmarkId} to be a timer's, but it is of kind {waiting.Kind}.",
                ("bookmark", elapse.BookmarkId),
                ("kind", $"{waiting.Kind}")
            );
        return elapse.Now < due
            ? Refuse(
                "timer_not_due",
                $"Expected the timer {elapse.BookmarkId} to be due, but it is due at {due:O}.",
                ("bookmark", elapse.BookmarkId),
                ("due", $"{due:O}")
            )
            : Leave(flow, before, elapse, waiting.Id, Left.Done);
    }

    private WorkflowDecision Raise(ElsaFlow flow, ElsaFlowState before, WorkflowCommand.RaiseEvent raised)
    {
        var waiting = before
            .Bookmarks.Where(one => one is { Kind: RequestKind.Event } && one.Name == raised.Name)
            .Select(one => one.Id)
            .ToList();
        if (waiting.Count == 0)
            return Refuse(
                "event_not_awaited",
                $"Expected something to wait for event {raised.Name}, but nothing does.",
                ("name", raised.Name)
            );
        var result = JsonSerializer.SerializeToElement(new Dictionary<string, JsonElement?> { ["Result"] = raised.Payload });
        var (events, state) = (new List<WorkflowEvent>(), before);
        foreach (var bookmark in waiting.Where(bookmark => state.IsWaitingAt(bookmark)))
            switch (Leave(flow, state, raised, bookmark, new(["Done"], result)))
            {
                case Stepped stepped:
                    events.AddRange(stepped.Events);
                    state = (ElsaFlowState)stepped.State;
                    break;
                case var refused:
                    return refused;
            }

        return new Stepped(events, state);
    }

    private static WorkflowDecision Fail(ElsaFlow flow, ElsaFlowState before, WorkflowCommand.Fail fail)
    {
        if (before.Waiting(fail.BookmarkId) is not { } waiting)
            return UnknownBookmark(fail.BookmarkId);
        var run = before.RunAt(fail.BookmarkId);
        var incident = new Incident(ElsaFlowState.IncidentOf(run), run, waiting.ActivityId, fail.Code, fail.Message, fail.Now);
        List<WorkflowEvent> events =
        [
            new IncidentRecorded(
                fail.Now,
                incident.Id,
                run,
                waiting.ActivityId,
                flow.NodeIdOf(waiting.ActivityId),
                fail.Code,
                fail.Message
            ),
        ];
        var failed = before with { Incidents = [.. before.Incidents, incident] };
        return flow.Definition.EndsAtFault
            ? EndAt(failed, incident, events)
            : new Stepped(events, failed with { Sequence = failed.Sequence + events.Count });
    }

    /// <summary>The designer wants the flow to end where a step fails.</summary>
    internal static Stepped EndAt(ElsaFlowState failed, Incident incident, List<WorkflowEvent> events)
    {
        events.AddRange(failed.Cancelled(incident.At, $"'{incident.ActivityId}' failed"));
        events.Add(new WorkflowFaulted(incident.At, incident.Id));
        return new(events, failed.Over(Engine.WorkflowSubStatus.Faulted, events.Count));
    }

    private WorkflowDecision Retry(ElsaFlow flow, ElsaFlowState before, WorkflowCommand.Retry retry)
    {
        if (before.Incidents.FirstOrDefault(open => open.Id == retry.IncidentId) is not { } incident)
            return Refuse(
                "unknown_incident",
                $"Expected an open incident {retry.IncidentId}, but there is none.",
                ("incident", retry.IncidentId)
            );
        // A step of the host stands at its bookmark and asks anew; one of Elsa's own is carried out again.
        var isHosts = before.BookmarkOf(incident.Execution) is not null;
        var options = new RunWorkflowOptions
        {
            BookmarkId = before.BookmarkOf(incident.Execution),
            ActivityHandle = isHosts ? null : global::Elsa.Workflows.Models.ActivityHandle.FromActivityInstanceId($"{incident.Execution}"),
        };
        var cleared = before with
        {
            Sequence = before.Sequence + 1,
            Incidents = [.. before.Incidents.Where(open => open.Id != incident.Id)],
        };
        return Run(flow, cleared, retry, options, Left.AsksAgain) switch
        {
            Stepped stepped => stepped with
            {
                Events = [new IncidentRetried(retry.Now, incident.Id, incident.Execution), .. stepped.Events],
            },
            var refused => refused,
        };
    }

    private static Stepped Cancel(ElsaFlowState before, WorkflowCommand.Cancel cancel)
    {
        List<WorkflowEvent> events = [.. before.Cancelled(cancel.Now, cancel.Reason), new WorkflowCancelled(cancel.Now, cancel.Reason)];
        return new(events, before.Over(Engine.WorkflowSubStatus.Cancelled, events.Count));
    }

    private static WorkflowDecision Migrate(ElsaFlow to, ElsaFlowState before, WorkflowCommand.Migrate migrate)
    {
        var from = (ElsaFlow)migrate.From;
        if (before.DefinitionId != to.Definition.DefinitionId)
            return Refuse(
                "other_definition",
                $"Expected a version of {before.DefinitionId}, but it is one of {to.Definition.DefinitionId}.",
                ("definition", before.DefinitionId),
                ("other", to.Definition.DefinitionId)
            );
        if (before.Version == to.Definition.Version)
            return Refuse(
                "already_on_version",
                $"Expected the workflow to run on another version, but it runs on {before.Version}.",
                ("version", $"{before.Version}")
            );
        if (from.FirstDifference(to) is { } different)
            return Refuse(
                "engine_moves_same_drawing",
                $"Expected the new version to draw the same steps and arrows, but {different} differs.",
                ("place", different)
            );
        WorkflowEvent moved = new WorkflowMigrated(migrate.Now, before.Version, to.Definition.Version);
        return new Stepped([moved], before with { Version = to.Definition.Version, Sequence = before.Sequence + 1 });
    }

    private WorkflowDecision Leave(ElsaFlow flow, ElsaFlowState before, WorkflowCommand command, string bookmark, Left left) =>
        Run(flow, before, command, new() { BookmarkId = bookmark }, left);

    private WorkflowDecision Run(
        ElsaFlow flow,
        ElsaFlowState before,
        WorkflowCommand command,
        RunWorkflowOptions options,
        Left? left = null
    )
    {
        var step = new ElsaStep(command, before.Next, left);
        try
        {
            var (context, state) = _runtime.Run(flow, before.Elsa, options, step);
            return new ElsaJournal(flow, before, step, context).Told(command, state);
        }
        catch (EndlessFlow endless)
        {
            return Refuse(IFlowEngine.EndlessCode, endless.Message, ("activity", endless.Activity));
        }
    }

    private static Refused UnknownBookmark(string id) =>
        Refuse("unknown_bookmark", $"Expected the workflow to wait at bookmark {id}, but it does not (or no longer).", ("bookmark", id));

    private static Refused Refuse(string code, string sentence, params ReadOnlySpan<(string Name, string Value)> facts)
    {
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in facts)
            known[name] = value;
        return new(code, sentence, known);
    }
}
