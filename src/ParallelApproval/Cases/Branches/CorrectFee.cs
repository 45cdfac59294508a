using ErrorOr;
using FluentValidation;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Cases;

/// <summary>
/// 收费更正: the window puts right what it noted as paid for a branch, with the reason; the applicant gets a paper. Money that goes back is a
/// refund (<see cref="RefundFee"/>).
/// </summary>
/// <param name="Amount">What was paid, yuan, to the fen; 0 when nothing was.</param>
/// <param name="ReceiptNumber">The number of the receipt of the change; null when none was given.</param>
[Authority("Put right what was noted as paid for a branch", Role.Clerk)]
public sealed record CorrectFee(CaseNumber Case, int Branch, decimal Amount, string Reason, string? ReceiptNumber = null);

/// <summary>What is paid for the branch after it.</summary>
public sealed record CorrectedFee(string CaseNumber, int Branch, decimal Was, decimal Paid);

internal sealed class CorrectFeeValidator : AbstractValidator<CorrectFee>
{
    public CorrectFeeValidator()
    {
        RuleFor(command => command.Amount).Refuses((amount, _) => FeeRefusals.IsMalformed(amount) ? FeeRefusals.Malformed(amount) : null);
        RuleFor(command => command.Reason).Given(CaseRefusals.ReasonMissing).IsOpinion();
        RuleFor(command => command.ReceiptNumber).IsLine(TextLengths.Code, FeeRefusals.ReceiptTooLong);
    }
}

/// <inheritdoc cref="CorrectFee"/>
public sealed class CorrectFeeHandler(CaseActs acts) : Handler<CorrectFee, CorrectedFee>
{
    protected override Task<ErrorOr<CorrectedFee>> CarryOutAsync(CorrectFee command, Act act, CancellationToken cancellation) =>
        acts.DoAsync(CaseVerb.CorrectFee, command.Case, act, file => Change(file, command), cancellation);

    private static ErrorOr<CorrectedFee> Change(CaseFile file, CorrectFee command)
    {
        if (file.FindBranch(command.Branch) is not { } branch)
            return FeeRefusals.BranchUnknown(file, command.Branch);
        if (branch.FeePaid == 0)
            return FeeRefusals.NotPaid(file, branch);
        if (branch.FeePaid == command.Amount)
            return FeeRefusals.Unchanged(command.Amount);
        var was = branch.FeePaid;
        var receipt = string.IsNullOrWhiteSpace(command.ReceiptNumber) ? null : command.ReceiptNumber.Trim();
        file.Change(branch, paid => paid.FeePaid = command.Amount);
        file.Record(new FeeCorrected(branch.Number, was, command.Amount, command.Reason.Trim(), receipt));
        return new CorrectedFee(file.Number.ToString(), branch.Number, was, branch.FeePaid);
    }
}
