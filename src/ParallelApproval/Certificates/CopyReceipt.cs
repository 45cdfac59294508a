using ErrorOr;
using FluentValidation;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Certificates;

/// <summary>
/// 补发收件凭证: the applicant has lost his receipt and gets a second copy (副本). It is a paper of the case, numbered and verified like the
/// others,
/// and says which copy it is, when it was issued and why.
/// </summary>
/// <param name="CopyReason">Why it is wanted again.</param>
[Authority("Issue a second copy of the receipt of a case", Role.Clerk)]
public sealed record CopyReceipt(CaseNumber Case, string CopyReason);

/// <summary>The copy as it is noted; the paper follows an instant later.</summary>
public sealed record CopiedReceipt(string CaseNumber);

/// <summary>补发收件凭证: a second copy of the receipt was issued.</summary>
public sealed record ReceiptCopied(string Reason) : DomainEvent;

internal sealed class CopyReceiptValidator : AbstractValidator<CopyReceipt>
{
    public CopyReceiptValidator() => RuleFor(command => command.CopyReason).Given(CaseRefusals.ReasonMissing).IsOpinion();
}

/// <inheritdoc cref="CopyReceipt"/>
public sealed class CopyReceiptHandler(CaseStore store) : Handler<CopyReceipt, CopiedReceipt>
{
    protected override Task<ErrorOr<CopiedReceipt>> CarryOutAsync(CopyReceipt command, Act act, CancellationToken cancellation) =>
        store.WorkOnAsync<CopiedReceipt>(
            command.Case,
            act,
            file =>
            {
                file.Record(new ReceiptCopied(command.CopyReason.Trim()));
                return new CopiedReceipt(file.Number.ToString());
            },
            cancellation
        );
}
