using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;

namespace ParallelApproval.Synthesis;

/// <summary>
/// What the tiers do with a played case (仿真三级联动): a community or street reviews and sends up, the district now and then sends back down, a
/// window decides on the spot, and where the item wants two signatures somebody reviews first.
/// </summary>
internal sealed class PlayedTiers(SendUpHandler up, SendDownHandler down, DecideOnTheSpotHandler spot, ReviewBranchHandler reviews)
{
    /// <summary>What comes next on a desk, and when; null when it is a desk like any other.</summary>
    /// <param name="approver">Who acts for the department of the branch; the instant is filled in.</param>
    /// <param name="clerk">Who received.</param>
    public Cue? Desk(CaseFile file, Branch branch, CaseScript script, BranchPlan plan, Act approver, Act clerk)
    {
        var task = branch.TaskOf(file.Number);
        if (branch.Kind is BranchKind.Referral)
            return Cue.For(plan.DecidesAt, at =>
                up.HandleAsync(
                    new(file.Number, !plan.Refuses, plan.Refuses ? "入户核查情况与申报不一致，建议复核。" : "情况属实，同意上报。"),
                    approver with
                    {
                        At = at,
                    },
                    CancellationToken.None
                )
            );
        if (plan.SendsDown)
            return Cue.For(plan.FirstAt, at =>
            {
                plan.SendsDown = false;
                return down.HandleAsync(new(task, "请补充入户调查情况。"), approver with { At = at }, CancellationToken.None);
            });
        if (plan.NeedsReview)
            return Cue.For(plan.FirstAt, at =>
            {
                plan.NeedsReview = false;
                return reviews.HandleAsync(
                    new(task, plan.Words.Verdict, "材料齐全，拟同意。"),
                    approver with
                    {
                        At = at,
                    },
                    CancellationToken.None
                );
            });
        if (script.Body is null || script.Item.Kind is not ItemKind.Immediate)
            return null;
        var (verdict, opinion, reasons) = plan.Words;
        return Cue.For(plan.DecidesAt, at =>
            spot.HandleAsync(new(file.Number, verdict, opinion, reasons), clerk with { At = at }, CancellationToken.None)
        );
    }
}
