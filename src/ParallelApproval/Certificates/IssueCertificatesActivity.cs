using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Engine;
using ParallelApproval.Workflows;

namespace ParallelApproval.Certificates;

/// <summary>制证: makes the certificate of every branch that has granted one and has none yet. Opinion branches give none.</summary>
internal sealed class IssueCertificatesActivity(IMakeResults results) : CaseActivity
{
    public const string TypeName = "ParallelApproval.IssueCertificates";

    public override ActivityDescriptor Descriptor { get; } =
        new(
            TypeName,
            1,
            Toolbox,
            new("制证", "Issue certificates"),
            new("为已同意的分支制作证照。", "Makes the certificates of the branches that were granted.")
        )
        {
            Inputs =
            [
                new(
                    "Branch",
                    "Int32",
                    new("分支编号", "Branch number"),
                    new("只为该分支制证；留空则全部。", "Only for this branch; empty: for all.")
                ),
            ],
            Ports = [new("Done", new("完成", "Done"))],
        };

    public override ActivityResult Begin(CaseFile file, ActivityRequest request)
    {
        results.Make(file, request.Number("branch"));
        return ActivityResult.Leaves();
    }
}
