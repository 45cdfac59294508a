using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Identities;

namespace ParallelApproval.Cases;

/// <summary>Finding the branch of a task.</summary>
internal static class TaskRules
{
    /// <summary>The branch of the task.</summary>
    public static ErrorOr<Branch> Find(CaseFile file, TaskNumber task) =>
        file.FindBranch(task.Branch) is { } branch && branch.Round == task.Round ? branch : BranchRefusals.NoSuchTask(task);
}
