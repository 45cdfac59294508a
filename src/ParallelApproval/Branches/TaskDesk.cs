using ErrorOr;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Identities;

namespace ParallelApproval.Branches;

/// <summary>The rules about who may lay hands on a task, common to all verbs of a department.</summary>
internal static class TaskDesk
{
    /// <summary>The open branch of the task, if it belongs to the acting officer's department and nobody else holds it.</summary>
    public static ErrorOr<Branch> TakeUp(CaseFile file, TaskNumber task)
    {
        var found = Find(file, task);
        if (found.IsError) return found;
        var branch = found.Value;
        if (!branch.Status.IsOpen()) return NoLongerOpen(file, branch);
        if (branch.Holder is { } holder && holder != file.Act.UserName) return BranchRefusals.HeldBy(file, branch);
        return branch;
    }

    /// <summary>The branch of the task, if it belongs to the acting officer's department and he did not receive the case himself.</summary>
    public static ErrorOr<Branch> Find(CaseFile file, TaskNumber task)
    {
        if (file.FindBranch(task.Branch) is not { } branch || branch.Round != task.Round) return BranchRefusals.NoSuchTask(task);
        if (branch.Department != file.Act.Department) return BranchRefusals.NotYours(file, branch);
        if (file.Case.ReceivedBy == file.Act.UserName) return BranchRefusals.FourEyes(file);
        return branch;
    }

    private static Error NoLongerOpen(CaseFile file, Branch branch) => branch.Status switch
    {
        BranchStatus.Blocked => BranchRefusals.Blocked(file, branch),
        BranchStatus.Waiting => BranchRefusals.NotOpen(file, branch),
        _ => BranchRefusals.AlreadyDecided(file, branch),
    };
}
