using System.ComponentModel.DataAnnotations;
using ParallelApproval.Cases;

namespace ParallelApproval.Appraisals;

/// <summary>By what a month is broken down.</summary>
public enum AppraisalBy
{
    /// <summary>部门: each department by its branches; the only table with scores.</summary>
    Department,

    /// <summary>窗口: where cases were received: the window, or the body where no window was recorded.</summary>
    Window,

    /// <summary>人员: who signed the branches.</summary>
    Person,

    /// <summary>层级.</summary>
    Tier,

    /// <summary>事项.</summary>
    Item,
}

/// <summary>A month in figures (绩效考核表).</summary>
/// <param name="IsProvisional">暂定: the month is not closed, and figures may still change.</param>
/// <param name="ZeroVolumeItems">Items on offer for which no case was received or closed.</param>
public sealed record Appraisal(
    string Period,
    AppraisalBy By,
    bool IsProvisional,
    DateTimeOffset? ClosedAt,
    string? ClosedBy,
    bool HasRankings,
    IReadOnlyList<AppraisalLine> Lines,
    AppraisalLine Total,
    IReadOnlyList<string> ZeroVolumeItems
);

/// <summary>One line of the table. Rates are shares from 0 to 1; null where there is nothing to divide by.</summary>
/// <param name="Key">Code of the department or item, account, tier, or the window as body and number (<c>XZSP/A01</c>).</param>
/// <param name="Closed">Pieces of work that came to their end.</param>
/// <param name="Timed">Those that count in the rates of time: withdrawn and not accepted are left out.</param>
/// <param name="EarlyRate">Ended with at least one day left.</param>
/// <param name="P90Days">Nine of ten took no longer.</param>
/// <param name="SpeedUp">提速率: (legal − actual) ÷ legal, over all.</param>
/// <param name="AcceptanceRate">Accepted ÷ closed.</param>
/// <param name="RefusalRate">Refused ÷ decided.</param>
/// <param name="Score">Of 100, with the bonus; only for departments.</param>
/// <param name="Rank">Within the group; null when rankings are switched off.</param>
/// <param name="DaysHeld">Working days, by who had them, of the cases decided or closed undecided in the month: of departments and persons
/// those of their branches, else those of whole cases. Null in months that were closed before they were counted.</param>
public sealed record AppraisalLine(
    string Key,
    int Closed,
    int Timed,
    int OnTime,
    decimal? OnTimeRate,
    int Early,
    decimal? EarlyRate,
    decimal? MeanDays,
    int? P90Days,
    decimal? SpeedUp,
    decimal? AcceptanceRate,
    decimal? RefusalRate,
    decimal? WithdrawalRate,
    decimal? SupplementsPerHundred,
    decimal? StopsPerHundred,
    int Ratings,
    int BadRatings,
    decimal? SatisfactionRate,
    int SuspectRatings,
    int YellowCards,
    int RedCards,
    int Orders,
    int OrdersOverdue,
    int Deductions,
    int Bonus,
    decimal? Score,
    SizeGroup? Group,
    int? Rank,
    IReadOnlyList<PartScore> Parts,
    HolderDays? DaysHeld = null
);

/// <summary>A part of the score.</summary>
public sealed record PartScore(AppraisalPart Part, int Weight, decimal Points);

/// <summary>Departments are compared only with those of their size.</summary>
public enum SizeGroup
{
    /// <summary>Fewer than 20 pieces of work in the month.</summary>
    Small,

    /// <summary>20 to 199.</summary>
    Medium,

    /// <summary>200 and more.</summary>
    Large,
}

/// <summary>A figure that can be drilled into.</summary>
public enum AppraisalFigure
{
    Closed,
    OnTime,
    Late,
    Early,
    Refused,
    Withdrawn,
    NotAccepted,
    Supplemented,
    Stopped,
    Rated,
    RatedBadly,
    Deducted,
}

/// <summary>A case behind a figure.</summary>
/// <param name="Branch">Null for the whole case.</param>
/// <param name="Points">What it cost, with the point, card, order or complaint that it cost for; only for deductions.</param>
public sealed record AppraisalCase(
    string? CaseNumber,
    int? Branch,
    string Department,
    string? ItemCode,
    int? ActualDays,
    bool? IsLate,
    int? Points = null,
    AppraisalPart? Part = null,
    string? Point = null,
    string? Card = null,
    string? Order = null,
    string? Complaint = null
);

/// <summary>What an installation decides about appraisals; setting <c>ParallelApproval:Appraisals</c>.</summary>
public sealed record AppraisalSettings
{
    /// <summary>排名: whether departments are ranked. Some cities have given it up.</summary>
    public bool Rankings { get; init; } = true;

    /// <summary>On which working day of the next month a month can be closed, and closes by itself.</summary>
    [Range(1, 20)]
    public int ClosesAfterDays { get; init; } = 5;
}
