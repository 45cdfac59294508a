using ParallelApproval.Clocks;

namespace ParallelApproval.Cases;

/// <summary>
/// One limit of a case with every day it follows from (期限说明): what started it, which days count and which do not, and what could still move
/// its last day. All days are calendar days of Asia/Shanghai; budgets are working days.
/// </summary>
/// <param name="Branch">0 for a clock of the whole case.</param>
/// <param name="Round">1, and one more each time such a clock began anew.</param>
/// <param name="BudgetDays">Working days allowed, without extensions.</param>
/// <param name="ExtendedDays">Working days granted besides.</param>
/// <param name="Due">The last day in time.</param>
/// <param name="DueAt">When that day is over: for an office when it closes (民法典 art. 203, by analogy), for the applicant at
/// midnight.</param>
/// <param name="EndedAt">When its matter was settled; null while it runs.</param>
/// <param name="IsProvisional">暂定: it runs through a year whose holiday notice is not out.</param>
/// <param name="Days">All days from <paramref name="StartedOn"/> to <paramref name="Due"/>, without gap.</param>
/// <param name="Movers">What could still move <paramref name="Due"/>; none for a clock that has ended or is late.</param>
public sealed record ExplainedClock(
    int Branch,
    ClockKind Kind,
    int Round,
    ClockStart Start,
    DateOnly StartedOn,
    int BudgetDays,
    int ExtendedDays,
    DateOnly Due,
    DateTimeOffset DueAt,
    DateTimeOffset? EndedAt,
    bool IsLate,
    bool IsProvisional,
    IReadOnlyList<ExplainedDays> Days,
    IReadOnlyList<DueMover> Movers
) : ExplainedDate(StartedOn, BudgetDays, ExtendedDays, Due, DueAt, IsProvisional, Days);

/// <summary>What could still move a last day (可能的变动).</summary>
public enum DueMover
{
    /// <summary>The holiday notice of a provisional year; what was told to the applicant does not move earlier by it.</summary>
    HolidayNotice,

    /// <summary>The stop that is open ends earlier or later than planned.</summary>
    EndOfStop,

    /// <summary>The stop of a branch whose result is waited for ends.</summary>
    EndOfHold,

    /// <summary>A stop on a lawful ground (行政许可法 art. 45).</summary>
    Stop,

    /// <summary>An extension, asked for before the limit and granted by the head (行政许可法 art. 42).</summary>
    Extension,
}
