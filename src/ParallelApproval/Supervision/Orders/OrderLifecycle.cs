using System.Globalization;
using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Events;

namespace ParallelApproval.Supervision;

/// <summary>
/// What the verbs of orders have in common: finding the order, checking the move and the hand that makes it, issuing, going up.
/// </summary>
public sealed class OrderLifecycle(PointCatalogue points, Deadlines deadlines)
{
    /// <summary>The order, if the move is lawful in its status.</summary>
    internal static ErrorOr<(SupervisionOrder Order, OrderStatus After)> Take(CaseFile file, OrderNumber number, OrderMove move)
    {
        if (file.FindOrder(number) is not { } order)
            return SupervisionRefusals.NoSuchOrder(number);
        var after = OrderMoves.After(order, move);
        return after.IsError ? after.Errors : (order, after.Value);
    }

    /// <summary>The same for a move that only the department may make.</summary>
    internal static ErrorOr<(SupervisionOrder Order, OrderStatus After)> TakeOwn(CaseFile file, OrderNumber number, OrderMove move)
    {
        if (file.FindOrder(number) is not { } order)
            return SupervisionRefusals.NoSuchOrder(number);
        if (order.Department != file.Act.Department)
            return SupervisionRefusals.OrderNotYours(order);
        return Take(file, number, move);
    }

    internal static Stamp Stamp(CaseFile file, string? reason = null) => new(file.Act.UserName, file.Act.At, reason);

    /// <summary>Puts an order on the department's desk; from now on its limits run.</summary>
    internal SupervisionOrder Issue(CaseFile file, SupervisionOrder draft)
    {
        var now = file.Act.At;
        var issued = file.Put(
            draft with
            {
                Status = OrderStatus.Issued,
                Issued = Stamp(file),
                ReceiptDue = deadlines.Hours(now, points.Settings.ReceiptHours),
                Due = deadlines.Days(now, draft.Days),
            }
        );
        file.Record(
            new OrderIssued(
                issued.Number.ToString(),
                issued.Branch,
                issued.Kind,
                issued.Department,
                issued.Officer,
                issued.Card is { } card ? new CardNumber(file.Number, card).ToString() : null,
                issued.ReceiptDue,
                issued.Due
            )
        );
        return issued;
    }

    /// <summary>自动督办: an order that follows from a card, drafted and issued at once. A card has one order at most.</summary>
    /// <returns>The card with its order.</returns>
    internal Card IssueFrom(CaseFile file, Card card)
    {
        if (card.Order is not null)
            return card;
        var rule = points.Rule(card.Point);
        var order = Issue(
            file,
            new SupervisionOrder
            {
                Number = new(file.Number, file.Section<OrderSection>().NextRunning),
                Kind = OrderKind.Automatic,
                Level = card.Colour is CardColour.Red ? OrderLevel.Urgent : OrderLevel.Ordinary,
                Card = card.Number.Running,
                Branch = card.Branch,
                Department = card.Department,
                Officer = card.Officer,
                Facts = points.TextOf(card, english: false),
                Demand = string.Create(
                    CultureInfo.InvariantCulture,
                    $"请查明原因，立即办理，并于 {points.Settings.UrgentOrderDays} 个工作日内书面反馈整改措施。"
                ),
                Basis = rule?.Basis,
                Days = points.Settings.UrgentOrderDays,
                Drafted = Stamp(file),
            }
        );
        return file.Put(card with { Order = order.Number.Running });
    }

    /// <summary>The order of a lighter card that is still open goes over to the graver one: one matter, one order.</summary>
    /// <returns>The card with its order.</returns>
    internal static Card TakeOver(CaseFile file, Card graver, IReadOnlyList<Card> chain)
    {
        if (chain.Select(card => OrderOf(file, card)).LastOrDefault(order => order is { IsOpen: true }) is not { } open)
            return graver;
        file.Put(open with { Card = graver.Number.Running, Level = graver.Colour is CardColour.Red ? OrderLevel.Urgent : open.Level });
        return file.Put(graver with { Order = open.Number.Running });
    }

    /// <summary>
    /// The card was cancelled on appeal: its order has no ground any more and is withdrawn, and with it ends what was escalated. An order
    /// that went over to a graver card stays.
    /// </summary>
    internal static void Fall(CaseFile file, Card card)
    {
        if (OrderOf(file, card) is { IsOpen: true } order && order.Card == card.Number.Running)
            Withdraw(file, order, $"申诉成立，牌 {card.Number} 已撤销");
    }

    /// <summary>撤销督办单: nothing is due on it any more; the record stays.</summary>
    internal static SupervisionOrder Withdraw(CaseFile file, SupervisionOrder order, string reason)
    {
        file.Record(new OrderWithdrawn(order.Number.ToString(), order.Branch, reason));
        return file.Put(order with { Status = OrderStatus.Withdrawn, Withdrawn = Stamp(file, reason) });
    }

    private static SupervisionOrder? OrderOf(CaseFile file, Card card) =>
        card.Order is { } running ? file.FindOrder(new(file.Number, running)) : null;

    /// <summary>升级: the order goes up by a step.</summary>
    internal static SupervisionOrder Escalate(
        CaseFile file,
        SupervisionOrder order,
        EscalationStep step,
        string reason,
        DateTimeOffset? due = null
    )
    {
        file.Record(new OrderEscalated(order.Number.ToString(), order.Branch, step, reason));
        return file.Put(order with { Escalations = [.. order.Escalations, new(step, reason, file.Act.UserName, file.Act.At, due)] });
    }
}
