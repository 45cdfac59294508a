using ErrorOr;
using FluentValidation;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Supervision;

/// <summary>
/// 情况说明: the department explains. A yellow card takes an explanation and its cause; a red one measures and the head's signature besides. A
/// colleague may answer for the officer whom the card names; it is recorded that he did. Late answers are taken, and stay late.
/// </summary>
[Authority("Explain; a red card wants measures and the head's signature too", Role.Clerk, Role.Approver, Relation = Relation.OwnDepartment)]
public sealed record AnswerCard(CardNumber Card, string Explanation, CauseCode Cause, string? Measures = null, string? SignedOffBy = null);

internal sealed class AnswerCardValidator : AbstractValidator<AnswerCard>
{
    public AnswerCardValidator()
    {
        RuleFor(command => command.Explanation).Given().IsOpinion();
        RuleFor(command => command.Measures).IsOpinion();
        RuleFor(command => command.SignedOffBy).IsName();
    }
}

/// <inheritdoc cref="AnswerCard"/>
public sealed class AnswerCardHandler(SupervisionFiles files) : Handler<AnswerCard, Card>
{
    protected override Task<ErrorOr<Card>> CarryOutAsync(AnswerCard command, Act act, CancellationToken cancellation) =>
        files.WorkOnAsync(command.Card.File, act, file => Answer(file, command), cancellation);

    private static ErrorOr<Card> Answer(CaseFile file, AnswerCard command)
    {
        if (file.FindCard(command.Card) is not { } card)
            return SupervisionRefusals.NoSuchCard(command.Card);
        if (card.Department != file.Act.Department)
            return SupervisionRefusals.CardNotYours(card);
        if (card.Status is not (CardStatus.Open or CardStatus.Overdue))
            return SupervisionRefusals.CardStatus(card, CardStatus.Open, CardStatus.Overdue);
        var (measures, head) = (Said.Or(command.Measures), Said.Or(command.SignedOffBy));
        // A red card is answered over the head's signature, and with what is done about it.
        if (card.Colour is CardColour.Red && Missing(measures, head) is { Count: > 0 } missing)
            return missing;

        var absent = card.Officer is { } asked && asked != file.Act.UserName ? asked : null;
        var answer = new CardAnswer(command.Explanation.Trim(), command.Cause, measures, head, absent, file.Act.UserName, file.Act.At);
        file.Record(new CardAnswered(card.Number.ToString(), card.Branch, answer));
        return file.Put(card with { Status = CardStatus.Answered, Answer = answer });
    }

    private static List<Error> Missing(string? measures, string? head) =>
        [
            .. measures is null ? [InputRefusals.TextMissing("measures")] : (Error[])[],
            .. head is null ? [InputRefusals.TextMissing("signedOffBy")] : (Error[])[],
        ];
}
