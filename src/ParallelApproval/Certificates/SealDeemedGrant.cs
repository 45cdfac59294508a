using ErrorOr;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;

namespace ParallelApproval.Certificates;

/// <summary>
/// 补发证照: silence has granted a branch (超时默认), and the department that kept silent makes and seals the certificate now, within a day. Until
/// a person does so there is none.
/// </summary>
[Authority("Make the certificate of a branch that silence has granted", Role.Approver, Relation = Relation.OwnDepartment)]
public sealed record SealDeemedGrant(TaskNumber Task);

/// <summary>The certificate that was made.</summary>
public sealed record SealedCertificate(string CaseNumber, int Branch, string Number);

/// <inheritdoc cref="SealDeemedGrant"/>
public sealed class SealDeemedGrantHandler(CaseActs acts, CatalogueRegister catalogue) : Handler<SealDeemedGrant, SealedCertificate>
{
    /// <summary>Refuses another department's task, a branch that silence did not grant, and a second certificate.</summary>
    protected override Task<ErrorOr<SealedCertificate>> CarryOutAsync(SealDeemedGrant command, Act act, CancellationToken cancellation) =>
        acts.DoAsync(
            BranchVerb.SealDeemedGrant,
            command.Task,
            act,
            (file, branch) => Seal(file, branch, command.Task),
            cancellation,
            Contents.Everything
        );

    private ErrorOr<SealedCertificate> Seal(CaseFile file, Branch branch, TaskNumber task)
    {
        var number = Certificate.NumberOf(file.Number, branch.Number);
        if (file.Certificates.Any(certificate => certificate.Number == number))
            return SealedAlready(number);
        var document = catalogue.ItemOf(file).Branches.FirstOrDefault(part => part.Number == branch.Number)?.ResultDocument
            ?? branch.Result;
        file.Section<CertificateSection>()
            .Put(new(file.Number, branch.Number, number, branch.Result, document, branch.Department, file.Act.At));
        file.Record(new DeemedGrantSealed(branch.Number, number));
        return new SealedCertificate(file.Number.ToString(), branch.Number, number);
    }

    private static Error SealedAlready(string number) => Refusal.Conflict(RefusalCode.CertificateSealedAlready, ("certificate", number));
}
