using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Cases;

/// <summary>退回待办池: the officer who holds a task gives it back to his department's pool.</summary>
[Authority("Give a task back to the pool", Role.Approver, Relation = Relation.OwnDepartment)]
public sealed record ReleaseTask(TaskNumber Task);

/// <inheritdoc cref="ReleaseTask"/>
public sealed class ReleaseTaskHandler(CaseStore store, OfficerRegister officers) : Handler<ReleaseTask, TaskHeld>
{
    protected override Task<ErrorOr<TaskHeld>> CarryOutAsync(ReleaseTask command, Act act, CancellationToken cancellation) =>
        store.WorkOnAsync(command.Task.Case, act, file => Release(file, command.Task), cancellation);

    private ErrorOr<TaskHeld> Release(CaseFile file, TaskNumber task)
    {
        var taken = TaskRules.TakeUp(file, task, officers);
        if (taken.IsError) return taken.Errors;
        var branch = taken.Value;
        if (branch.Holder is null) return BranchRefusals.NotHeld(file, branch);
        file.Change(branch, released => released.Holder = null);
        file.Record(new TaskReleased(branch.Number, branch.Round));
        return new TaskHeld(task.ToString(), null, branch.Status);
    }
}
