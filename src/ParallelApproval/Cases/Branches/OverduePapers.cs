using ErrorOr;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Workflows;

namespace ParallelApproval.Cases;

/// <summary>
/// What becomes of a case when papers do not come (逾期未补): the rule of the item. Only the branches that use the papers are touched; when all
/// do, the whole case ends.
/// </summary>
internal sealed class OverduePapers(
    CatalogueRegister catalogue,
    BranchCourse course,
    BranchLifecycle lifecycle,
    CaseConclusion conclusion,
    ClockRules clocks,
    WorkflowRunner runner
)
{
    /// <summary>容缺逾期: the deferred papers did not come in.</summary>
    public ErrorOr<Success> DeferralMissed(CaseFile file, Clock clock)
    {
        var (@case, item) = (file.Case, catalogue.ItemOf(file));
        var papers = @case.DeferredPapers;
        if (papers.Length == 0 || !CaseMoves.Table.Allows(@case.Status, CaseVerb.MissDeferral))
            return Result.Success;
        file.Record(new DeferralMissed(papers, item.OnDeferralTimeout, clock.DueOn));
        var using_ = file.Branches.Where(branch => item.MaterialsOf(branch.Number).Any(paper => papers.Contains(paper.Code))).ToList();
        @case.DeferredPapers = [];
        if (file.Branches.All(branch => branch.Kind is BranchKind.Referral || using_.Contains(branch)))
            return EndWhole(file, item.OnDeferralTimeout);
        foreach (var branch in using_)
            if (
                BranchMoves.Table.Allows(branch.Status, BranchVerb.MissDeferral)
                && Leave(file, branch, BranchVerb.MissDeferral, Left(file, branch, item.OnDeferralTimeout)) is { IsError: true } stuck
            )
                return stuck.Errors;
        return Result.Success;
    }

    /// <summary>逾期未补正: nobody answered what a department asked for. Where silence is no withdrawal, it decides on what it has.</summary>
    public ErrorOr<Success> SupplementMissed(CaseFile file, Branch branch, Clock clock)
    {
        if (!BranchMoves.Table.Allows(branch.Status, BranchVerb.MissSupplement))
            return Result.Success;
        var rule = catalogue.ItemOf(file).OnSupplementTimeout;
        file.Record(new SupplementUnanswered(rule, clock.DueOn, branch.Number));
        if (rule is OnSupplementTimeout.Withdrawn)
            return Leave(file, branch, BranchVerb.MissSupplement, BranchStatus.Withdrawn);
        if (branch.Bookmark is { } bookmark && runner.ActivityAt(file, bookmark) == AwaitSupplementActivity.TypeName)
        {
            file.Change(branch, left => left.Bookmark = null);
            return runner.CompleteAt(file, bookmark, AwaitSupplementActivity.Supplied);
        }

        // One that stands still on another ground goes on standing.
        if (branch.Status is BranchStatus.CorrectionRequested)
            file.Move(branch, BranchVerb.MissSupplement, BranchLifecycle.Ready(file, branch));
        return Result.Success;
    }

    // An opinion, and the review of a lower tier, refuse nothing: they are not wanted any more.
    private BranchStatus Left(CaseFile file, Branch branch, OnDeferralTimeout rule) =>
        rule switch
        {
            OnDeferralTimeout.RevokeAcceptance => BranchStatus.AcceptanceRevoked,
            OnDeferralTimeout.Refused when conclusion.Counts(file, branch) => BranchStatus.Refused,
            _ => BranchStatus.Withdrawn,
        };

    private ErrorOr<Success> Leave(CaseFile file, Branch branch, BranchVerb verb, BranchStatus result)
    {
        // A flow that waits for papers leaves by its own port; the department's step then finds the branch settled.
        var waits =
            branch.Bookmark is { } bookmark && runner.ActivityAt(file, bookmark) == AwaitSupplementActivity.TypeName
                ? branch.Bookmark
                : null;
        if (waits is not null)
            file.Change(branch, left => left.Bookmark = null);
        // Why it ends when nobody withdrew it, the missed deferral says.
        if (result is BranchStatus.Withdrawn)
            file.Record(new BranchWithdrawn(branch.Number));
        if (course.Settle(file, branch, verb, result) is { IsError: true } stuck)
            return stuck.Errors;
        return waits is null ? Result.Success : runner.CompleteAt(file, waits, AwaitSupplementActivity.Supplied);
    }

    private ErrorOr<Success> EndWhole(CaseFile file, OnDeferralTimeout rule)
    {
        // Before the flow is cancelled, which would let them leave as withdrawn.
        foreach (var branch in file.Branches.Where(branch => !branch.Status.IsSettled()).ToList())
            if (Left(file, branch, rule) is not BranchStatus.Withdrawn and var left)
                lifecycle.End(file, branch, BranchVerb.MissDeferral, left);
        if (runner.Cancel(file, "容缺逾期") is { IsError: true } unstoppable)
            return unstoppable.Errors;
        foreach (var branch in file.Branches.ToList())
        {
            lifecycle.Leave(file, branch);
            file.Change(branch, left => left.Bookmark = null);
        }

        clocks.EndAll(file);
        file.Move(
            CaseVerb.MissDeferral,
            rule switch
            {
                OnDeferralTimeout.RevokeAcceptance => CaseStatus.AcceptanceRevoked,
                OnDeferralTimeout.Withdrawn => CaseStatus.Withdrawn,
                _ => CaseStatus.Refused,
            }
        );
        return Result.Success;
    }
}
