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
/// 不予公开: keeps the result of a case from the public, because it touches a secret of the state or of a business, or somebody's private life
/// (行政许可法 art. 5, 40; 政府信息公开条例 art. 14, 15). It vanishes from every public list at once, and is kept with who withheld it, when and why. An
/// open case may be withheld beforehand.
/// </summary>
[Authority("Keep the result from the public, on a ground that the law names", Role.Manager, InDistrictOnly = true)]
public sealed record WithholdResult(CaseNumber Case, WithholdingGround Ground, string Reason);

/// <summary>How the result of the case stands to the public now.</summary>
/// <param name="Ground">On which it is withheld; null when it is not.</param>
public sealed record ResultPublicity(string CaseNumber, bool IsWithheld, WithholdingGround? Ground);

internal sealed class WithholdResultValidator : AbstractValidator<WithholdResult>
{
    public WithholdResultValidator() =>
        RuleFor(command => command.Reason).Given(CaseRefusals.ReasonMissing).IsText(TextLengths.Opinion, PublicationRefusals.ReasonTooLong);
}

/// <summary>Refuses a case that was withdrawn, a result that is withheld already, and a reason left out or too long.</summary>
public sealed class WithholdResultHandler(CaseStore store, Board board) : Handler<WithholdResult, ResultPublicity>
{
    protected override async Task<ErrorOr<ResultPublicity>> CarryOutAsync(WithholdResult command, Act act, CancellationToken cancellation)
    {
        var withheld = await store.WorkOnAsync(command.Case, act, file => Withhold(file, command), cancellation, Contents.WithAnnexes);
        if (!withheld.IsError)
            board.Forget();
        return withheld;
    }

    private static ErrorOr<ResultPublicity> Withhold(CaseFile file, WithholdResult command)
    {
        var section = file.Section<WithheldSection>();
        if (file.Case.Result is CaseStatus.Withdrawn or CaseStatus.AcceptanceRevoked)
            return PublicationRefusals.NeverPublished(file);
        if (section.Withheld is not null)
            return PublicationRefusals.WithheldAlready(file);
        section.Put(new(file.Number, command.Ground, command.Reason.Trim(), file.Act.UserName, file.Act.At));
        file.Record(new ResultWithheld(command.Ground, command.Reason.Trim()));
        return new ResultPublicity(file.Number.ToString(), true, command.Ground);
    }
}
