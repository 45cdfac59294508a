using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Organisation;

namespace ParallelApproval.Supervision;

/// <summary>
/// 申诉: the department says that the fault was the system's, force majeure, or the applicant's. Once, within three working days of the card. Until it is decided the days
/// for the answer stand still.
/// </summary>
[Authority("Appeal, once, within three working days", Role.Clerk, Role.Approver, Relation = Relation.OwnDepartment)]
public sealed record AppealCard(CardNumber Card, AppealGround Ground, string Statement);

/// <inheritdoc cref="AppealCard"/>
public sealed class AppealCardHandler(SupervisionFiles files, PointCatalogue points, Deadlines deadlines)
{
    public Task<ErrorOr<Card>> HandleAsync(AppealCard command, Act act, CancellationToken cancellation) =>
        files.WorkOnAsync(command.Card.File, act, file => Appeal(file, command), cancellation);

    private ErrorOr<Card> Appeal(CaseFile file, AppealCard command)
    {
        if (file.FindCard(command.Card) is not { } card) return SupervisionRefusals.NoSuchCard(command.Card);
        if (card.Department != file.Act.Department) return SupervisionRefusals.CardNotYours(card);
        if (card.Colour is CardColour.Blue) return SupervisionRefusals.NothingToAppeal(card);
        if (card.Appeal is not null) return SupervisionRefusals.AppealedAlready(card);
        if (card.Status is CardStatus.Superseded) return SupervisionRefusals.CardStatus(card, nameof(CardStatus.Open));
        var days = points.Settings.AppealDays;
        if (deadlines.HavePassed(card.RaisedAt, days, file.Act.At)) return SupervisionRefusals.AppealTooLate(card, days);
        var statement = Said.Required(command.Statement, "statement");
        if (statement.IsError) return statement.Errors;

        file.Record(new CardAppealed(card.Number.ToString(), card.Branch, command.Ground, statement.Value));
        return file.Put(card with { Status = CardStatus.Appealed, Appeal = new(command.Ground, statement.Value, file.Act.UserName, file.Act.At) });
    }
}
