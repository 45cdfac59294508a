using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Engine;
using ParallelApproval.Events;
using ParallelApproval.Workflows;

namespace ParallelApproval.Cases;

/// <summary>
/// 抄告相关: every department concerned gets its copy at the same instant. From here on the case is in approval, and every branch that the
/// applicant chose is in the file.
/// </summary>
internal sealed class CopyNoticeActivity(CatalogueRegister catalogue, BranchLifecycle lifecycle) : CaseActivity
{
    public const string TypeName = "ParallelApproval.CopyNotice";

    public override ActivityDescriptor Descriptor { get; } =
        new(
            TypeName,
            1,
            Toolbox,
            new("抄告相关", "Copy to departments"),
            new("将案件同时抄告所有相关部门。", "Copies the case to every department concerned at the same instant.")
        )
        {
            Ports = [new("Done", new("完成", "Done"))],
        };

    public override ActivityResult Begin(CaseFile file, ActivityRequest request)
    {
        lifecycle.LayOut(file, catalogue.ItemOf(file));
        file.Record(new DepartmentsNotified([.. file.Branches.Select(branch => branch.Department).Distinct()]));
        return ActivityResult.Leaves();
    }
}
