using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Organisation;

namespace ParallelApproval.Supervision;

/// <summary>
/// 反馈: the department reports what it found, the cause, the measures, who is responsible and by which day it is done. With the reply to an order that came from a card, the card
/// is answered too.
/// </summary>
[Authority("Report cause, measures, who is responsible, and by when it is done", Role.Clerk, Role.Approver, Relation = Relation.OwnDepartment)]
public sealed record ReplyToOrder(OrderNumber Order, string Findings, CauseCode Cause, string Measures, string Responsible, DateOnly DoneOn, string? SignedOffBy = null);

/// <inheritdoc cref="ReplyToOrder"/>
public sealed class ReplyToOrderHandler(SupervisionFiles files)
{
    public Task<ErrorOr<SupervisionOrder>> HandleAsync(ReplyToOrder command, Act act, CancellationToken cancellation) =>
        files.WorkOnAsync(command.Order.File, act, file => Reply(file, command), cancellation);

    private static ErrorOr<SupervisionOrder> Reply(CaseFile file, ReplyToOrder command)
    {
        var taken = OrderLifecycle.TakeOwn(file, command.Order, OrderMove.Reply);
        if (taken.IsError) return taken.Errors;
        var (order, after) = taken.Value;
        var card = order.Card is { } running && file.Section<CardSection>().Find(running) is { Status: CardStatus.Open or CardStatus.Overdue } open ? open : null;
        var (findings, measures) = (Said.Required(command.Findings, "findings"), Said.Required(command.Measures, "measures"));
        var responsible = Said.Required(command.Responsible, "responsible");
        // A red card is answered over the head's signature, here as elsewhere.
        var head = card?.Colour is CardColour.Red ? Said.Required(command.SignedOffBy, "signedOffBy").Then(said => (string?)said) : Said.Optional(command.SignedOffBy, "signedOffBy");
        List<Error> faults = [.. findings.ErrorsOrEmptyList, .. measures.ErrorsOrEmptyList, .. responsible.ErrorsOrEmptyList, .. head.ErrorsOrEmptyList];
        if (command.DoneOn > file.Act.Today.AddYears(1)) faults.Add(SupervisionRefusals.DoneTooLate(command.DoneOn));
        if (faults.Count > 0) return faults;

        var reply = new OrderReply(findings.Value, command.Cause, measures.Value, responsible.Value, command.DoneOn, file.Act.UserName, file.Act.At);
        file.Record(new OrderReplied(order.Number.ToString(), order.Branch, reply));
        if (card is not null) Answer(file, card, reply, head.Value);
        return file.Put(order with { Status = after, Replies = [.. order.Replies, reply] });
    }

    private static void Answer(CaseFile file, Card card, OrderReply reply, string? head)
    {
        var answer = new CardAnswer(reply.Findings, reply.Cause, reply.Measures, head, card.Officer is { } asked && asked != file.Act.UserName ? asked : null, reply.By, reply.At);
        file.Record(new CardAnswered(card.Number.ToString(), card.Branch, answer));
        file.Put(card with { Status = CardStatus.Answered, Answer = answer });
    }
}
