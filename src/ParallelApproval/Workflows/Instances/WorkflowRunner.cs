using System.Text.Json;
using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Engine;
using ParallelApproval.Refusals;
using EngineRefused = ParallelApproval.Engine.Refused;

namespace ParallelApproval.Workflows;

/// <summary>
/// Runs the flow of a case within a command (流程推进): steps the engine in memory, lets the rooms carry out what the flow asks for, and goes
/// on until everything waits or the flow has ended. All of it is stored with the command's one commit.
/// </summary>
public sealed class WorkflowRunner(DefinitionRegister definitions, IEnumerable<CaseActivity> activities, CaseFacts facts, IAfterFlow after)
{
    /// <summary>Steps of the house that one command may carry out one after the other; more is a loop that never waits.</summary>
    internal const int MostAtOnce = 500;

    private const string EndlessLoop = "流程原地循环";

    private readonly Dictionary<string, CaseActivity> _activities = activities.ToDictionary(
        activity => activity.Descriptor.Type,
        StringComparer.Ordinal
    );

    /// <summary>Starts the flow of a new case on that version.</summary>
    public ErrorOr<Success> Begin(CaseFile file, WorkflowVersion workflow)
    {
        file.Section<InstanceSection>().Put(workflow);
        return Run(file, new WorkflowCommand.Start(file.Act.At, Facts: FactsOf(file)));
    }

    /// <summary>The step under that bookmark is done; the flow leaves it by the port.</summary>
    public ErrorOr<Success> CompleteAt(CaseFile file, string bookmark, string outcome) =>
        Run(file, new WorkflowCommand.Complete(file.Act.At, bookmark, outcome, Facts: FactsOf(file)));

    /// <summary>The time has come that a timer of the engine waits for.</summary>
    internal ErrorOr<Success> Elapse(CaseFile file, string bookmark) =>
        Run(file, new WorkflowCommand.ElapseTimer(file.Act.At, bookmark, FactsOf(file)));

    /// <summary>Starts a flow that belongs to no case, in a file of its own.</summary>
    internal ErrorOr<Success> Begin(CaseFile file, WorkflowVersion workflow, FlowStart start)
    {
        file.Section<InstanceSection>().Put(workflow, start.Parent);
        return Run(
            file,
            new WorkflowCommand.Start(file.Act.At, start.Input, FactsOf(file), start.Trigger, start.Payload, start.CorrelationId)
        );
    }

    /// <summary>An event has happened: every step that waits for it goes on. Refused as <c>event_not_awaited</c> when none does.</summary>
    internal ErrorOr<Success> Raise(CaseFile file, string name, JsonElement? payload) =>
        Run(file, new WorkflowCommand.RaiseEvent(file.Act.At, name, payload, FactsOf(file)));

    /// <summary>What the step under that bookmark wanted of others has been done.</summary>
    /// <param name="also">A second port by which the flow goes on.</param>
    internal ErrorOr<Success> Answer(CaseFile file, string bookmark, string outcome, JsonElement? outputs, string? also = null)
    {
        // Ports that an expression has worked out are not drawn.
        if (also is not null && Workflow(file).OutcomesOf(ActivityOf(file, bookmark))?.Contains(outcome) == false)
            (outcome, also) = (also, null);
        return Run(file, new WorkflowCommand.Complete(file.Act.At, bookmark, outcome, outputs, FactsOf(file), also));
    }

    /// <summary>What the step under that bookmark wanted of others could not be done; it stands failed until it is tried again.</summary>
    internal ErrorOr<Success> Fail(CaseFile file, string bookmark, string code, string message) =>
        Run(file, new WorkflowCommand.Fail(file.Act.At, bookmark, code, message, FactsOf(file)));

    /// <summary>A flow has come to its end that the step under that bookmark has started.</summary>
    internal ErrorOr<Success> HearOf(CaseFile file, string bookmark, FlowEnd end)
    {
        var instance = file.Section<InstanceSection>();
        if (instance.ChildrenOf(bookmark) is not { } children)
            return Answer(
                file,
                bookmark,
                "Done",
                Workflow(file).TypeOf(ActivityOf(file, bookmark)) == "Elsa.ExecuteWorkflow" ? end.Whole : end.Result
            );
        children = children with { Open = children.Open - 1, Faulted = children.Faulted + (end.IsFaulted ? 1 : 0) };
        instance.Count(children);
        return children.Open > 0
            ? Result.Success
            : Answer(
                file,
                bookmark,
                "Completed",
                JsonSerializer.SerializeToElement(new Dictionary<string, int> { ["Faulted"] = children.Faulted }),
                also: "Done"
            );
    }

    /// <summary>
    /// What steps of that type wait for is done, at every place where the flow waits for it. A flow that does not wait for such a step is
    /// left as it is: what is legal does not depend on the drawing.
    /// </summary>
    public ErrorOr<Success> Complete(CaseFile file, string activityType, string outcome)
    {
        foreach (var bookmark in AllWaitingAt(file, activityType).ToList())
            if (
                file.Section<InstanceSection>().State.IsWaitingAt(bookmark)
                && CompleteAt(file, bookmark, outcome) is { IsError: true } stuck
            )
                return stuck;
        return IsOver(file) ? after.GoOn(file, isOver: true) : Result.Success;
    }

    /// <summary>Ends the flow for good; steps that waited are told.</summary>
    public ErrorOr<Success> Cancel(CaseFile file, string reason) =>
        IsOver(file) ? Result.Success : Step(file, new WorkflowCommand.Cancel(file.Act.At, reason, FactsOf(file)));

    /// <summary>Ends the run of a flow that belongs to no case; who waits for it is told.</summary>
    internal ErrorOr<Success> StopRun(CaseFile file, string reason) =>
        Run(file, new WorkflowCommand.Cancel(file.Act.At, reason, FactsOf(file)));

    /// <summary>Ends a flow that cannot go on; its case goes on without it.</summary>
    public ErrorOr<Success> Release(CaseFile file, string reason)
    {
        after.LetGo(file);
        return Cancel(file, reason) is { IsError: true } unstoppable ? unstoppable : after.GoOn(file, isOver: true);
    }

    /// <summary>Whether the flow has ended, by its last step, by a step that ends it, or because nothing is left in it.</summary>
    public bool IsOver(CaseFile file) => file.Section<InstanceSection>().State.Status is WorkflowStatus.Finished;

    /// <summary>A step that failed is tried again.</summary>
    public ErrorOr<Success> Retry(CaseFile file, string incident) =>
        Run(file, new WorkflowCommand.Retry(file.Act.At, incident, FactsOf(file)));

    /// <summary>
    /// The case goes on by another version of its definition; steps that the new version has in addition, and that it stands before, begin.
    /// </summary>
    public ErrorOr<Success> Migrate(CaseFile file, WorkflowVersion to)
    {
        var (instance, from) = (file.Section<InstanceSection>(), Workflow(file));
        var engine = instance.Engine;
        var command = new WorkflowCommand.Migrate(file.Act.At, from.On(engine), to.UsesExpressions ? facts.Of(file, to.Wanted) : null);
        if (engine.Decide(to.On(engine), instance.State, command) is EngineRefused refused)
            return Of(refused);
        instance.Put(to);
        return Run(file, command);
    }

    /// <summary>The bookmark at which the flow waits for a step of that type; null when it does not.</summary>
    public string? WaitingAt(CaseFile file, string activityType) => AllWaitingAt(file, activityType).FirstOrDefault();

    private IEnumerable<string> AllWaitingAt(CaseFile file, string activityType) =>
        file.Section<InstanceSection>()
            .State.Bookmarks.Where(bookmark => Workflow(file).TypeOf(bookmark.ActivityId) == activityType)
            .Select(bookmark => bookmark.Id);

    /// <summary>The type of the step that waits under that bookmark; null when none does.</summary>
    public string? ActivityAt(CaseFile file, string bookmark) =>
        file.Section<InstanceSection>().State.Bookmarks.FirstOrDefault(waiting => waiting.Id == bookmark) is { } found
            ? Workflow(file).TypeOf(found.ActivityId)
            : null;

    /// <summary>Whether the designer has drawn an arrow from that port of the step under that bookmark.</summary>
    public bool IsConnected(CaseFile file, string bookmark, string port) =>
        file.Section<InstanceSection>().State.Bookmarks.FirstOrDefault(waiting => waiting.Id == bookmark) is { } found
        && Workflow(file).IsConnected(found.ActivityId, port);

    /// <summary>Whether the step under that bookmark can be left by that port at all.</summary>
    public bool HasPort(CaseFile file, string bookmark, string port) =>
        ActivityAt(file, bookmark) is { } type
        && activities.FirstOrDefault(activity => activity.Descriptor.Type == type) is { } activity
        && activity.Descriptor.Ports.Any(known => known.Name == port);

    /// <summary>Whether the designer has drawn a way from that port that leads back to the step under that bookmark.</summary>
    public bool LeadsBack(CaseFile file, string bookmark, string port) =>
        file.Section<InstanceSection>().State.Bookmarks.FirstOrDefault(waiting => waiting.Id == bookmark) is { } found
        && Workflow(file).LeadsBack(found.ActivityId, port);

    private WorkflowVersion Workflow(CaseFile file)
    {
        var instance = file.Section<InstanceSection>();
        if (instance.Held is null && definitions.FaultOf(instance.DefinitionId, instance.Version) is { } unreadable)
            throw new DamagedRecordException(
                new(file.Number, nameof(InstanceSection), $"{unreadable.DefinitionId} {unreadable.Version}: {unreadable.Fault}"),
                new InvalidDataException(unreadable.Fault)
            );
        return instance.Held ?? definitions.Version(instance.DefinitionId, instance.Version);
    }

    private static string ActivityOf(CaseFile file, string bookmark) =>
        file.Section<InstanceSection>().State.Bookmarks.FirstOrDefault(waiting => waiting.Id == bookmark)?.ActivityId ?? "";

    private JsonElement? FactsOf(CaseFile file) =>
        file.Number.IsOfFlow ? JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["number"] = file.Number.ToString() })
        : Workflow(file) is { UsesExpressions: true } workflow ? facts.Of(file, workflow.Wanted)
        : null;

    private ErrorOr<Success> Run(CaseFile file, WorkflowCommand command)
    {
        var stepped = Step(file, command);
        if (stepped.IsError)
            return stepped;
        if (!file.Number.IsOfFlow)
            return after.GoOn(file, IsOver(file));
        FlowEnd.Tell(file);
        return Result.Success;
    }

    private ErrorOr<Success> Step(CaseFile file, WorkflowCommand first)
    {
        var (instance, workflow) = (file.Section<InstanceSection>(), Workflow(file));
        var engine = instance.Engine;
        var (commands, done) = (new Queue<WorkflowCommand>([first]), 0);
        while (commands.TryDequeue(out var command))
        {
            // Steps that are done already and lead back to each other: the drawing would go round for ever, so the house goes on without
            // it.
            if (++done > MostAtOnce && command is not WorkflowCommand.Cancel)
            {
                commands.Clear();
                command = new WorkflowCommand.Cancel(file.Act.At, EndlessLoop, FactsOf(file));
            }

            // What was done at once may have been overtaken: a sibling came first, or the flow has ended.
            if (!ReferenceEquals(command, first) && BookmarkOf(command) is { } left && !instance.State.IsWaitingAt(left))
                continue;
            switch (engine.Decide(workflow.On(engine), instance.State, command))
            {
                case EngineRefused { Code: IFlowEngine.EndlessCode } when command is not WorkflowCommand.Cancel:
                    commands.Clear();
                    commands.Enqueue(new WorkflowCommand.Cancel(file.Act.At, EndlessLoop, FactsOf(file)));
                    break;
                case EngineRefused refused:
                    return Of(refused);
                case Stepped decided:
                    instance.Step(decided.Events, decided.State);
                    if (CarryOut(file, decided, commands) is { } refusal)
                        return refusal;
                    break;
            }
        }

        return Result.Success;
    }

    private static string? BookmarkOf(WorkflowCommand command) =>
        command switch
        {
            WorkflowCommand.Complete left => left.BookmarkId,
            WorkflowCommand.Fail failed => failed.BookmarkId,
            _ => null,
        };

    private static Error Of(EngineRefused refused) =>
        Refusal.Conflict(RefusalCode.Named(refused.Code), [.. refused.Facts.Select(fact => (fact.Key, (object?)fact.Value))]);

    private Error? CarryOut(CaseFile file, Stepped decided, Queue<WorkflowCommand> commands)
    {
        // The designer wants the flow to end where a step fails; its case goes on without it, and who was asked stays asked.
        if (!file.Number.IsOfFlow && decided.Events.Any(happened => happened is WorkflowFaulted))
            after.LetGo(file);
        foreach (var voided in decided.Voided)
        {
            file.Section<CallSection>().Void(voided.BookmarkId!);
            if (Workflow(file).TypeOf(voided.ActivityId) is { } type && _activities.TryGetValue(type, out var activity))
                activity.Cancel(file, voided.BookmarkId!);
        }

        foreach (var request in decided.Requested.Where(request => request.Kind is RequestKind.Workflow))
            StartOther(file, request, commands);
        foreach (var request in decided.Requested.Where(request => request.Kind is RequestKind.Activity))
        {
            var result = _activities[request.Type].Begin(file, new(request.BookmarkId, request.ActivityId, request.Inputs));
            if (result.Refusal is { } refusal)
                return refusal;
            if (result.Failure is { } failure)
                commands.Enqueue(new WorkflowCommand.Fail(file.Act.At, request.BookmarkId, failure.Code, failure.Sentence, FactsOf(file)));
            if (result.Outcome is null && _activities[request.Type] is TimedActivity)
                file.Section<InstanceSection>()
                    .Wait(new(request.BookmarkId, request.ActivityId, request.Type, request.Inputs, file.Act.At));
            if (result.Outcome is { } outcome)
                commands.Enqueue(new WorkflowCommand.Complete(file.Act.At, request.BookmarkId, outcome, Facts: FactsOf(file)));
        }

        return null;
    }

    // The other flow begins after the commit, in a file of its own.
    private void StartOther(CaseFile file, ActivityRequested request, Queue<WorkflowCommand> commands)
    {
        var wanted = new ActivityRequest(request.BookmarkId, request.ActivityId, request.Inputs);
        if (definitions.WhyNotStarted(request.Name ?? "") is { } why)
        {
            commands.Enqueue(new WorkflowCommand.Fail(file.Act.At, request.BookmarkId, why.Code, why.Sentence, FactsOf(file)));
            return;
        }

        var waits = wanted.Flag("waitForCompletion") == true;
        file.Section<CallSection>()
            .Note(new(request.BookmarkId, CallKind.Workflow, StartRequest.Of(wanted, request.Name!, request.Type, waits)));
        if (!waits && request.Type == "Elsa.DispatchWorkflow")
            commands.Enqueue(new WorkflowCommand.Complete(file.Act.At, request.BookmarkId, Facts: FactsOf(file)));
    }
}
