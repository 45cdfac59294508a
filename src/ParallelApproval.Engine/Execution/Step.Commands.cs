using System.Text.Json;

namespace ParallelApproval.Engine;

/// <summary>What each command asks for, and when it is refused.</summary>
internal sealed partial class Step
{
    public WorkflowDecision Decide()
    {
        try
        {
            return Refusal() ?? CarryOut();
        }
        catch (EndlessDecision endless)
        {
            return Refuse(
                WorkflowEngine.EndlessCode,
                "Expected the workflow to wait somewhere, but more than {most} activities began in one go; '{activity}' is in a "
                    + "loop that never waits.",
                ("most", $"{WorkflowEngine.MaxActivitiesPerDecision}"),
                ("activity", endless.Activity)
            );
        }
    }

    private WorkflowDecision CarryOut() =>
        command switch
        {
            WorkflowCommand.Start c => Start(c),
            WorkflowCommand.Complete c => CompleteBookmark(c),
            WorkflowCommand.Fail c => FailBookmark(c),
            WorkflowCommand.RaiseEvent c => RaiseEvent(c),
            WorkflowCommand.ElapseTimer c => ElapseTimer(c),
            WorkflowCommand.Cancel c => CancelAll(c),
            WorkflowCommand.Retry c => Retry(c),
            WorkflowCommand.Migrate c => Migrate(c),
            _ => Refuse("unknown_command", "Expected a command of the engine, but it is {command}.", ("command", command.GetType().Name)),
        };

    private Refused? Refusal()
    {
        var definition = workflow.Definition;
        if (before.Status == WorkflowStatus.Finished)
            return Refuse(
                "workflow_over",
                "Expected the workflow to be running, but it is {status}.",
                ("status", before.SubStatus.ToString())
            );
        if (command is WorkflowCommand.Start)
            return before.Sequence > 0
                ? Refuse(
                    "already_started",
                    "Expected the workflow not to have begun, but it is {status}.",
                    ("status", before.SubStatus.ToString())
                )
                : null;
        if (before.Sequence == 0)
            return Refuse("not_started", "Expected the workflow to have begun, but it has not.");
        if (command is WorkflowCommand.Migrate)
            return null;
        if (before.DefinitionId != definition.DefinitionId || before.Version != definition.Version)
            return Refuse(
                "other_version",
                "Expected the definition {definition} version {version} on which the workflow began, but it is {otherDefinition} "
                    + "version {otherVersion}.",
                ("definition", before.DefinitionId),
                ("version", $"{before.Version}"),
                ("otherDefinition", definition.DefinitionId),
                ("otherVersion", $"{definition.Version}")
            );
        var gone = before.Executions.FirstOrDefault(x => workflow.Find(x.ActivityId) is null)?.ActivityId ?? GoneArrow();
        return gone is null
            ? null
            : Refuse(
                "definition_changed",
                "Expected the definition on which the workflow began, but '{gone}' is no longer in it.",
                ("gone", gone)
            );
    }

    private string? GoneArrow() =>
        before
            .Tokens.FirstOrDefault(t =>
                before.Executions.FirstOrDefault(x => x.Number == t.Scope) is not { } scope
                || workflow.Find(scope.ActivityId)?.Flow?.ByKey.ContainsKey(t.Connection) != true
            )
            ?.Connection;

    private WorkflowDecision Start(WorkflowCommand.Start start)
    {
        if (start.Input is { ValueKind: not JsonValueKind.Object } input)
            return Refuse(
                "input_not_object",
                "Expected the input to be a JSON object, but it is {kind}.",
                ("kind", input.ValueKind.ToString())
            );
        Emit(
            new WorkflowStarted(
                Now,
                workflow.Definition.DefinitionId,
                workflow.Definition.Version,
                start.Input?.Clone(),
                Values.Initial(workflow.Definition.Variables, null)
            )
        );
        if (start.CorrelationId is { Length: > 0 } correlation)
            Emit(new Correlated(Now, correlation));
        Begin(workflow.Root, 0);
        return Settled();
    }

    private WorkflowDecision CompleteBookmark(WorkflowCommand.Complete complete)
    {
        if (Waiting(complete.BookmarkId) is not { } run)
            return UnknownBookmark(complete.BookmarkId);
        if (run.Bookmark!.Kind == RequestKind.Timer)
            return Refuse(
                "timer_bookmark",
                "Expected bookmark {bookmark} to be elapsed by its timer, but it was completed.",
                ("bookmark", complete.BookmarkId)
            );
        var outcomes = NodeOf(run).Outcomes;
        if (!outcomes.Contains(complete.Outcome) || complete.AlsoBy is { } second && !outcomes.Contains(second))
            return Refuse(
                "unknown_outcome",
                "Expected activity {activity} to end by one of {outcomes}, but it was {outcome}.",
                ("activity", run.ActivityId),
                ("outcomes", string.Join(", ", outcomes)),
                ("outcome", outcomes.Contains(complete.Outcome) ? complete.AlsoBy! : complete.Outcome)
            );
        if (complete.Outputs is { ValueKind: not JsonValueKind.Object } outputs)
            return Refuse(
                "outputs_not_object",
                "Expected the outputs to be a JSON object, but they are {kind}.",
                ("kind", outputs.ValueKind.ToString())
            );
        Complete(run, complete.AlsoBy is { } also ? [complete.Outcome, also] : [complete.Outcome], complete.Outputs?.Clone());
        return Settled();
    }

    private WorkflowDecision FailBookmark(WorkflowCommand.Fail fail)
    {
        if (Waiting(fail.BookmarkId) is not { } run)
            return UnknownBookmark(fail.BookmarkId);
        Fail(run, new ActivityFailure(fail.Code, fail.Message));
        return Settled();
    }

    private WorkflowDecision RaiseEvent(WorkflowCommand.RaiseEvent raised)
    {
        var waiting = _state.Executions.Where(x => x.Bookmark is { Kind: RequestKind.Event } b && b.Name == raised.Name).ToList();
        if (waiting.Count == 0)
            return Refuse("event_not_awaited", "Expected something to wait for event {name}, but nothing does.", ("name", raised.Name));
        var result = Json.Object([
            new("Result", raised.Payload is { ValueKind: not JsonValueKind.Undefined } payload ? payload : Json.Null),
        ]);
        foreach (var run in waiting)
            if (_state.Find(run.Number) is { } still && !_state.IsOver)
                Complete(still, Outcomes.Done, result);
        return Settled();
    }

    private WorkflowDecision ElapseTimer(WorkflowCommand.ElapseTimer elapse)
    {
        if (Waiting(elapse.BookmarkId) is not { } run)
            return UnknownBookmark(elapse.BookmarkId);
        if (run.Bookmark is not { Kind: RequestKind.Timer, Due: { } due })
            return Refuse(
                "not_a_timer",
                "Expected bookmark {bookmark} to be a timer's, but it is of kind {kind}.",
                ("bookmark", elapse.BookmarkId),
                ("kind", run.Bookmark!.Kind.ToString())
            );
        if (Now < due)
            return Refuse(
                "timer_not_due",
                "Expected the timer {bookmark} to be due, but it is due at {due}.",
                ("bookmark", elapse.BookmarkId),
                ("due", due.ToString("O"))
            );
        Complete(run, Outcomes.Done);
        return Settled();
    }

    private WorkflowDecision CancelAll(WorkflowCommand.Cancel cancel)
    {
        foreach (var run in _state.Executions.Where(x => x.Parent == 0).ToList())
            Cancel(run.Number, cancel.Reason);
        Emit(new WorkflowCancelled(Now, cancel.Reason));
        return new Decided(_events, _state.ToState());
    }

    private WorkflowDecision Retry(WorkflowCommand.Retry retry)
    {
        if (_state.Incidents.Find(i => i.Id == retry.IncidentId) is not { } incident)
            return Refuse("unknown_incident", "Expected an open incident {incident}, but there is none.", ("incident", retry.IncidentId));
        Emit(new IncidentRetried(Now, incident.Id, incident.Execution));
        _todo.Enqueue((incident.Execution, false));
        return Settled();
    }

    private Execution? Waiting(string bookmarkId) => _state.Executions.Find(x => x.Bookmark is { } b && b.Id == bookmarkId);

    private static Refused UnknownBookmark(string id) =>
        Refuse(
            "unknown_bookmark",
            "Expected the workflow to wait at bookmark {bookmark}, but it does not (or no longer).",
            ("bookmark", id)
        );

    private static Refused Refuse(string code, string sentence, params ReadOnlySpan<(string Name, string Value)> facts)
    {
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in facts)
        {
            known[name] = value;
            sentence = sentence.Replace("{" + name + "}", value, StringComparison.Ordinal);
        }
        return new Refused(code, sentence, known);
    }
}
