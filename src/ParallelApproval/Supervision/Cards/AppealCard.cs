using ErrorOr;
using FluentValidation;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Supervision;

/// <summary>
/// 申诉: the department says that the fault was the system's, force majeure, or the applicant's. Once, within three working days of the card.
/// Until it is decided the days for the answer stand still.
/// </summary>
[Authority("Appeal, once, within three working days", Role.Clerk, Role.Approver, Relation = Relation.OwnDepartment)]
public sealed record AppealCard(CardNumber Card, AppealGround Ground, string Statement);

internal sealed class AppealCardValidator : AbstractValidator<AppealCard>
{
    public AppealCardValidator() => RuleFor(command => command.Statement).Given().IsOpinion();
}

/// <inheritdoc cref="AppealCard"/>
public sealed class AppealCardHandler(SupervisionFiles files, PointCatalogue points, Deadlines deadlines) : Handler<AppealCard, Card>
{
    protected override Task<ErrorOr<Card>> CarryOutAsync(AppealCard command, Act act, CancellationToken cancellation) =>
        files.WorkOnAsync(command.Card.File, act, file => Appeal(file, command), cancellation);

    private ErrorOr<Card> Appeal(CaseFile file, AppealCard command)
    {
        if (file.FindCard(command.Card) is not { } card)
            return SupervisionRefusals.NoSuchCard(command.Card);
        if (card.Department != file.Act.Department)
            return SupervisionRefusals.CardNotYours(card);
        if (card.Colour is CardColour.Blue)
            return SupervisionRefusals.NothingToAppeal(card);
        if (card.Appeal is not null)
            return SupervisionRefusals.AppealedAlready(card);
        if (card.Status is CardStatus.Superseded)
            return SupervisionRefusals.CardStatus(card, CardStatus.Open, CardStatus.Overdue);
        var days = points.Settings.AppealDays;
        if (deadlines.HavePassed(card.RaisedAt, days, file.Act.At))
            return SupervisionRefusals.AppealTooLate(card, days);
        var statement = command.Statement.Trim();

        file.Record(new CardAppealed(card.Number.ToString(), card.Branch, command.Ground, statement));
        return file.Put(
            card with
            {
                Status = CardStatus.Appealed,
                Appeal = new(command.Ground, statement, file.Act.UserName, file.Act.At),
            }
        );
    }
}
