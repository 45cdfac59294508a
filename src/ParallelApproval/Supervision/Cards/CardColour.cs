namespace ParallelApproval.Supervision;

/// <summary>The colour of a card (牌色).</summary>
public enum CardColour
{
    /// <summary>蓝 (提示): told, nothing to answer, no points.</summary>
    Blue,

    /// <summary>黄牌: an explanation.</summary>
    Yellow,

    /// <summary>红牌: a written explanation with measures, signed off by the head of the department.</summary>
    Red,
}

/// <summary>Where a card stands (牌状态).</summary>
public enum CardStatus
{
    /// <summary>已提示: blue, nobody has to answer.</summary>
    Told,

    /// <summary>待说明: the department has to answer.</summary>
    Open,

    /// <summary>逾期未说明: the days for the answer have passed; it is escalated, and may still be answered.</summary>
    Overdue,

    /// <summary>已说明.</summary>
    Answered,

    /// <summary>申诉中: the days for the answer stand still until the appeal is decided.</summary>
    Appealed,

    /// <summary>申诉成立: the points are cancelled, the record stays.</summary>
    Cancelled,

    /// <summary>已升级: a graver card on the same matter has taken its place.</summary>
    Superseded,

    /// <summary>已失效: what a blue card told of is over.</summary>
    Lapsed,
}
