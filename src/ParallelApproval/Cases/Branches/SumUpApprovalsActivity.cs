using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Engine;
using ParallelApproval.Organisation;
using ParallelApproval.Workflows;

namespace ParallelApproval.Cases;

/// <summary>
/// 汇总审批结果: goes on by what several branches say together, as one approval of all branches does; it asks nobody and waits for nobody. A
/// branch that has no result yet, or does not take part, says nothing.
/// </summary>
internal sealed class SumUpApprovalsActivity(OfficerRegister officers) : CaseActivity
{
    public const string TypeName = "ParallelApproval.SumUpApprovals";

    /// <summary>Name of the input in requests.</summary>
    public const string Lanes = "departments";

    internal static readonly IReadOnlyList<PortDescriptor> PortsOfSum =
    [
        new(BranchOutcome.Approved, new("全部同意", "All approved")),
        new(BranchOutcome.PartlyApproved, new("部分同意", "Partly approved")),
        new(BranchOutcome.Refused, new("均不同意", "None approved")),
        new(BranchOutcome.Withdrawn, new("撤回", "Withdrawn")),
        new(BranchOutcome.TimedOut, new("超时", "Timed out")),
    ];

    public override ActivityDescriptor Descriptor { get; } =
        new(
            TypeName,
            1,
            Toolbox,
            new("汇总结果", "Sum up"),
            new("按所列部门的审批结果继续；不等待。", "Goes on by the results of these departments; waits for nobody.")
        )
        {
            Inputs =
            [
                new(
                    "Departments",
                    "List<String>",
                    new("审批部门", "Departments"),
                    new("汇总哪些部门；不勾选为所有分支。", "Whose results; none ticked: all branches.")
                )
                {
                    UiHint = "checklist",
                    DefaultSyntax = "Object",
                },
            ],
            Ports = PortsOfSum,
        };

    public override ActivityResult Begin(CaseFile file, ActivityRequest request)
    {
        var lanes = ParallelBlock
            .Read(request.Inputs.TryGetProperty(Lanes, out var given) ? new Expression("Object", given).Text : null, null)
            .Lanes;
        var results = file
            .Branches.Where(branch => branch.Status.IsSettled() && (lanes.Count == 0 || lanes.Any(lane => Names(branch, lane))))
            .Select(branch => branch.Status)
            .ToList();
        return ActivityResult.Leaves(BranchOutcome.Of(results));
    }

    private bool Names(Branch branch, string lane) =>
        ParallelBlock.IsNumber(lane)
            ? FormattableString.Invariant($"{branch.Number}") == lane
            : branch.FirstDepartment == lane || branch.Department == officers.InPlaceOf(lane);
}
