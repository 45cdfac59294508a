using ErrorOr;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;

namespace ParallelApproval.Cases;

/// <summary>Lays a branch on its department's desk with its clocks, and takes it off again. Knows nothing of the flow.</summary>
public sealed class BranchLifecycle(CatalogueRegister catalogue, ClockRules clocks)
{
    /// <summary>
    /// Puts a branch on its department's desk: the first time, with new clocks; after a return by the flow, as one more round on the same
    /// clocks.
    /// </summary>
    internal ErrorOr<Success> Open(CaseFile file, Branch branch, string bookmark, int promisedDays)
    {
        if (IsLateAndBack(branch))
        {
            file.Change(branch, back => back.Bookmark = bookmark);
            return Result.Success;
        }

        var isFirst = branch.Round == 0;
        file.Change(branch, opened =>
        {
            opened.Round++;
            opened.Bookmark = bookmark;
            opened.OpenedAt ??= file.Act.At;
            opened.ReviewedBy = null;
        });
        file.Move(branch, BranchVerb.OpenBranch, Ready(file, branch));
        if (CaseMoves.Table.Allows(file.Case.Status, CaseVerb.BeginApproval))
            file.Move(CaseVerb.BeginApproval);
        return isFirst ? StartClocks(file, branch, promisedDays) : Result.Success;
    }

    /// <summary>
    /// Whether the flow left the branch by the port of lateness while it was open, and now waits for it again: the department's task has
    /// not changed.
    /// </summary>
    internal static bool IsLateAndBack(Branch branch) =>
        branch
            is {
                Bookmark: null,
                Status: BranchStatus.InReview or BranchStatus.ReadyToSign or BranchStatus.Stopped or BranchStatus.SentBack
            };

    /// <summary>Whether the branch is under review or may be signed at once.</summary>
    internal static BranchStatus Ready(CaseFile file, Branch branch) =>
        branch.HardDependencies.Length > 0 && !file.BlockersOf(branch).Any() ? BranchStatus.ReadyToSign : BranchStatus.InReview;

    /// <summary>The branch leaves with the whole case: the flow is over, nothing follows from it.</summary>
    internal void Leave(CaseFile file, Branch branch)
    {
        if (branch.Status.IsSettled())
            return;
        End(file, branch, BranchVerb.LeaveWithCase);
        file.Change(branch, left => left.Bookmark = null);
        file.Record(new BranchWithdrawn(branch.Number));
    }

    /// <summary>The flow no longer waits under that bookmark: branches that still run there are over.</summary>
    internal void Abandon(CaseFile file, string bookmark)
    {
        foreach (var branch in file.Branches.Where(branch => branch.Bookmark == bookmark).ToList())
            Leave(file, branch);
    }

    internal ErrorOr<Success> StartClocks(CaseFile file, Branch branch, int promisedDays)
    {
        var started = clocks.Start(
            file,
            branch.Number,
            ClockKind.Promised,
            file.Case.IsByCommitment ? 0 : promisedDays,
            StartOf(file),
            branch.Department,
            branch.Round,
            catalogue.ItemOf(file).Warnings
        );
        if (started.IsError)
            return started.Errors;
        return file.BlockersOf(branch).Any() ? Result.Success : StartLegalClock(file, branch);
    }

    // A department that must wait for another's result has received only when that result reaches it (浙江省“最多跑一次”规定 art. 5): its legal
    // clock starts then. What the centre has promised does not wait.
    internal ErrorOr<Success> StartLegalClock(CaseFile file, Branch branch)
    {
        var days = catalogue.ItemOf(file).Branches.FirstOrDefault(part => part.Number == branch.Number)?.LegalDays
            ?? BranchDefaults.LegalDays;
        var day = file.Branches.Any(other => branch.HardDependencies.Contains(other.Number)) ? file.Act.Today : StartOf(file);
        var started = clocks.Start(file, branch.Number, ClockKind.Legal, days, day, branch.Department, branch.Round);
        return started.IsError ? started.Errors : Result.Success;
    }

    // Branches that open with the acceptance count from its day; those that open later, in a serial flow, from the day they open.
    private static DateOnly StartOf(CaseFile file) =>
        file.Case is { IsBeingAccepted: true, AcceptedAt: { } accepted } ? DateOnly.FromDateTime(accepted.DateTime) : file.Act.Today;

    /// <summary>Gives the branch its result; its clocks end.</summary>
    internal void End(CaseFile file, Branch branch, BranchVerb verb, BranchStatus? result = null)
    {
        file.Move(branch, verb, result);
        if (branch.ExtensionAsked is not null)
            file.Change(branch, ended => ended.ExtensionAsked = null);
        clocks.End(file, branch.Number);
        if (branch.RecusalOf is not { } officer)
            return;
        // Another officer has decided before the head did: there is nothing left from which to withdraw.
        file.Change(branch, ended => ended.RecusalOf = null);
        file.Record(new RecusalLapsed(branch.Number, officer));
    }
}
