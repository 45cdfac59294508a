using ErrorOr;
using FluentValidation;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Evaluations;

/// <summary>
/// 评价申诉复核: a supervisor who is not of the department decides. When he grants it, the rating counts no more and nothing has to be put right;
/// it stays in the record.
/// </summary>
[Authority(
    "Decide the appeal of another department; a granted one takes the rating out of the score, never out of the record",
    Role.Supervisor,
    Relation = Relation.OtherDepartment
)]
public sealed record DecideRatingAppeal(RatingNumber Rating, bool Grant, string Reasons);

internal sealed class DecideRatingAppealValidator : AbstractValidator<DecideRatingAppeal>
{
    public DecideRatingAppealValidator() => RuleFor(command => command.Reasons).Given().IsOpinion();
}

/// <inheritdoc cref="DecideRatingAppeal"/>
public sealed class DecideRatingAppealHandler(CaseStore store) : Handler<DecideRatingAppeal, AppealState>
{
    protected override Task<ErrorOr<AppealState>> CarryOutAsync(DecideRatingAppeal command, Act act, CancellationToken cancellation) =>
        store.WorkOnAsync(command.Rating.Case, act, file => Decide(file, command), cancellation, Contents.Everything);

    private static ErrorOr<AppealState> Decide(CaseFile file, DecideRatingAppeal command)
    {
        var found = RemedySteps.Rated(file, command.Rating);
        if (found.IsError)
            return found.Errors;
        var service = found.Value;
        if (service.Rating!.Department == file.Act.Department)
            return EvaluationRefusals.OwnDepartment(service.Rating.Department);
        if (service.Appeal is not { Decision: null } appeal)
            return EvaluationRefusals.NoAppeal(command.Rating);
        var reasons = command.Reasons.Trim();

        file.Section<EvaluationSection>()
            .Put(service, appeal with { Decision = new(command.Grant, reasons, file.Act.UserName, file.Act.At) });
        if (command.Grant && service.Remedy is { End: null } open)
            RemedyLimits.Close(open, RemedyEnd.RatingRemoved);
        file.Record(new RatingAppealDecided(service.Number, service.Rating.Department, command.Grant, reasons));
        return new AppealState(command.Rating.ToString(), appeal.Grounds, command.Grant);
    }
}
