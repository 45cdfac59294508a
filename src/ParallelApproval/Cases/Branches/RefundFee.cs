using ErrorOr;
using FluentValidation;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Cases;

/// <summary>
/// 退费: what the applicant paid for a branch goes back to him, wholly or in part: he has withdrawn, paid too much, or no fee was due. He gets
/// a paper with the reason.
/// </summary>
/// <param name="Amount">Yuan, to the fen; more than 0, and no more than was paid.</param>
/// <param name="ReceiptNumber">The number of the receipt of the change; null when none was given.</param>
[Authority("Give back what was paid for a branch", Role.Clerk)]
public sealed record RefundFee(CaseNumber Case, int Branch, decimal Amount, string Reason, string? ReceiptNumber = null);

/// <summary>What is paid for the branch after it.</summary>
public sealed record RefundedFee(string CaseNumber, int Branch, decimal Was, decimal Paid);

internal sealed class RefundFeeValidator : AbstractValidator<RefundFee>
{
    public RefundFeeValidator()
    {
        RuleFor(command => command.Amount)
            .Refuses((amount, _) => amount <= 0 || FeeRefusals.IsMalformed(amount) ? FeeRefusals.Malformed(amount) : null);
        RuleFor(command => command.Reason).Given(CaseRefusals.ReasonMissing).IsOpinion();
        RuleFor(command => command.ReceiptNumber).IsLine(TextLengths.Code, FeeRefusals.ReceiptTooLong);
    }
}

/// <inheritdoc cref="RefundFee"/>
public sealed class RefundFeeHandler(CaseActs acts) : Handler<RefundFee, RefundedFee>
{
    protected override Task<ErrorOr<RefundedFee>> CarryOutAsync(RefundFee command, Act act, CancellationToken cancellation) =>
        acts.DoAsync(CaseVerb.RefundFee, command.Case, act, file => Change(file, command), cancellation);

    private static ErrorOr<RefundedFee> Change(CaseFile file, RefundFee command)
    {
        if (file.FindBranch(command.Branch) is not { } branch)
            return FeeRefusals.BranchUnknown(file, command.Branch);
        if (branch.FeePaid == 0)
            return FeeRefusals.NotPaid(file, branch);
        if (branch.FeePaid < command.Amount)
            return FeeRefusals.MoreThanPaid(command.Amount, branch.FeePaid);
        var was = branch.FeePaid;
        var receipt = string.IsNullOrWhiteSpace(command.ReceiptNumber) ? null : command.ReceiptNumber.Trim();
        file.Change(branch, paid => paid.FeePaid = was - command.Amount);
        file.Record(new FeeRefunded(branch.Number, command.Amount, branch.FeePaid, command.Reason.Trim(), receipt));
        return new RefundedFee(file.Number.ToString(), branch.Number, was, branch.FeePaid);
    }
}
