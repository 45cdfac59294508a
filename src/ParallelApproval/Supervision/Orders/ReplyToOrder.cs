using ErrorOr;
using FluentValidation;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Supervision;

/// <summary>
/// 反馈: the department reports what it found, the cause, the measures, who is responsible and by which day it is done. With the reply to an
/// order that came from a card, the card is answered too.
/// </summary>
[Authority(
    "Report cause, measures, who is responsible, and by when it is done",
    Role.Clerk,
    Role.Approver,
    Relation = Relation.OwnDepartment
)]
public sealed record ReplyToOrder(
    OrderNumber Order,
    string Findings,
    CauseCode Cause,
    string Measures,
    string Responsible,
    DateOnly DoneOn,
    string? SignedOffBy = null
);

internal sealed class ReplyToOrderValidator : AbstractValidator<ReplyToOrder>
{
    public ReplyToOrderValidator()
    {
        RuleFor(command => command.Findings).Given().IsOpinion();
        RuleFor(command => command.Measures).Given().IsOpinion();
        RuleFor(command => command.Responsible).Given().IsName();
        RuleFor(command => command.SignedOffBy).IsName();
        RuleFor(command => command.DoneOn)
            .Refuses((done, place) => done > place.Today.AddYears(1) ? SupervisionRefusals.DoneTooLate(done) : null);
    }
}

/// <inheritdoc cref="ReplyToOrder"/>
public sealed class ReplyToOrderHandler(SupervisionFiles files) : Handler<ReplyToOrder, SupervisionOrder>
{
    protected override Task<ErrorOr<SupervisionOrder>> CarryOutAsync(ReplyToOrder command, Act act, CancellationToken cancellation) =>
        files.WorkOnAsync(command.Order.File, act, file => Reply(file, command), cancellation);

    private static ErrorOr<SupervisionOrder> Reply(CaseFile file, ReplyToOrder command)
    {
        var taken = OrderLifecycle.TakeOwn(file, command.Order, OrderMove.Reply);
        if (taken.IsError)
            return taken.Errors;
        var (order, after) = taken.Value;
        var card =
            order.Card is { } running && file.Section<CardSection>().Find(running) is { Status: CardStatus.Open or CardStatus.Overdue } open
                ? open
                : null;
        var head = Said.Or(command.SignedOffBy);
        // A red card is answered over the head's signature, here as elsewhere.
        if (card?.Colour is CardColour.Red && head is null)
            return InputRefusals.TextMissing("signedOffBy");

        var reply = new OrderReply(
            command.Findings.Trim(),
            command.Cause,
            command.Measures.Trim(),
            command.Responsible.Trim(),
            command.DoneOn,
            file.Act.UserName,
            file.Act.At
        );
        file.Record(new OrderReplied(order.Number.ToString(), order.Branch, reply));
        if (card is not null)
            Answer(file, card, reply, head);
        return file.Put(order with { Status = after, Replies = [.. order.Replies, reply] });
    }

    private static void Answer(CaseFile file, Card card, OrderReply reply, string? head)
    {
        var answer = new CardAnswer(
            reply.Findings,
            reply.Cause,
            reply.Measures,
            head,
            card.Officer is { } asked && asked != file.Act.UserName ? asked : null,
            reply.By,
            reply.At
        );
        file.Record(new CardAnswered(card.Number.ToString(), card.Branch, answer));
        file.Put(card with { Status = CardStatus.Answered, Answer = answer });
    }
}
