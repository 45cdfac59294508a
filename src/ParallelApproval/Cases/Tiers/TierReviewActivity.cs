using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Engine;
using ParallelApproval.Events;
using ParallelApproval.Workflows;

namespace ParallelApproval.Cases;

/// <summary>
/// 上报审核: the tier below reviews, with a clock of its own, and sends the matter up with its opinion. Which body that is follows from the
/// station at which the case was received; a case received above that tier passes by.
/// </summary>
internal sealed class TierReviewActivity(CatalogueRegister catalogue, Referrals referrals, BranchLifecycle lifecycle) : CaseActivity
{
    public const string TypeName = "ParallelApproval.TierReview";
    public const string NotNeeded = "NotNeeded";
    private const int UsualDays = 1;

    public override ActivityDescriptor Descriptor { get; } =
        new(
            TypeName,
            1,
            Toolbox,
            new("上报审核", "Review and send up"),
            new(
                "受理站点所属层级审核并上报；退回不重新计时。",
                "The tier of the station reviews and sends up; a return starts no clock anew."
            )
        )
        {
            Kind = ActivityKind.Task,
            Inputs =
            [
                new(
                    "Tier",
                    "String",
                    new("层级", "Tier"),
                    new("社区、街道，或受理站点本身。", "Community, street, or the receiving station itself.")
                )
                {
                    UiHint = "dropdown",
                    DefaultValue = System.Text.Json.JsonSerializer.SerializeToElement(Referrals.OfStation),
                    Choices =
                    [
                        new("Community", new("社区", "Community")),
                        new("Street", new("街道", "Street")),
                        new(Referrals.OfStation, new("受理站点", "Receiving station")),
                    ],
                },
                new("PromisedDays", "Int32", new("上报工作日", "Days to send up"), new("留空则一个工作日。", "Working days; empty: one.")),
            ],
            Ports =
            [
                new(BranchOutcome.Approved, new("同意上报", "Sent up in favour")),
                new(BranchOutcome.Refused, new("持不同意见上报", "Sent up against")),
                new(BranchOutcome.Correction, new("补正", "Correction")),
                new(BranchOutcome.Withdrawn, new("撤回", "Withdrawn")),
                new(NotNeeded, new("无需审核", "Not needed")),
            ],
        };

    public override ActivityResult Begin(CaseFile file, ActivityRequest request)
    {
        if (referrals.Reviewer(file, request.Text("tier") ?? Referrals.OfStation) is not { } body)
            return ActivityResult.Leaves(NotNeeded);
        var branch = file.Branches.FirstOrDefault(review => review.Kind is BranchKind.Referral && review.FirstDepartment == body.Code)
            ?? Draw(file, body.Code);
        if (branch.Status.IsSettled())
            return ActivityResult.Leaves(BranchOutcome.Of([branch.Status]));
        // Another step of the flow asks for it at this moment.
        if (branch.Bookmark is not null)
            return ActivityResult.Leaves(NotNeeded);
        if (lifecycle.Open(file, branch, request.Bookmark, request.Number("promisedDays") ?? UsualDays) is { IsError: true } noCalendar)
            return ActivityResult.Refuses(noCalendar.FirstError);
        file.Record(new BranchesOpened([branch.Number], branch.Round));
        return ActivityResult.Waits;
    }

    public override void Cancel(CaseFile file, string bookmark) => lifecycle.Abandon(file, bookmark);

    private Branch Draw(CaseFile file, string department)
    {
        var item = catalogue.ItemOf(file);
        var branch = new Branch
        {
            Number =
                Math.Max(item.Branches.Max(part => part.Number), file.Branches.Select(drawn => drawn.Number).DefaultIfEmpty().Max()) + 1,
            Department = department,
            Result = "上报审核意见",
            Kind = BranchKind.Referral,
            HardDependencies = [],
            SoftDependencies = [],
        };
        file.Section<BranchSection>().Put(branch);
        return branch;
    }
}
