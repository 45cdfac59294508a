namespace ParallelApproval.Clocks;

/// <summary>
/// A limit outside of the clocks of a case, with every day it follows from (期限说明): of cards, supervision orders, ratings and complaints.
/// The room that sets the limit says what it is counted from and by which rule.
/// </summary>
/// <param name="StartedAt">The instant of the event from which it is counted, where it is known to the minute.</param>
/// <param name="Hours">Office hours allowed; null for a limit in days. Office hours count from the very instant.</param>
/// <param name="Law">What sets it; null where the settings of the installation do.</param>
public sealed record ExplainedLimit(
    LimitKind Kind,
    LimitStart Start,
    DateTimeOffset? StartedAt,
    int? Hours,
    string? Law,
    DateOnly StartedOn,
    int BudgetDays,
    int ExtendedDays,
    DateOnly Due,
    DateTimeOffset DueAt,
    bool IsProvisional,
    IReadOnlyList<ExplainedDays> Days
) : ExplainedDate(StartedOn, BudgetDays, ExtendedDays, Due, DueAt, IsProvisional, Days);

/// <summary>Limits outside of the clocks of a case.</summary>
public enum LimitKind
{
    /// <summary>红黄牌说明期限.</summary>
    CardAnswer,

    /// <summary>红黄牌申诉期限.</summary>
    CardAppeal,

    /// <summary>督办单签收期限; in office hours.</summary>
    OrderReceipt,

    /// <summary>督办单反馈期限.</summary>
    OrderReply,

    /// <summary>差评回访期限.</summary>
    CallBack,

    /// <summary>差评整改期限.</summary>
    Fix,

    /// <summary>整改后再次回访期限.</summary>
    Recall,

    /// <summary>差评申诉期限.</summary>
    RatingAppeal,

    /// <summary>投诉答复期限.</summary>
    ComplaintAnswer,

    /// <summary>停止计时的预计期间.</summary>
    PlannedStop,

    /// <summary>决定送达期限 (行政许可法 art. 44).</summary>
    Delivery,
}

/// <summary>From what event such a limit runs (起算事由).</summary>
public enum LimitStart
{
    /// <summary>亮牌.</summary>
    CardRaised,

    /// <summary>申诉未被采纳.</summary>
    AppealRejected,

    /// <summary>督办单签发.</summary>
    OrderIssued,

    /// <summary>反馈被退回.</summary>
    ReplyReturned,

    /// <summary>作出差评.</summary>
    RatedBadly,

    /// <summary>回访.</summary>
    CalledBack,

    /// <summary>整改完成.</summary>
    FixReported,

    /// <summary>提出投诉.</summary>
    ComplaintLodged,

    /// <summary>停止计时告知.</summary>
    StopNotified,

    /// <summary>作出决定.</summary>
    Decided,
}
