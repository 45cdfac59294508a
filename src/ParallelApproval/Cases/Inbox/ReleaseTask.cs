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
public sealed class ReleaseTaskHandler(CaseActs acts) : Handler<ReleaseTask, TaskHeld>
{
    protected override Task<ErrorOr<TaskHeld>> CarryOutAsync(ReleaseTask command, Act act, CancellationToken cancellation) =>
        acts.DoAsync(BranchVerb.ReleaseTask, command.Task, act, (file, branch) => Release(file, branch, command.Task), cancellation);

    private ErrorOr<TaskHeld> Release(CaseFile file, Branch branch, TaskNumber task)
    {
        file.Hand(branch, null);
        file.Record(new TaskReleased(branch.Number, branch.Round));
        return new TaskHeld(task.ToString(), null, branch.Status);
    }
}
