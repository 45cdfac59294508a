namespace ParallelApproval.Bulletins;

/// <summary>
/// 季报: the grade of every department, the best first; who was carded for the same point again and again; and the items whose promise can be
/// cut.
/// </summary>
/// <param name="Rules">The thresholds by which it was made.</param>
/// <param name="DaysHeld">Of all cases first, then by department; null in bulletins issued before they were counted.</param>
public sealed record QuarterlyBulletin(
    BulletinCover Cover,
    BulletinSettings Rules,
    IReadOnlyList<DepartmentGrade> Grades,
    IReadOnlyList<RepeatOffender> Repeated,
    IReadOnlyList<PromiseCut> Cuts,
    IReadOnlyList<DaysHeldLine>? DaysHeld = null
) : Bulletin(Cover);

/// <summary>The grade of a department (季度等次).</summary>
/// <param name="Score">The mean of its months, two decimals.</param>
/// <param name="Closed">Pieces of work that came to their end in the quarter: by how much the grade is borne.</param>
/// <param name="Months">The months in which it had a score, in order.</param>
public sealed record DepartmentGrade(string Department, decimal Score, QuarterGrade Grade, int Closed, IReadOnlyList<MonthScore> Months);

/// <summary>What a department scored in a month.</summary>
/// <param name="Period">The month, e.g. <c>2026-03</c>.</param>
public sealed record MonthScore(string Period, decimal Score);

/// <summary>The four grades of a quarter, by the thresholds of <see cref="BulletinSettings"/>.</summary>
public enum QuarterGrade
{
    /// <summary>优秀.</summary>
    Excellent,

    /// <summary>良好.</summary>
    Good,

    /// <summary>合格.</summary>
    Passed,

    /// <summary>不合格: calls for a supervisory recommendation (监察建议书).</summary>
    Failed,
}

/// <summary>
/// A department, or an officer of it, that was carded for one point again and again (屡犯); yellow and red cards that still count.
/// </summary>
/// <param name="Officer">The account; null for the department as a whole.</param>
/// <param name="Times">In how many matters: a case with all its branches is one, and so is each card that concerns no case.</param>
/// <param name="Cards">The cards in the order in which they were raised.</param>
public sealed record RepeatOffender(string Department, string? Officer, string Point, int Times, IReadOnlyList<string> Cards);

/// <summary>An item whose promise can be cut (可压缩承诺时限): always kept in the quarter, and mostly long before its end. Working days.</summary>
/// <param name="Cases">Cases of the quarter that count in the rates of time.</param>
/// <param name="P90Days">Nine of ten took no longer.</param>
/// <param name="SuggestedDays">The promise that could be made; at least one day, and shorter than the one that is made.</param>
/// <param name="LateThen">How many of the cases would have been late under it.</param>
public sealed record PromiseCut(
    string ItemCode,
    int Cases,
    int PromisedDays,
    int P90Days,
    int LongestDays,
    int SuggestedDays,
    int LateThen
);
