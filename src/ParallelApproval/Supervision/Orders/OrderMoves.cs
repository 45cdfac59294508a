using System.Collections.Frozen;
using ErrorOr;

namespace ParallelApproval.Supervision;

/// <summary>Where a supervision order stands (督办单状态).</summary>
public enum OrderStatus
{
    /// <summary>草拟.</summary>
    Draft,

    /// <summary>下发: the department has to sign for it.</summary>
    Issued,

    /// <summary>办理: signed for, the department works on it.</summary>
    InHand,

    /// <summary>反馈: the reply awaits its review.</summary>
    Replied,

    /// <summary>退回重办.</summary>
    Returned,

    /// <summary>办结.</summary>
    Closed,

    /// <summary>撤销.</summary>
    Withdrawn,
}

/// <summary>What can be done with an order.</summary>
public enum OrderMove
{
    /// <summary>下发.</summary>
    Issue,

    /// <summary>签收.</summary>
    SignFor,

    /// <summary>反馈.</summary>
    Reply,

    /// <summary>审核通过.</summary>
    AcceptReply,

    /// <summary>退回.</summary>
    ReturnReply,

    /// <summary>申请延期.</summary>
    AskExtension,

    /// <summary>批准或不批准延期.</summary>
    DecideExtension,

    /// <summary>升级.</summary>
    Escalate,

    /// <summary>撤销.</summary>
    Withdraw,
}

/// <summary>
/// The state machine of a supervision order (督办单流转): in which status which move is lawful, and where it leads. What is not here is refused.
/// </summary>
public static class OrderMoves
{
    private static readonly FrozenDictionary<(OrderStatus, OrderMove), OrderStatus> Lawful = new Dictionary<
        (OrderStatus, OrderMove),
        OrderStatus
    >
    {
        [(OrderStatus.Draft, OrderMove.Issue)] = OrderStatus.Issued,
        [(OrderStatus.Draft, OrderMove.Withdraw)] = OrderStatus.Withdrawn,
        [(OrderStatus.Issued, OrderMove.SignFor)] = OrderStatus.InHand,
        [(OrderStatus.Issued, OrderMove.Escalate)] = OrderStatus.Issued,
        [(OrderStatus.Issued, OrderMove.Withdraw)] = OrderStatus.Withdrawn,
        [(OrderStatus.InHand, OrderMove.Reply)] = OrderStatus.Replied,
        [(OrderStatus.InHand, OrderMove.AskExtension)] = OrderStatus.InHand,
        [(OrderStatus.InHand, OrderMove.DecideExtension)] = OrderStatus.InHand,
        [(OrderStatus.InHand, OrderMove.Escalate)] = OrderStatus.InHand,
        [(OrderStatus.InHand, OrderMove.Withdraw)] = OrderStatus.Withdrawn,
        [(OrderStatus.Replied, OrderMove.AcceptReply)] = OrderStatus.Closed,
        [(OrderStatus.Replied, OrderMove.ReturnReply)] = OrderStatus.Returned,
        // Asked before the reply, and still to be answered after it.
        [(OrderStatus.Replied, OrderMove.DecideExtension)] = OrderStatus.Replied,
        [(OrderStatus.Replied, OrderMove.Withdraw)] = OrderStatus.Withdrawn,
        [(OrderStatus.Returned, OrderMove.Reply)] = OrderStatus.Replied,
        [(OrderStatus.Returned, OrderMove.AskExtension)] = OrderStatus.Returned,
        [(OrderStatus.Returned, OrderMove.DecideExtension)] = OrderStatus.Returned,
        [(OrderStatus.Returned, OrderMove.Escalate)] = OrderStatus.Returned,
        [(OrderStatus.Returned, OrderMove.Withdraw)] = OrderStatus.Withdrawn,
    }.ToFrozenDictionary();

    /// <summary>Every lawful move, in the order of the statuses.</summary>
    public static IEnumerable<(OrderStatus From, OrderMove Move, OrderStatus To)> All =>
        Lawful.Select(move => (move.Key.Item1, move.Key.Item2, move.Value)).OrderBy(move => move.Item1).ThenBy(move => move.Item2);

    /// <summary>The status after the move; refused as <c>order_move_not_allowed</c> where it is not lawful.</summary>
    public static ErrorOr<OrderStatus> After(SupervisionOrder order, OrderMove move) =>
        Lawful.TryGetValue((order.Status, move), out var status) ? status : SupervisionRefusals.MoveNotAllowed(order, move);
}
