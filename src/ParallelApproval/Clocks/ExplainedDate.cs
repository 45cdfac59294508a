namespace ParallelApproval.Clocks;

/// <summary>
/// A last day with every day it follows from (期限说明): which days count and which do not, and why. All days are calendar days of
/// Asia/Shanghai; budgets are working days.
/// </summary>
/// <param name="StartedOn">The day of the event from which it is counted; it does not count itself (民法典 art. 201, by analogy).</param>
/// <param name="BudgetDays">Working days allowed, without extensions.</param>
/// <param name="ExtendedDays">Working days granted besides.</param>
/// <param name="Due">The last day in time.</param>
/// <param name="DueAt">When that day is over.</param>
/// <param name="IsProvisional">暂定: it runs through a year whose holiday notice is not out.</param>
/// <param name="Days">All days from <paramref name="StartedOn"/> to <paramref name="Due"/>, without gap.</param>
public abstract record ExplainedDate(
    DateOnly StartedOn,
    int BudgetDays,
    int ExtendedDays,
    DateOnly Due,
    DateTimeOffset DueAt,
    bool IsProvisional,
    IReadOnlyList<ExplainedDays> Days
);

/// <summary>Days that follow each other and share one fate.</summary>
/// <param name="WorkingDays">How many of them are working days by the calendar.</param>
/// <param name="FirstCounted">The how manieth day of the limit the first of them is; null when they do not count.</param>
/// <param name="Name">Chinese name of the holiday, or the reason of the local day; null for others.</param>
/// <param name="Notice">Number of the holiday notice by which they are free; null where none is known.</param>
/// <param name="Ground">Ground of the stop, reason of the extension, or number of the notice that moved the calendar; null for
/// others.</param>
/// <param name="StoppedBranch">Number of the branch that stood still and whose result is waited for; null for others.</param>
/// <param name="PlannedDays">Working days that the stop was planned to last; null for others.</param>
/// <param name="EnteredBy">Account of who stopped, extended or recounted; null where the calendar alone decides.</param>
/// <param name="EnteredAt">When he did.</param>
public sealed record ExplainedDays(
    DateOnly From,
    DateOnly To,
    DayFate Fate,
    int WorkingDays,
    int? FirstCounted,
    string? Name,
    string? Notice,
    string? Ground,
    int? StoppedBranch,
    int? PlannedDays,
    string? EnteredBy,
    DateTimeOffset? EnteredAt
);
