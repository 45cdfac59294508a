using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Events;

namespace ParallelApproval.Certificates;

/// <inheritdoc/>
/// <remarks>Opinion branches give none.</remarks>
internal sealed class MakeCertificates(CatalogueRegister catalogue) : IMakeResults
{
    public void Make(CaseFile file, int? branch = null)
    {
        var item = catalogue.ItemOf(file);
        var section = file.Section<CertificateSection>();
        var made = new List<string>();
        foreach (var granted in file.Branches)
        {
            if (
                granted is not { Status: BranchStatus.Approved, Kind: BranchKind.Certificate }
                || (branch is { } only && granted.Number != only)
            )
                continue;
            var number = Certificate.NumberOf(file.Number, granted.Number);
            if (section.Certificates.Any(certificate => certificate.Number == number))
                continue;
            var document = item.Branches.FirstOrDefault(part => part.Number == granted.Number)?.ResultDocument ?? granted.Result;
            section.Put(new(file.Number, granted.Number, number, granted.Result, document, granted.Department, file.Act.At));
            made.Add(number);
        }

        if (made.Count > 0)
            file.Record(new CertificatesIssued([.. made]));
    }

    public bool IsMade(CaseFile file, int branch) =>
        Certificate.NumberOf(file.Number, branch) is var number
        && file.Section<CertificateSection>().Certificates.Any(certificate => certificate.Number == number);
}
