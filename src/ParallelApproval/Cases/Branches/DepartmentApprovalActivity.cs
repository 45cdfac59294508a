using ParallelApproval.Calendars;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Engine;
using ParallelApproval.Events;
using ParallelApproval.Organisation;
using ParallelApproval.Workflows;

namespace ParallelApproval.Cases;

/// <summary>
/// 部门审批: one department reviews and decides. The branch is named by its number in the catalogue, or by the department; a department that
/// the catalogue does not have in this item gets a branch of its own, because the designer wants it.
/// </summary>
internal sealed class DepartmentApprovalActivity(
    CatalogueRegister catalogue,
    CalendarRegister calendars,
    OfficerRegister officers,
    BranchLifecycle lifecycle,
    CaseConclusion conclusion
) : CaseActivity
{
    public const string TypeName = "ParallelApproval.DepartmentApproval";
    public const string NotNeeded = "NotNeeded";

    public override ActivityDescriptor Descriptor { get; } =
        new(
            TypeName,
            1,
            Toolbox,
            new("部门审批", "Department approval"),
            new("一个部门审查并作出决定；其他分支照常进行。", "One department reviews and decides; the other branches go on.")
        )
        {
            Kind = ActivityKind.Task,
            Inputs =
            [
                new(
                    "Branch",
                    "Int32",
                    new("分支编号", "Branch number"),
                    new("事项中的分支编号；留空则按部门。", "Number of the branch in the item; empty: by department.")
                ),
                new("Department", "String", new("审批部门", "Department"), new("部门代码。", "Department code.")) { UiHint = "dropdown" },
                new(
                    "Result",
                    "String",
                    new("审批结果名称", "Result"),
                    new("目录外分支的证照或意见名称。", "Certificate or opinion of a branch that the catalogue does not have.")
                ),
                AskOnlyWhenActivity.Asked,
                new(
                    "PromisedDays",
                    "Int32",
                    new("承诺工作日", "Promised days"),
                    new("留空则按目录。", "Working days; empty: as in the catalogue.")
                ),
                new(
                    "Timing",
                    "String",
                    new("计时方式", "Timing"),
                    new(
                        "Parallel：自受理起；Serial：自轮到本部门起，按单独办理时限；Remaining：办件余下的承诺日。",
                        "Parallel: from acceptance; Serial: from the department's turn, by the days it needs alone; Remaining: "
                            + "what is left of the case's promise."
                    )
                )
                {
                    UiHint = "dropdown",
                    DefaultValue = System.Text.Json.JsonSerializer.SerializeToElement("Parallel"),
                    Choices =
                    [
                        new("Parallel", new("并联：自受理起", "In parallel: from acceptance")),
                        new("Serial", new("串联：自轮到本部门起", "In series: from the department's turn")),
                        new("Remaining", new("余下：办件余下的承诺日", "What is left of the promised days of the case")),
                    ],
                },
            ],
            Ports =
            [
                new(BranchOutcome.Approved, new("同意", "Approved")),
                new(BranchOutcome.Refused, new("不同意", "Refused")),
                new(BranchOutcome.Correction, new("补正", "Correction")),
                new(BranchOutcome.Withdrawn, new("撤回", "Withdrawn")),
                new(BranchOutcome.TimedOut, new("超时", "Timed out")),
                new(NotNeeded, new("无需办理", "Not needed")),
            ],
        };

    public override ActivityResult Begin(CaseFile file, ActivityRequest request)
    {
        if (Find(file, request) is not { } branch)
            return ActivityResult.Leaves(NotNeeded);
        if (request.Flag(AskOnlyWhenActivity.Input) is false && lifecycle.LeaveOut(file, branch.Number))
            return conclusion.CloseWithout(file) is { IsError: true } noFollowUp
                ? ActivityResult.Refuses(noFollowUp.FirstError)
                : ActivityResult.Leaves(NotNeeded);
        if (branch.Status.IsSettled())
            return ActivityResult.Leaves(BranchOutcome.Of([branch.Status]));
        // Another step of the flow asks for it at this moment.
        if (branch.Bookmark is not null)
            return ActivityResult.Leaves(NotNeeded);
        var isBack = BranchLifecycle.IsLateAndBack(branch);
        if (lifecycle.Open(file, branch, request.Bookmark, PromisedDays(file, branch, request)) is { IsError: true } noCalendar)
            return ActivityResult.Refuses(noCalendar.FirstError);
        if (!isBack)
            file.Record(new BranchesOpened([branch.Number], branch.Round));
        return ActivityResult.Waits;
    }

    public override void Cancel(CaseFile file, string bookmark) => lifecycle.Abandon(file, bookmark);

    private Branch? Find(CaseFile file, ActivityRequest request)
    {
        if (request.Number("branch") is { } number)
            return file.FindBranch(number);
        if (request.Text("department") is not { } department)
            return null;
        // A flow may name a body that was closed since it was drawn.
        var now = officers.InPlaceOf(department);
        return file.Branches.FirstOrDefault(branch => branch.FirstDepartment == department && branch.Bookmark is null)
            ?? file.Branches.FirstOrDefault(branch => branch.Department == now && branch.Bookmark is null)
            ?? (request.Flag(AskOnlyWhenActivity.Input) is false ? null : Draw(file, request, now));
    }

    // Not in the catalogue's item, but drawn into the flow: a branch with the next number, on no other branch's result.
    private Branch? Draw(CaseFile file, ActivityRequest request, string department)
    {
        var item = catalogue.ItemOf(file);
        if (item.Branches.Any(part => part.DepartmentCode == department))
            return null;
        var branch = new Branch
        {
            Number =
                Math.Max(item.Branches.Max(part => part.Number), file.Branches.Select(drawn => drawn.Number).DefaultIfEmpty().Max()) + 1,
            Department = department,
            Result = request.Text("result") ?? "审查意见",
            Kind = BranchKind.Opinion,
            HardDependencies = [],
            SoftDependencies = [],
        };
        file.Section<BranchSection>().Put(branch);
        return branch;
    }

    private int? DaysLeft(CaseFile file)
    {
        if (file.LatestClock(Clock.OfCase, ClockKind.Promised) is not { IsEnded: false } promise)
            return null;
        var left = calendars.Current.In(promise.Area).WorkingDaysBetween(file.Act.Today, promise.DueOn);
        return left.IsError ? null : Math.Max(0, left.Value);
    }

    private int PromisedDays(CaseFile file, Branch branch, ActivityRequest request)
    {
        if (request.Number("promisedDays") is { } days)
            return days;
        var item = catalogue.ItemOf(file);
        if (request.Text("timing") == "Remaining" && DaysLeft(file) is { } left)
            return left;
        if (item.Branches.FirstOrDefault(part => part.Number == branch.Number) is not { } part)
            return item.PromisedDays;
        return request.Text("timing") == "Serial" ? part.SerialDays : part.PromisedDay;
    }
}
