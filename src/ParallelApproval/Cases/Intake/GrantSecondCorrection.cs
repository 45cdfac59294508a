using ErrorOr;
using FluentValidation;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Cases;

/// <summary>
/// 再次补正特批: a supervisor lets one more notice, or request of a department, name faults that were there from the first day. The law asks for
/// everything at once (行政许可法 art. 32, 72), so each leave is recorded with its reason and scored.
/// </summary>
[Authority("Let one more notice name old faults; it is scored", Role.Supervisor, InDistrictOnly = true)]
public sealed record GrantSecondCorrection(CaseNumber Case, string Reason);

/// <summary>The case for which the leave holds.</summary>
public sealed record SecondCorrection(string CaseNumber, CaseStatus Status);

internal sealed class GrantSecondCorrectionValidator : AbstractValidator<GrantSecondCorrection>
{
    public GrantSecondCorrectionValidator() => RuleFor(command => command.Reason).Given(CaseRefusals.ReasonMissing).IsOpinion();
}

/// <inheritdoc cref="GrantSecondCorrection"/>
public sealed class GrantSecondCorrectionHandler(CaseActs acts) : Handler<GrantSecondCorrection, SecondCorrection>
{
    protected override Task<ErrorOr<SecondCorrection>> CarryOutAsync(
        GrantSecondCorrection command,
        Act act,
        CancellationToken cancellation
    ) => acts.DoAsync(CaseVerb.GrantSecondCorrection, command.Case, act, file => Grant(file, command.Reason), cancellation);

    private static ErrorOr<SecondCorrection> Grant(CaseFile file, string reason)
    {
        var @case = file.Case;
        @case.MayCorrectAgain = true;
        @case.SecondCorrectionAskedAt = null;
        file.Record(new SecondCorrectionGranted(reason.Trim()));
        return new SecondCorrection(file.Number.ToString(), @case.Status);
    }
}
