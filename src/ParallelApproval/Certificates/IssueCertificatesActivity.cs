using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Engine;
using ParallelApproval.Events;
using ParallelApproval.Workflows;

namespace ParallelApproval.Certificates;

/// <summary>制证: makes the certificate of every branch that has granted one and has none yet. Opinion branches give none.</summary>
internal sealed class IssueCertificatesActivity(CatalogueRegister catalogue) : CaseActivity
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
        var item = catalogue.ItemOf(file);
        var only = request.Number("branch");
        var section = file.Section<CertificateSection>();
        var made = new List<string>();
        foreach (var branch in file.Branches)
        {
            if (
                branch is not { Status: BranchStatus.Approved, Kind: BranchKind.Certificate }
                || (only is not null && branch.Number != only)
            )
                continue;
            var number = Certificate.NumberOf(file.Number, branch.Number);
            if (section.Certificates.Any(certificate => certificate.Number == number))
                continue;
            var document = item.Branches.FirstOrDefault(part => part.Number == branch.Number)?.ResultDocument ?? branch.Result;
            section.Put(new(file.Number, branch.Number, number, branch.Result, document, branch.Department, file.Act.At));
            made.Add(number);
        }

        if (made.Count > 0)
            file.Record(new CertificatesIssued([.. made]));
        return ActivityResult.Leaves();
    }
}
