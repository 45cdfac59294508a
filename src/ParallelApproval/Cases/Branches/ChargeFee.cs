using ErrorOr;
using FluentValidation;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Cases;

/// <summary>
/// 收费: the window notes what the applicant paid for a branch's result, and on which receipt. What is published binds (行政许可法 art. 58, 59);
/// another sum is noted as it was paid, and the monitor point E12 raises a card.
/// </summary>
/// <param name="Amount">Yuan, to the fen; more than 0.</param>
/// <param name="ReceiptNumber">The number of the receipt (收费票据); null when none was given, which is carded too.</param>
[Authority("Note what the applicant paid for a branch, and on which receipt", Role.Clerk)]
public sealed record ChargeFee(CaseNumber Case, int Branch, decimal Amount, string? ReceiptNumber = null);

/// <summary>What was noted.</summary>
/// <param name="Published">What the item publishes for the branch, yuan.</param>
public sealed record ChargedFee(string CaseNumber, int Branch, decimal Published, decimal Charged);

internal sealed class ChargeFeeValidator : AbstractValidator<ChargeFee>
{
    public ChargeFeeValidator()
    {
        RuleFor(command => command.Amount)
            .Refuses((amount, _) => amount <= 0 || FeeRefusals.IsMalformed(amount) ? FeeRefusals.Malformed(amount) : null);
        RuleFor(command => command.ReceiptNumber).IsLine(TextLengths.Code, FeeRefusals.ReceiptTooLong);
    }
}

/// <inheritdoc cref="ChargeFee"/>
public sealed class ChargeFeeHandler(CaseActs acts, CatalogueRegister catalogue) : Handler<ChargeFee, ChargedFee>
{
    protected override Task<ErrorOr<ChargedFee>> CarryOutAsync(ChargeFee command, Act act, CancellationToken cancellation) =>
        acts.DoAsync(CaseVerb.ChargeFee, command.Case, act, file => Charge(file, command), cancellation);

    private ErrorOr<ChargedFee> Charge(CaseFile file, ChargeFee command)
    {
        if (file.FindBranch(command.Branch) is not { } branch)
            return FeeRefusals.BranchUnknown(file, command.Branch);

        var published = catalogue.ItemOf(file).Branches.FirstOrDefault(part => part.Number == branch.Number)?.Fee ?? 0;
        file.Change(branch, paid => paid.FeePaid += command.Amount);
        file.Record(
            new FeeCharged(
                branch.Number,
                published,
                command.Amount,
                string.IsNullOrWhiteSpace(command.ReceiptNumber) ? null : command.ReceiptNumber.Trim()
            )
        );
        return new ChargedFee(file.Number.ToString(), branch.Number, published, command.Amount);
    }
}
