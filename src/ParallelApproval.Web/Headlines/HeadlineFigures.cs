using System.Globalization;
using ParallelApproval.Headlines;

namespace ParallelApproval.Web.Headlines;

/// <summary>A line of the headline table as it is shown (总览指标行).</summary>
/// <param name="Word">What it is called.</param>
/// <param name="Value">Its figure; empty where there is nothing to divide by.</param>
/// <param name="Behind">The cases it comes from.</param>
internal sealed record HeadlineFigureLine(string Word, string Value, IReadOnlyList<(HeadlineFigure Figure, int Cases)> Behind);

/// <summary>The lines of the headline table, in the order in which an inspector reads them.</summary>
internal static class HeadlineFigures
{
    public static IReadOnlyList<HeadlineFigureLine> Of(Headline table) =>
    [
        new("headline_closed", Count(table.Closed), [(HeadlineFigure.Closed, table.Closed)]),
        new("headline_promised", Days(table.PromisedDays), [(HeadlineFigure.Timed, table.Timed)]),
        new("headline_legal", Days(table.LegalDays), [(HeadlineFigure.Timed, table.Timed)]),
        new("headline_series", Days(table.SeriesDays), [(HeadlineFigure.Timed, table.Timed)]),
        new("headline_actual", Days(table.ActualDays), [(HeadlineFigure.Timed, table.Timed)]),
        new("headline_on_time_rate", Share(table.OnTimeRate), [(HeadlineFigure.OnTime, table.OnTime), (HeadlineFigure.Late, table.Late)]),
        new("headline_satisfaction", Share(table.SatisfactionRate), [(HeadlineFigure.Satisfied, table.Satisfied), (HeadlineFigure.Dissatisfied, table.Dissatisfied), (HeadlineFigure.Rated, table.Rated)]),
        new("headline_visits", Count(table.Visits), [(HeadlineFigure.Closed, table.Closed)]),
        new("headline_visits_per_case", Days(table.VisitsPerCase), [(HeadlineFigure.Closed, table.Closed)]),
        new("headline_visits_saved", Count(table.VisitsSaved), [(HeadlineFigure.VisitsSaved, table.VisitsSavedIn)]),
        new("headline_days_saved", Count(table.DaysSaved), [(HeadlineFigure.DaysSaved, table.DaysSavedIn)]),
        new("headline_joint", Count(table.Joint), [(HeadlineFigure.Joint, table.Joint)]),
    ];

    private static string Count(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Days(decimal? value) => value?.ToString("0.00", CultureInfo.InvariantCulture) ?? "";

    private static string Share(decimal? value) => value is { } share ? (share * 100).ToString("0.00", CultureInfo.InvariantCulture) + "%" : "";
}
