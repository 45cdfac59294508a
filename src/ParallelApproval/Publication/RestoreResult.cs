using ErrorOr;
using FluentValidation;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Publication;

/// <summary>
/// 恢复公开: what was withheld is published like any other result again, e.g. because the secret was lifted or the third party agrees.
/// </summary>
[Authority("Publish a withheld result again", Role.Manager, InDistrictOnly = true)]
public sealed record RestoreResult(CaseNumber Case, string Reason);

internal sealed class RestoreResultValidator : AbstractValidator<RestoreResult>
{
    public RestoreResultValidator() =>
        RuleFor(command => command.Reason).Given(CaseRefusals.ReasonMissing).IsText(TextLengths.Opinion, PublicationRefusals.ReasonTooLong);
}

/// <summary>Refuses a result that is not withheld, and a reason left out or too long.</summary>
public sealed class RestoreResultHandler(CaseStore store, Board board) : Handler<RestoreResult, ResultPublicity>
{
    protected override async Task<ErrorOr<ResultPublicity>> CarryOutAsync(RestoreResult command, Act act, CancellationToken cancellation)
    {
        var restored = await store.WorkOnAsync(command.Case, act, file => Restore(file, command), cancellation, Contents.WithAnnexes);
        if (!restored.IsError)
            board.Forget();
        return restored;
    }

    private static ErrorOr<ResultPublicity> Restore(CaseFile file, RestoreResult command)
    {
        var section = file.Section<WithheldSection>();
        if (section.Withheld is not { } withheld)
            return PublicationRefusals.NotWithheld(file);
        section.Restore();
        file.Record(new ResultRestored(withheld.Ground, command.Reason.Trim()));
        return new ResultPublicity(file.Number.ToString(), false, null);
    }
}
