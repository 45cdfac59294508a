using System.Text.Json;

namespace ParallelApproval.Engine.Tests;

/// <summary>
/// A running workflow in a test. After every command it checks that replaying all events gives the live state, and that the state survives
/// its JSON.
/// </summary>
internal sealed class Case
{
    private readonly JsonElement? _facts;
    private readonly Ledger _ledger = new();

    public Case(
        WorkflowDefinition definition,
        string? input = null,
        string? facts = null,
        IEnumerable<WorkflowDefinition>? composites = null
    )
        : this(ExecutableWorkflow.Compile(definition, Drawing.Catalogue, composites), facts) =>
        Must(new WorkflowCommand.Start(Now, input is null ? null : JsonDocument.Parse(input).RootElement, _facts));

    private Case(ExecutableWorkflow workflow, string? facts) =>
        (Workflow, _facts) = (workflow, facts is null ? null : JsonDocument.Parse(facts).RootElement);

    /// <summary>Null when the drawing runs in a circle without ever waiting.</summary>
    public static Case? TryStart(WorkflowDefinition definition)
    {
        var running = new Case(ExecutableWorkflow.Compile(definition, Drawing.Catalogue), null);
        return running.Try(new WorkflowCommand.Start(running.Now)) ? running : null;
    }

    /// <summary>False when the drawing runs in a circle without ever waiting; any other refusal fails the test.</summary>
    public bool Try(WorkflowCommand command)
    {
        if (WorkflowEngine.Decide(Workflow, State, command) is Refused refused)
        {
            refused.Code.ShouldBe("too_many_activities");
            return false;
        }
        Must(command);
        return true;
    }

    public ExecutableWorkflow Workflow { get; private set; }

    public DateTimeOffset Now { get; set; } = Drawing.At("2026-03-02T09:00:00+08:00");

    public WorkflowState State { get; private set; } = WorkflowState.Initial;

    public List<WorkflowEvent> Journal { get; } = [];

    public IReadOnlyList<WorkflowEvent> Last { get; private set; } = [];

    /// <summary>Ids of the activities that wait, in order.</summary>
    public string[] Waiting => State.Bookmarks.Select(b => b.ActivityId).Order(StringComparer.Ordinal).ToArray();

    /// <summary>Lines that WriteLine wrote.</summary>
    public string[] Lines => Journal.OfType<LineWritten>().Select(l => l.Text).ToArray();

    public int Runs(string activity) => Journal.OfType<ActivityStarted>().Count(s => s.ActivityId == activity);

    public Case Complete(string activity, string outcome = "Approved", string? outputs = null)
    {
        var bookmark = State.Bookmarks.First(b => b.ActivityId == activity);
        return Must(
            new WorkflowCommand.Complete(
                Now,
                bookmark.Id,
                outcome,
                outputs is null ? null : JsonDocument.Parse(outputs).RootElement,
                _facts
            )
        );
    }

    public Case Raise(string name, string? payload = null) =>
        Must(new WorkflowCommand.RaiseEvent(Now, name, payload is null ? null : JsonDocument.Parse(payload).RootElement, _facts));

    public Case Elapse(string activity) =>
        Must(new WorkflowCommand.ElapseTimer(Now, State.Bookmarks.First(b => b.ActivityId == activity).Id, _facts));

    public Case Retry(string? facts = null) =>
        Must(new WorkflowCommand.Retry(Now, State.Incidents[0].Id, facts is null ? _facts : JsonDocument.Parse(facts).RootElement));

    /// <summary>Goes on by that drawing as the next version.</summary>
    public Case Migrate(WorkflowDefinition to)
    {
        var (old, next) = (Workflow, Next(to));
        Workflow = next;
        return Must(new WorkflowCommand.Migrate(Now, old, _facts));
    }

    public Refused CannotMigrate(WorkflowDefinition to) =>
        WorkflowEngine.Decide(Next(to), State, new WorkflowCommand.Migrate(Now, Workflow, _facts)).ShouldBeOfType<Refused>();

    private ExecutableWorkflow Next(WorkflowDefinition to) =>
        ExecutableWorkflow.Compile(to with { Version = Workflow.Definition.Version + 1 }, Drawing.Catalogue);

    public Case Cancel(string reason) => Must(new WorkflowCommand.Cancel(Now, reason));

    public Refused Refusal(WorkflowCommand command) => WorkflowEngine.Decide(Workflow, State, command).ShouldBeOfType<Refused>();

    public Case Must(WorkflowCommand command)
    {
        var decided = WorkflowEngine.Decide(Workflow, State, command).ShouldBeOfType<Decided>();
        Journal.AddRange(decided.Events);
        Last = decided.Events;
        State = decided.State;
        _ledger.Check(Last, State);
        return this;
    }
}

internal sealed partial class Drawing
{
    public Case Run(string? input = null, string? facts = null) => new(Definition(), input, facts);
}
