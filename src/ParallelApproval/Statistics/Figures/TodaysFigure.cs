using System.Text.Json.Serialization;

namespace ParallelApproval.Statistics;

/// <summary>A figure of today (今日概况指标). Days are official days; behind each figure are the cases that make it.</summary>
public enum TodaysFigure
{
    /// <summary>今日收件: cases received today.</summary>
    Received,

    /// <summary>今日受理: cases accepted today, whenever they were received.</summary>
    Accepted,

    /// <summary>今日决定: cases of which the last branch got its result today.</summary>
    Decided,

    /// <summary>今日到期: undecided cases whose promised day is today and not over.</summary>
    DueToday,

    /// <summary>已超期: undecided cases whose promised day has passed.</summary>
    Overdue,

    /// <summary>停止计时: cases of which a branch stands still on a lawful ground.</summary>
    Stopped,

    /// <summary>
    /// 待申请人: cases in which the applicant must do something first: put a paper right, or say what shall become of the rest.
    /// </summary>
    WaitingForApplicant,
}

/// <summary>A figure of a department's desk (部门在办指标): of the branches that lie with it now.</summary>
public enum DepartmentFigure
{
    /// <summary>在办.</summary>
    Open,

    /// <summary>今日到期.</summary>
    DueToday,

    /// <summary>已超期.</summary>
    Overdue,

    /// <summary>停止计时.</summary>
    Stopped,
}

/// <summary>The centre as it is now (今日概况).</summary>
/// <param name="Figures">Every <see cref="TodaysFigure"/>, in cases.</param>
/// <param name="Ratings">Ratings given today.</param>
/// <param name="BadRatings">Those of them that are bad.</param>
/// <param name="Loads">Every department with something on its desk, the most overdue first.</param>
public sealed record Today(
    DateTimeOffset At,
    IReadOnlyList<FigureCount> Figures,
    int Ratings,
    int BadRatings,
    [property: JsonPropertyName("desks")] IReadOnlyList<DepartmentLoad> Loads
);

/// <summary>A figure and how many cases make it.</summary>
public sealed record FigureCount(TodaysFigure Figure, int Cases);

/// <summary>What lies with one department, in branches.</summary>
public sealed record DepartmentLoad(string Department, int Open, int DueToday, int Overdue, int Stopped);
