using System.Text.Json;
using ErrorOr;
using FluentValidation;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Workflows;

/// <summary>
/// 完成任务: a task that a flow asked for (RunTask) is done, by whoever does such tasks outside of the house. Once: refused as
/// <c>task_not_open</c> afterwards, and when the flow no longer waits for it.
/// </summary>
/// <param name="TaskId">Number of the case or run, a hyphen, and the step that waits.</param>
/// <param name="Outcome">What came of it; the step hands it on as its result.</param>
[Authority("Say that a task of a flow is done", Role.Designer, Role.Administrator, InDistrictOnly = true)]
public sealed record CompleteTask(string TaskId, JsonElement? Outcome = null)
{
    /// <summary>The id of the task that the step under that bookmark asks for.</summary>
    public static string IdOf(CaseNumber file, string bookmark) => $"{file}-{bookmark}";
}

/// <summary>任务完成: somebody outside has done what a step of the flow asked for.</summary>
public sealed record FlowTaskDone(string TaskId) : DomainEvent;

internal sealed class CompleteTaskValidator : AbstractValidator<CompleteTask>
{
    public CompleteTaskValidator() => RuleFor(command => command.TaskId).Given().IsLine(TextLengths.Line);
}

/// <inheritdoc cref="CompleteTask"/>
public sealed class CompleteTaskHandler(CaseStore store, WorkflowRunner runner) : Handler<CompleteTask, Success>
{
    protected override async Task<ErrorOr<Success>> CarryOutAsync(CompleteTask command, Act act, CancellationToken cancellation)
    {
        var id = command.TaskId.Trim();
        if (id.Length <= CaseNumber.Length + 1 || !CaseNumber.TryParse(id[..CaseNumber.Length], out var number))
            return DefinitionRefusals.TaskNotOpen(id);
        var bookmark = id[(CaseNumber.Length + 1)..];
        var done = await store.WorkOnAsync<Success>(
            number,
            act,
            file => Complete(file, bookmark, command.Outcome),
            cancellation,
            number.Whole
        );
        return done is { IsError: true, FirstError.Type: ErrorType.NotFound } ? DefinitionRefusals.TaskNotOpen(id) : done;
    }

    internal ErrorOr<Success> Complete(CaseFile file, string bookmark, JsonElement? outcome)
    {
        var id = CompleteTask.IdOf(file.Number, bookmark);
        if (runner.ActivityAt(file, bookmark) is not "Elsa.RunTask")
            return DefinitionRefusals.TaskNotOpen(id);
        file.Record(new FlowTaskDone(id));
        return runner.Answer(file, bookmark, "Done", Outputs(id, outcome));
    }

    private static JsonElement Outputs(string id, JsonElement? outcome) =>
        JsonSerializer.SerializeToElement(new Dictionary<string, object?> { ["TaskId"] = id, ["Result"] = outcome });
}
