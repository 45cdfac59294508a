using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Organisation;

namespace ParallelApproval.Supervision;

/// <summary>
/// 情况说明: the department explains. A yellow card takes an explanation and its cause; a red one measures and the head's signature besides. A colleague may answer for the
/// officer whom the card names; it is recorded that he did. Late answers are taken, and stay late.
/// </summary>
[Authority("Explain; a red card wants measures and the head's signature too", Role.Clerk, Role.Approver, Relation = Relation.OwnDepartment)]
public sealed record AnswerCard(CardNumber Card, string Explanation, CauseCode Cause, string? Measures = null, string? SignedOffBy = null);

/// <inheritdoc cref="AnswerCard"/>
public sealed class AnswerCardHandler(SupervisionFiles files)
{
    public Task<ErrorOr<Card>> HandleAsync(AnswerCard command, Act act, CancellationToken cancellation) =>
        files.WorkOnAsync(command.Card.File, act, file => Answer(file, command), cancellation);

    private static ErrorOr<Card> Answer(CaseFile file, AnswerCard command)
    {
        if (file.FindCard(command.Card) is not { } card) return SupervisionRefusals.NoSuchCard(command.Card);
        if (card.Department != file.Act.Department) return SupervisionRefusals.CardNotYours(card);
        if (card.Status is not (CardStatus.Open or CardStatus.Overdue)) return SupervisionRefusals.CardStatus(card, nameof(CardStatus.Open));
        var explanation = Said.Required(command.Explanation, "explanation");
        if (explanation.IsError) return explanation.Errors;
        var isRed = card.Colour is CardColour.Red;
        var measures = isRed ? Said.Required(command.Measures, "measures").Then(said => (string?)said) : Said.Optional(command.Measures, "measures");
        if (measures.IsError) return measures.Errors;
        var head = isRed ? Said.Required(command.SignedOffBy, "signedOffBy").Then(said => (string?)said) : Said.Optional(command.SignedOffBy, "signedOffBy");
        if (head.IsError) return head.Errors;

        var absent = card.Officer is { } asked && asked != file.Act.UserName ? asked : null;
        var answer = new CardAnswer(explanation.Value, command.Cause, measures.Value, head.Value, absent, file.Act.UserName, file.Act.At);
        file.Record(new CardAnswered(card.Number.ToString(), card.Branch, answer));
        return file.Put(card with { Status = CardStatus.Answered, Answer = answer });
    }
}
