using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Organisation;

namespace ParallelApproval.Headlines;

/// <summary>
/// The headline table (总览指标表) of the cases closed in a window of days. All days are working days; averages and rates are null where there
/// is nothing to divide by. Every number of cases has exactly so many cases behind it.
/// </summary>
/// <param name="From">First day, official time.</param>
/// <param name="To">Last day.</param>
/// <param name="Closed">办结: all cases closed, whatever their end.</param>
/// <param name="Timed">Those that count in the rate of time: their promise ended, that is with the decision, or passed within the window, whether
/// or not they have been closed; withdrawn and not accepted are left out.</param>
/// <param name="OnTimeRate">按时办结率: on time ÷ timed.</param>
/// <param name="PromisedDays">平均承诺时限, like all days of the closed cases that had a promise.</param>
/// <param name="LegalDays">平均法定时限.</param>
/// <param name="SeriesDays">平均串联工作日: what the departments of the cases would have needed one after another, from the days each had the
/// matter.</param>
/// <param name="ActualDays">平均实际工作日.</param>
/// <param name="Joint">Closed cases with a promise, of more than one department.</param>
/// <param name="DaysSaved">并联节省天数: series less actual, of the cases where that is more than nothing.</param>
/// <param name="DaysSavedIn">In how many cases.</param>
/// <param name="Visits">到窗口次数 of all closed cases: to hand in, to supplement, to fetch.</param>
/// <param name="VisitsSaved">减少跑动: two to each department less those made, of the cases where that is more than nothing.</param>
/// <param name="Rated">参评: cases with a rating that counts.</param>
/// <param name="SatisfactionRate">满意率: cases without a bad rating ÷ rated.</param>
/// <param name="ItemsOffered">Items on offer on the last day of the window; drills are none.</param>
public sealed record Headline(
    DateOnly From,
    DateOnly To,
    int Closed,
    int Timed,
    int OnTime,
    int Late,
    decimal? OnTimeRate,
    decimal? PromisedDays,
    decimal? LegalDays,
    decimal? SeriesDays,
    decimal? ActualDays,
    int Joint,
    int DaysSaved,
    int DaysSavedIn,
    int Visits,
    decimal? VisitsPerCase,
    int VisitsSaved,
    int VisitsSavedIn,
    int Rated,
    int Satisfied,
    int Dissatisfied,
    decimal? SatisfactionRate,
    int ItemsOffered,
    IReadOnlyList<HeadlineShare> Shares,
    IReadOnlyList<HeadlineCount> Departments,
    IReadOnlyList<HeadlineCount> Items
);

/// <summary>Closed cases of one kind and one tier; the tier is that of the body that received.</summary>
public sealed record HeadlineShare(ItemKind Kind, Tier Tier, int Cases);

/// <summary>Closed cases of a department or an item. A joint case counts for each of its departments.</summary>
public sealed record HeadlineCount(string Code, int Cases);

/// <summary>A figure that has cases behind it.</summary>
public enum HeadlineFigure
{
    Closed,
    Timed,
    OnTime,
    Late,
    Joint,
    DaysSaved,
    VisitsSaved,
    Rated,
    Satisfied,
    Dissatisfied,
}

/// <summary>Which cases lie behind a figure; all conditions hold together.</summary>
/// <param name="After">The last case of the page before, as <see cref="HeadlinePage.Next"/> gave it.</param>
public sealed record HeadlineFilter(
    DateOnly From,
    DateOnly To,
    HeadlineFigure Figure = HeadlineFigure.Closed,
    ItemKind? Kind = null,
    Tier? Tier = null,
    string? Department = null,
    string? Item = null,
    HeadlinePlace? After = null,
    int Limit = 50
);

/// <summary>A place in the list, which runs from the case closed last to the one closed first.</summary>
public sealed record HeadlinePlace(DateOnly ClosedOn, long CaseKey)
{
    /// <summary>As it travels: opaque to the caller.</summary>
    public override string ToString() => FormattableString.Invariant($"{ClosedOn.DayNumber}.{CaseKey}");

    /// <summary>Reads what <see cref="ToString"/> wrote; null for anything else.</summary>
    public static HeadlinePlace? Parse(string? text) =>
        text?.Split('.') is [var day, var key]
        && int.TryParse(day, out var number)
        && number >= 0
        && number <= DateOnly.MaxValue.DayNumber
        && long.TryParse(key, out var caseKey)
            ? new(DateOnly.FromDayNumber(number), caseKey)
            : null;
}

/// <summary>
/// A case behind a figure, with all that it adds; an open one stands at the day of its decision, or on which its promise passed. Days and <paramref name="IsLate"/> are null where no promise is counted.
/// </summary>
public sealed record HeadlineCase(
    string CaseNumber,
    DateOnly ClosedOn,
    string ItemCode,
    ItemKind Kind,
    Tier Tier,
    IReadOnlyList<string> Departments,
    CaseStatus Result,
    bool? IsLate,
    int? PromisedDays,
    int? LegalDays,
    int? SeriesDays,
    int? ActualDays,
    int DaysSaved,
    int Visits,
    int VisitsSaved,
    bool? IsSatisfied
);

/// <summary>A page of them.</summary>
/// <param name="Count">How many there are in all: the figure.</param>
public sealed record HeadlinePage(int Count, IReadOnlyList<HeadlineCase> Cases, HeadlinePlace? Next);
