using System.Globalization;
using System.Text.Json;
using Elsa.Extensions;
using Elsa.Workflows;
using Elsa.Workflows.Activities;
using Elsa.Workflows.Exceptions;
using Elsa.Workflows.Models;
using ParallelApproval.Engine;
using Bookmark = ParallelApproval.Engine.Bookmark;
using ElsaState = Elsa.Workflows.State.WorkflowState;

namespace ParallelApproval.Elsa;

/// <summary>What Elsa did in one command, told in the words of the product's journal.</summary>
internal sealed class ElsaJournal(ElsaFlow flow, ElsaFlowState before, ElsaStep step, WorkflowExecutionContext context)
{
    private const string Ended = "the flow ended, or another branch came first";

    private readonly List<WorkflowEvent> _events = [];
    private readonly Dictionary<int, ElsaRun> _open = before.Runs.ToDictionary(run => run.Number);
    private readonly List<Incident> _incidents = [.. before.Incidents];
    private readonly HashSet<int> _told = [];

    /// <summary>The events, and where the flow stands after them.</summary>
    public Stepped Told(WorkflowCommand command, ElsaState state)
    {
        var variables = Variables();
        if (command is WorkflowCommand.Start start)
            Begin(start);
        foreach (var entry in context.ExecutionLog)
            if (entry.ActivityType != flow.Graph.Workflow.Type)
                Take(entry, int.Parse(entry.ActivityInstanceId, CultureInfo.InvariantCulture));
        // A loop that leaves a wait behind each time would grow for as long as its timer fires.
        if (_open.Count > ElsaEngine.MaxOpen)
            throw new EndlessFlow(_open.Values.MaxBy(run => run.Number)!.ActivityId);
        foreach (var (name, value) in variables)
            if (command is not WorkflowCommand.Start && !IsSame(before.Variables, name, value))
                _events.Add(new VariableSet(step.Now, 0, name, value));
        if (state.CorrelationId != ((command as WorkflowCommand.Start)?.CorrelationId ?? before.CorrelationId))
            _events.Add(new Correlated(step.Now, state.CorrelationId));
        var outputs = state.Output.ToDictionary(
            one => one.Key,
            one => JsonSerializer.SerializeToElement(one.Value),
            StringComparer.Ordinal
        );
        var isOver = state.Status is global::Elsa.Workflows.WorkflowStatus.Finished;
        if (isOver)
            End(outputs);
        else if (_open.Values.All(run => run.Waits is null) && _incidents.Count == 0)
            StandStill();
        var after = before with
        {
            DefinitionId = flow.Definition.DefinitionId,
            Version = flow.Definition.Version,
            Sequence = before.Sequence + _events.Count,
            Next = step.Next,
            CorrelationId = state.CorrelationId,
            Runs = [.. _open.Values.OrderBy(run => run.Number)],
            Incidents = _incidents,
            Variables = variables,
            Outputs = outputs,
            Elsa = isOver ? "" : flow.Write(state),
        };
        if (!isOver && flow.Definition.EndsAtFault && _incidents.Count > 0)
            return ElsaEngine.EndAt(after with { Sequence = before.Sequence }, _incidents[^1], _events);
        return new(_events, isOver ? after.Over(Engine.WorkflowSubStatus.Finished, 0) : after);
    }

    private void Begin(WorkflowCommand.Start start)
    {
        var initial = flow.Definition.Variables.ToDictionary(one => one.Name, one => one.Value, StringComparer.Ordinal);
        _events.Add(new WorkflowStarted(step.Now, flow.Definition.DefinitionId, flow.Definition.Version, start.Input?.Clone(), initial));
        if (start.CorrelationId is { Length: > 0 } correlation)
            _events.Add(new Correlated(step.Now, correlation));
    }

    private void Take(WorkflowExecutionLogEntry entry, int run)
    {
        switch (entry.EventName)
        {
            // Elsa says of a second run of a step that waits already that it resumes.
            case "Started" or "Resumed":
                if (!_open.ContainsKey(run))
                {
                    _open[run] = new(run, entry.ActivityId, ParentOf(entry), null);
                    _events.Add(new ActivityStarted(step.Now, run, entry.ActivityId, _open[run].Parent));
                }

                if (step.Asked.TryGetValue(run, out var asked) && _told.Add(run))
                    Ask(run, entry, asked);
                break;
            case "Completed" when _open.Remove(run, out var done):
                _events.AddRange(step.LinesOf(run).Select(line => new LineWritten(step.Now, done.ActivityId, line)));
                _events.Add(new ActivityCompleted(step.Now, run, done.ActivityId, OutcomesOf(run)));
                break;
            case "Canceled" when _open.Remove(run, out var gone):
                Cancel(gone);
                break;
            case "Faulted":
                Record(run, entry.ActivityId, Failure(Run(run)?.Exception, entry));
                break;
        }
    }

    private void Ask(int run, WorkflowExecutionLogEntry entry, Asked asked)
    {
        var bookmark = $"{entry.ActivityId}.{run}";
        _open[run] = _open[run] with { Waits = new(bookmark, entry.ActivityId, asked.Kind, asked.Name, asked.Due) };
        if (asked.Failure is { } failure)
            Record(run, entry.ActivityId, failure);
        else
            _events.Add(
                new ActivityRequested(
                    step.Now,
                    run,
                    bookmark,
                    entry.ActivityId,
                    flow.NodeIdOf(entry.ActivityId),
                    flow.TypeOf(entry.ActivityId),
                    asked.Kind,
                    asked.Inputs,
                    asked.Name,
                    asked.Due
                )
            );
    }

    private void End(Dictionary<string, JsonElement> outputs)
    {
        foreach (var left in _open.Values.OrderByDescending(run => run.Number).ToList())
            Cancel(left);
        _events.Add(new WorkflowFinished(step.Now, ["Done"], outputs));
    }

    // Nothing waits, nothing failed, and yet it is not over: somebody must see to it.
    private void StandStill()
    {
        var root = _open.Values.MinBy(run => run.Number);
        if (root is not null)
            Record(root.Number, root.ActivityId, new("flow_stands_still", "Expected the flow to wait or to end, but it stands still."));
    }

    private static ActivityFailure Failure(Exception? thrown, WorkflowExecutionLogEntry entry) =>
        (thrown?.InnerException ?? thrown) switch
        {
            // Elsa's own word for a fault that was given no code.
            FaultException fault => new(
                fault.Code is "0" or "" ? "fault" : fault.Code,
                string.IsNullOrEmpty(fault.Message) ? $"Activity '{entry.ActivityId}' raised a fault." : fault.Message
            ),
            null => new("activity_failed", entry.Message ?? ""),
            _ => Failure(thrown!, "activity_failed"),
        };

    /// <summary>What a designer is told of it: of a script the same as on the product's own engine.</summary>
    public static ActivityFailure Failure(Exception thrown, string otherwise)
    {
        for (var at = thrown; at is not null; at = at.InnerException)
            if (at is ActivityFailure known)
                return known;
            else if (at is Jint.JintException or TimeoutException or InsufficientExecutionStackException)
                return JavaScript.Failure(at)!;
        return new(otherwise, (thrown.InnerException ?? thrown).Message);
    }

    private void Cancel(ElsaRun run)
    {
        var waits = _incidents.RemoveAll(open => open.Execution == run.Number) > 0 ? null : run.Waits?.Id;
        _events.Add(new ActivityCancelled(step.Now, run.Number, run.ActivityId, waits, Ended));
    }

    private void Record(int run, string activity, ActivityFailure failure)
    {
        var id = ElsaFlowState.IncidentOf(run);
        _incidents.Add(new(id, run, activity, failure.Code, failure.Message, step.Now));
        _events.Add(new IncidentRecorded(step.Now, id, run, activity, flow.NodeIdOf(activity), failure.Code, failure.Message));
    }

    private ActivityExecutionContext? Run(int number) =>
        context.ActivityExecutionContexts.FirstOrDefault(one => HostActivity.NumberOf(one) == number);

    private string[] OutcomesOf(int run) =>
        Run(run)?.JournalData.TryGetValue("Outcomes", out var outcomes) == true && outcomes is IEnumerable<string> names
            ? [.. names]
            : ["Done"];

    // The workflow itself is no run of an activity here.
    private int ParentOf(WorkflowExecutionLogEntry entry) =>
        entry.ParentActivityInstanceId is { } id
        && int.Parse(id, CultureInfo.InvariantCulture) is var parent
        && Run(parent)?.Activity is not Workflow
            ? parent
            : 0;

    private Dictionary<string, JsonElement> Variables()
    {
        var root = context.ActivityExecutionContexts.FirstOrDefault(one => one.Activity is Workflow);
        return flow.Graph.Workflow.Variables.ToDictionary(
            variable => variable.Name,
            variable =>
                root is not null && root.TryGet(variable, out var value) ? JsonSerializer.SerializeToElement(value)
                : before.Variables.TryGetValue(variable.Name, out var known) ? known
                : JsonSerializer.SerializeToElement<object?>(null),
            StringComparer.Ordinal
        );
    }

    private static bool IsSame(IReadOnlyDictionary<string, JsonElement> known, string name, JsonElement value) =>
        known.TryGetValue(name, out var old) && JsonElement.DeepEquals(old, value);
}
