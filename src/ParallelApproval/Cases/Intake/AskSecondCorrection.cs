using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;

namespace ParallelApproval.Cases;

/// <summary>
/// 申请再次补正: the window asks a supervisor to let one more notice name faults that were there from the first day, and says why. Nothing is allowed by it; see
/// <see cref="GrantSecondCorrection"/>.
/// </summary>
public sealed record AskSecondCorrection(CaseNumber Case, string Reason);

/// <inheritdoc cref="AskSecondCorrection"/>
public sealed class AskSecondCorrectionHandler(CaseActs acts)
{
    public Task<ErrorOr<SecondCorrection>> HandleAsync(AskSecondCorrection command, Act act, CancellationToken cancellation) =>
        acts.DoAsync(CaseVerb.AskSecondCorrection, command.Case, act, file => Ask(file, command.Reason), cancellation);

    private static ErrorOr<SecondCorrection> Ask(CaseFile file, string reason)
    {
        var @case = file.Case;
        if (string.IsNullOrWhiteSpace(reason)) return CaseRefusals.ReasonMissing();
        file.Record(new SecondCorrectionAsked(reason.Trim()));
        return new SecondCorrection(file.Number.ToString(), @case.Status);
    }
}
