using ErrorOr;
using FluentValidation;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Supervision;

/// <summary>
/// 催办: a supervisor or the centre's management reminds the department of a card that waits for it. The officer whom the card names is told,
/// or
/// where it names none those of the department who may sign. It moves no limit.
/// </summary>
/// <param name="Words">What is said to them.</param>
[Authority("Remind the department of a card", Role.Supervisor, Role.Manager, InDistrictOnly = true)]
public sealed record RemindOfCard(CardNumber Card, string Words);

internal sealed class RemindOfCardValidator : AbstractValidator<RemindOfCard>
{
    public RemindOfCardValidator() => RuleFor(command => command.Words).Given().IsOpinion();
}

/// <summary>
/// Refuses a card that nobody has to act on any more, and a second reminder on the same day (Asia/Shanghai): whoever is reminded every hour
/// reads none of them.
/// </summary>
public sealed class RemindOfCardHandler(SupervisionFiles files) : Handler<RemindOfCard, Card>
{
    protected override Task<ErrorOr<Card>> CarryOutAsync(RemindOfCard command, Act act, CancellationToken cancellation) =>
        files.WorkOnAsync(command.Card.File, act, file => Remind(file, command), cancellation);

    private static ErrorOr<Card> Remind(CaseFile file, RemindOfCard command)
    {
        if (file.FindCard(command.Card) is not { } card)
            return SupervisionRefusals.NoSuchCard(command.Card);
        if (card.Status is not (CardStatus.Open or CardStatus.Overdue))
            return SupervisionRefusals.CardStatus(card, CardStatus.Open, CardStatus.Overdue);
        if (card.Reminded is { } before && DateOnly.FromDateTime(before.At.InShanghai().DateTime) == file.Act.Today)
            return SupervisionRefusals.RemindedToday(card);
        var words = command.Words.Trim();
        file.Record(new DepartmentReminded(card.Branch, card.Department, card.Officer, card.Number.ToString(), words));
        return file.Put(card with { Reminded = new(words, file.Act.UserName, file.Act.At) });
    }
}
