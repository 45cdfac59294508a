using System.Globalization;
using ParallelApproval.Headlines;
using ParallelApproval.Web.Reports;

namespace ParallelApproval.Web.Headlines;

/// <summary>A line of the headline table as it is shown (总览指标行).</summary>
/// <param name="Word">What it is called.</param>
/// <param name="Value">Its figure: a count, working days or a share; null where there is nothing to divide by.</param>
/// <param name="Behind">The cases it comes from.</param>
internal sealed record HeadlineFigureLine(string Word, object? Value, IReadOnlyList<(HeadlineFigure Figure, int Cases)> Behind)
{
    /// <summary>For a page: thousands apart, days with two places, a dash for nothing.</summary>
    public string Text =>
        Value switch
        {
            null => "—",
            int count => count.ToString("N0", CultureInfo.InvariantCulture),
            decimal days => days.ToString("0.00", CultureInfo.InvariantCulture),
            var other => other.ToString() ?? "",
        };
}

/// <summary>The lines of the headline table, in the order in which an inspector reads them.</summary>
internal static class HeadlineFigures
{
    public static IReadOnlyList<HeadlineFigureLine> Of(Headline table) =>
        [
            new("headline_closed", table.Closed, [(HeadlineFigure.Closed, table.Closed)]),
            new("headline_promised", table.PromisedDays, [(HeadlineFigure.Timed, table.Timed)]),
            new("headline_legal", table.LegalDays, [(HeadlineFigure.Timed, table.Timed)]),
            new("headline_series", table.SeriesDays, [(HeadlineFigure.Timed, table.Timed)]),
            new("headline_actual", table.ActualDays, [(HeadlineFigure.Timed, table.Timed)]),
            new(
                "headline_on_time_rate",
                Share(table.OnTimeRate),
                [(HeadlineFigure.OnTime, table.OnTime), (HeadlineFigure.Late, table.Late)]
            ),
            new(
                "headline_satisfaction",
                Share(table.SatisfactionRate),
                [
                    (HeadlineFigure.Satisfied, table.Satisfied),
                    (HeadlineFigure.Dissatisfied, table.Dissatisfied),
                    (HeadlineFigure.Rated, table.Rated),
                ]
            ),
            new("headline_visits", table.Visits, [(HeadlineFigure.Closed, table.Closed)]),
            new("headline_visits_per_case", table.VisitsPerCase, [(HeadlineFigure.Closed, table.Closed)]),
            new("headline_visits_saved", table.VisitsSaved, [(HeadlineFigure.VisitsSaved, table.VisitsSavedIn)]),
            new("headline_days_saved", table.DaysSaved, [(HeadlineFigure.DaysSaved, table.DaysSavedIn)]),
            new("headline_joint", table.Joint, [(HeadlineFigure.Joint, table.Joint)]),
        ];

    private static Share? Share(decimal? value) => value is { } share ? new(share) : null;
}
