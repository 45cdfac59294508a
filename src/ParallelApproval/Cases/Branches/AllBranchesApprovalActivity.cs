using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Engine;
using ParallelApproval.Events;
using ParallelApproval.Workflows;

namespace ParallelApproval.Cases;

/// <summary>
/// 同步审批: all branches of the case at once, whichever they are; branches, dependencies and days come from the catalogue. The flow goes on
/// when every branch has its result.
/// </summary>
internal sealed class AllBranchesApprovalActivity(CatalogueRegister catalogue, BranchLifecycle lifecycle) : CaseActivity
{
    public const string TypeName = "ParallelApproval.AllBranchesApproval";

    public override ActivityDescriptor Descriptor { get; } =
        new(
            TypeName,
            1,
            Toolbox,
            new("同步审批", "All branches approve"),
            new(
                "事项的所有分支同时审批；分支、前置关系与时限取自目录。",
                "All branches of the item approve at the same time; branches, dependencies and days come from the catalogue."
            )
        )
        {
            Kind = ActivityKind.Task,
            Ports =
            [
                new(BranchOutcome.Approved, new("全部同意", "All approved")),
                new(BranchOutcome.PartlyApproved, new("部分同意", "Partly approved")),
                new(BranchOutcome.Refused, new("均不同意", "None approved")),
                new(BranchOutcome.Withdrawn, new("撤回", "Withdrawn")),
                new(BranchOutcome.TimedOut, new("超时", "Timed out")),
            ],
        };

    public override ActivityResult Begin(CaseFile file, ActivityRequest request)
    {
        var item = catalogue.ItemOf(file);
        var open = file.Branches.Where(branch => !branch.Status.IsSettled() && branch.Bookmark is null).ToList();
        if (open.Count == 0)
            return ActivityResult.Leaves(BranchOutcome.Of(file.Branches.Select(branch => branch.Status)));
        var anew = open.Where(branch => !BranchLifecycle.IsLateAndBack(branch)).Select(branch => branch.Number).ToArray();
        foreach (var branch in open)
            if (lifecycle.Open(file, branch, request.Bookmark, item.PromisedDayOf(branch.Number)) is { IsError: true } noCalendar)
                return ActivityResult.Refuses(noCalendar.FirstError);
        if (anew.Length > 0)
            file.Record(new BranchesOpened(anew, 1));
        return ActivityResult.Waits;
    }

    public override void Cancel(CaseFile file, string bookmark) => lifecycle.Abandon(file, bookmark);
}
