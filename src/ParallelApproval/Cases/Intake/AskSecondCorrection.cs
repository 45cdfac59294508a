using ErrorOr;
using FluentValidation;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Cases;

/// <summary>
/// 申请再次补正: the window asks a supervisor to let one more notice name faults that were there from the first day, and says why. Nothing is
/// allowed by it; see <see cref="GrantSecondCorrection"/>.
/// </summary>
[Authority("Ask a supervisor to let one more notice name old faults", Role.Clerk)]
public sealed record AskSecondCorrection(CaseNumber Case, string Reason);

internal sealed class AskSecondCorrectionValidator : AbstractValidator<AskSecondCorrection>
{
    public AskSecondCorrectionValidator() => RuleFor(command => command.Reason).Given(CaseRefusals.ReasonMissing).IsOpinion();
}

/// <inheritdoc cref="AskSecondCorrection"/>
public sealed class AskSecondCorrectionHandler(CaseActs acts) : Handler<AskSecondCorrection, SecondCorrection>
{
    protected override Task<ErrorOr<SecondCorrection>> CarryOutAsync(
        AskSecondCorrection command,
        Act act,
        CancellationToken cancellation
    ) => acts.DoAsync(CaseVerb.AskSecondCorrection, command.Case, act, file => Ask(file, command.Reason), cancellation);

    private static ErrorOr<SecondCorrection> Ask(CaseFile file, string reason)
    {
        var @case = file.Case;
        @case.SecondCorrectionAskedAt = file.Act.At;
        file.Record(new SecondCorrectionAsked(reason.Trim()));
        return new SecondCorrection(file.Number.ToString(), @case.Status);
    }
}
