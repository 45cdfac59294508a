using ErrorOr;
using FluentValidation;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Supervision;

/// <summary>
/// 申诉复核: a supervisor who is not of the department decides. A granted appeal cancels the points and leaves the record; after a rejected one
/// the days for the answer begin anew, unless it has been given.
/// </summary>
[Authority("Decide an appeal of another department", Role.Supervisor, Relation = Relation.OtherDepartment, InDistrictOnly = true)]
public sealed record DecideAppeal(CardNumber Card, bool IsGranted, string Reason);

internal sealed class DecideAppealValidator : AbstractValidator<DecideAppeal>
{
    public DecideAppealValidator() => RuleFor(command => command.Reason).Given().IsOpinion();
}

/// <inheritdoc cref="DecideAppeal"/>
public sealed class DecideAppealHandler(SupervisionFiles files, PointCatalogue points, Deadlines deadlines) : Handler<DecideAppeal, Card>
{
    protected override Task<ErrorOr<Card>> CarryOutAsync(DecideAppeal command, Act act, CancellationToken cancellation) =>
        files.WorkOnAsync(command.Card.File, act, file => Decide(file, command), cancellation);

    private ErrorOr<Card> Decide(CaseFile file, DecideAppeal command)
    {
        if (file.FindCard(command.Card) is not { } card)
            return SupervisionRefusals.NoSuchCard(command.Card);
        if (card.Appeal is not { Decision: null } appeal)
            return SupervisionRefusals.NoAppeal(card);
        if (card.Department == file.Act.Department)
            return SupervisionRefusals.AppealOfOwnDepartment(card);
        var reason = command.Reason.Trim();

        var decided = card with { Appeal = appeal with { Decision = new(command.IsGranted, reason, file.Act.UserName, file.Act.At) } };
        file.Record(new AppealDecided(card.Number.ToString(), card.Branch, command.IsGranted, reason));
        if (!command.IsGranted)
            return file.Put(GoesOn(file, decided));
        OrderLifecycle.Fall(file, card);
        return file.Put(decided with { Status = CardStatus.Cancelled, LookAgainAt = null });
    }

    private Card GoesOn(CaseFile file, Card card)
    {
        if (card.SupersededBy is not null)
            return card with { Status = CardStatus.Superseded };
        if (card.Answer is not null)
            return card with { Status = CardStatus.Answered };
        if (card.OverdueAt is not null)
            return card with { Status = CardStatus.Overdue };
        return card with
        {
            Status = CardStatus.Open,
            AnswerDue = deadlines.Days(file.Act.At, points.Settings.AnswerDays(card.Point, card.Colour) ?? 0),
        };
    }
}
