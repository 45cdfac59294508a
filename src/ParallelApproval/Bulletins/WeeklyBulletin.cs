namespace ParallelApproval.Bulletins;

/// <summary>
/// 周报: every matter that was over its promise on some day of the week, the oldest due date first, with the cause that the department gave;
/// and whose the days of the cases were that came to their end.
/// </summary>
/// <param name="DaysHeld">Of all cases first, then by department; null in bulletins issued before they were counted.</param>
public sealed record WeeklyBulletin(BulletinCover Cover, IReadOnlyList<LateMatter> Late, IReadOnlyList<DaysHeldLine>? DaysHeld = null)
    : Bulletin(Cover);

/// <summary>A matter over its promise (超期办件).</summary>
/// <param name="Branch">Null for the whole case; that stands here only when none of its branches does.</param>
/// <param name="Officer">Account of who holds the task or signed it; null while it lies in the pool.</param>
/// <param name="DueOn">The last day of the promise.</param>
/// <param name="EndedOn">When the matter came to its end; null when it was still open at the end of the week.</param>
/// <param name="DaysLate">Working days after the due date up to the end, or to the end of the week; null where the calendar of a year is
/// missing.</param>
/// <param name="Explanation">What the department said, in the card's answer or in its reply to the order; null while it has said
/// nothing.</param>
/// <param name="Card">The newest card on it; null when supervision is switched off for it.</param>
/// <param name="Order">The supervision order on it; null when there is none.</param>
public sealed record LateMatter(
    string CaseNumber,
    int? Branch,
    string ItemCode,
    string Department,
    string? Officer,
    DateOnly DueOn,
    DateOnly? EndedOn,
    int? DaysLate,
    LateCause Cause,
    string? Explanation,
    string? Card,
    string? Order
);

/// <summary>Why a matter was late (超期原因).</summary>
public enum LateCause
{
    /// <summary>尚未说明: the department has given no cause yet.</summary>
    NotGivenYet,

    /// <summary>等待前置部门: it may not sign before another department, which answers for the delay; nobody asks this one for a cause.</summary>
    WaitedForAnother,

    /// <summary>系统.</summary>
    System,

    /// <summary>材料.</summary>
    Materials,

    /// <summary>人员.</summary>
    Staff,

    /// <summary>外部.</summary>
    External,

    /// <summary>上级.</summary>
    HigherLevel,
}
