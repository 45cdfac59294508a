using ParallelApproval.Database;
using ParallelApproval.Engine;
using ParallelApproval.Workflows;

namespace ParallelApproval.Cases;

/// <summary>
/// 等待补正: the flow waits until the papers that a branch asked for have come in; drawn between a port 补正 and the way back to the department.
/// </summary>
internal sealed class AwaitSupplementActivity : CaseActivity
{
    public const string TypeName = "ParallelApproval.AwaitSupplement";
    public const string Supplied = "Supplied";

    public override ActivityDescriptor Descriptor { get; } =
        new(
            TypeName,
            1,
            Toolbox,
            new("等待补正", "Await supplement"),
            new("等待申请人补齐该分支所需材料。", "Waits until the applicant has handed in what the branch asked for.")
        )
        {
            Kind = ActivityKind.Task,
            Inputs =
            [
                new("Branch", "Int32", new("分支编号", "Branch number"), new("等待材料的分支。", "The branch that waits for papers.")),
            ],
            Ports = [new(Supplied, new("已补正", "Supplied"))],
        };

    public override ActivityResult Begin(CaseFile file, ActivityRequest request)
    {
        var waiting = request.Number("branch") is { } number
            ? file.FindBranch(number)
            : file.Branches.FirstOrDefault(branch => branch.Status is BranchStatus.CorrectionRequested && branch.Bookmark is null);
        // Papers that have come in do not come in once more.
        if (waiting is not { Status: BranchStatus.CorrectionRequested } || !file.Materials.Wanting().Any())
            return ActivityResult.Leaves(Supplied);
        file.Change(waiting, branch => branch.Bookmark = request.Bookmark);
        return ActivityResult.Waits;
    }
}
