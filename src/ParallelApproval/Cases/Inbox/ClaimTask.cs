using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Cases;

/// <summary>签收: an officer takes a task out of his department's pool. Claiming twice is no fault.</summary>
[Authority("Take a task out of the department's pool", Role.Approver, Relation = Relation.OwnDepartment)]
public sealed record ClaimTask(TaskNumber Task);

/// <summary>Who holds the task now; null when it lies in the pool.</summary>
public sealed record TaskHeld(string Task, string? Holder, BranchStatus Status);

/// <inheritdoc cref="ClaimTask"/>
public sealed class ClaimTaskHandler(CaseActs acts) : Handler<ClaimTask, TaskHeld>
{
    protected override Task<ErrorOr<TaskHeld>> CarryOutAsync(ClaimTask command, Act act, CancellationToken cancellation) =>
        acts.DoAsync(BranchVerb.ClaimTask, command.Task, act, (file, branch) => Claim(file, branch, command.Task), cancellation);

    private ErrorOr<TaskHeld> Claim(CaseFile file, Branch branch, TaskNumber task)
    {
        if (branch.Holder is null)
        {
            file.Hand(branch, file.Act.UserName);
            file.Record(new TaskClaimed(branch.Number, branch.Round));
        }

        return new TaskHeld(task.ToString(), branch.Holder, branch.Status);
    }
}
