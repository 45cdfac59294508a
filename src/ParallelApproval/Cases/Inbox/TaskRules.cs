using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Identities;
using ParallelApproval.Organisation;

namespace ParallelApproval.Cases;

/// <summary>The rules about who may lay hands on a task, common to all verbs of a department.</summary>
internal static class TaskRules
{
    /// <summary>
    /// The open branch of the task, if it belongs to the acting officer's department and nobody else holds it, unless its holder is absent and the acting officer
    /// is his deputy (AB岗).
    /// </summary>
    public static ErrorOr<Branch> TakeUp(CaseFile file, TaskNumber task, OfficerRegister officers)
    {
        var found = Find(file, task);
        if (found.IsError) return found;
        var branch = found.Value;
        if (!branch.Status.IsOpen()) return NoLongerOpen(file, branch);
        if (branch.Holder is { } holder && holder != file.Act.UserName && OnBehalfOf(file, branch, officers) is null) return BranchRefusals.HeldBy(file, branch);
        if (MayTouch(file, branch) is { } kept) return kept;
        return branch;
    }

    /// <summary>代: the absent officer for whom the acting one signs as his deputy; null when he acts for himself.</summary>
    public static string? OnBehalfOf(CaseFile file, Branch branch, OfficerRegister officers) =>
        branch.Holder is { } holder && officers.Deputises(file.Act.UserName, holder, file.Act.Today) ? holder : null;

    /// <summary>The branch of the task, if it belongs to the acting officer's department and he did not receive the case himself.</summary>
    public static ErrorOr<Branch> Find(CaseFile file, TaskNumber task)
    {
        if (file.FindBranch(task.Branch) is not { } branch || branch.Round != task.Round) return BranchRefusals.NoSuchTask(task);
        if (branch.Department != file.Act.Department) return BranchRefusals.NotYours(file, branch);
        if (file.Case.ReceivedBy == file.Act.UserName) return BranchRefusals.FourEyes(file);
        return branch;
    }

    /// <summary>Why the acting officer must keep his hands off the branch; null when he need not.</summary>
    public static Error? MayTouch(CaseFile file, Branch branch)
    {
        if (branch.Excluded.Contains(file.Act.UserName)) return BranchRefusals.Recused(file, branch);
        return branch.RecusalOf == file.Act.UserName ? BranchRefusals.RecusalPending(file, branch) : null;
    }

    public static Error NoLongerOpen(CaseFile file, Branch branch) => branch.Status switch
    {
        BranchStatus.Blocked => BranchRefusals.Blocked(file, branch),
        BranchStatus.Waiting or BranchStatus.SentBack => BranchRefusals.NotOpen(file, branch),
        _ => BranchRefusals.AlreadyDecided(file, branch),
    };
}
