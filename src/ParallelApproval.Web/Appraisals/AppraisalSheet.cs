using ParallelApproval.Appraisals;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Installations;
using ParallelApproval.Organisation;
using ParallelApproval.Web.Cases;
using ParallelApproval.Web.Catalogue;
using ParallelApproval.Web.Languages;
using ParallelApproval.Web.Reports;

namespace ParallelApproval.Web.Appraisals;

/// <summary>A column of the table of a month (考核指标).</summary>
/// <param name="Word">What it is called.</param>
/// <param name="IsShare">A share from 0 to 1, shown as a percentage.</param>
/// <param name="Behind">The figure whose cases make it; null where there are none behind it.</param>
internal sealed record AppraisalColumn(
    string Word,
    Func<AppraisalLine, object?> Value,
    bool IsShare = false,
    AppraisalFigure? Behind = null
)
{
    public static readonly IReadOnlyList<AppraisalColumn> All =
    [
        new("figure_closed", line => line.Closed, Behind: AppraisalFigure.Closed),
        new("figure_on_time", line => line.OnTime, Behind: AppraisalFigure.OnTime),
        new("figure_late", line => line.Timed - line.OnTime, Behind: AppraisalFigure.Late),
        new("figure_on_time_rate", line => line.OnTimeRate, IsShare: true),
        new("figure_early_rate", line => line.EarlyRate, IsShare: true, AppraisalFigure.Early),
        new("figure_mean_days", line => line.MeanDays),
        new("figure_ninety_days", line => line.P90Days),
        new("figure_speed_up", line => line.SpeedUp, IsShare: true),
        new("figure_acceptance_rate", line => line.AcceptanceRate, IsShare: true, AppraisalFigure.NotAccepted),
        new("figure_refusal_rate", line => line.RefusalRate, IsShare: true, AppraisalFigure.Refused),
        new("figure_withdrawal_rate", line => line.WithdrawalRate, IsShare: true, AppraisalFigure.Withdrawn),
        new("figure_supplements", line => line.SupplementsPerHundred, Behind: AppraisalFigure.Supplemented),
        new("figure_stops", line => line.StopsPerHundred, Behind: AppraisalFigure.Stopped),
        new("figure_ratings", line => line.Ratings, Behind: AppraisalFigure.Rated),
        new("figure_bad_ratings", line => line.BadRatings, Behind: AppraisalFigure.RatedBadly),
        new("figure_satisfaction", line => line.SatisfactionRate, IsShare: true),
        new("figure_yellow", line => line.YellowCards),
        new("figure_red", line => line.RedCards),
        new("figure_orders", line => line.Orders),
        new("figure_orders_overdue", line => line.OrdersOverdue),
        new("figure_deductions", line => line.Deductions, Behind: AppraisalFigure.Deducted),
        new("figure_bonus", line => line.Bonus),
        new("figure_score", line => line.Score),
        new("figure_rank", line => line.Rank),
    ];

    /// <summary>Those that a table has: score and bonus only where there are scores, ranks only where they are wanted.</summary>
    public static IReadOnlyList<AppraisalColumn> Of(Appraisal table) =>
        [
            .. All.Where(column =>
                column.Word switch
                {
                    "figure_rank" => table.HasRankings,
                    "figure_score" or "figure_bonus" => table.By is AppraisalBy.Department,
                    _ => true,
                }
            ),
        ];

    /// <summary>For a sheet.</summary>
    public object? Cell(AppraisalLine line) => Value(line) is decimal share && IsShare ? new Share(share) : Value(line);

    /// <summary>For a page: a percentage with its sign, a dash where there is nothing to divide by.</summary>
    public string Text(AppraisalLine line) =>
        Cell(line) switch
        {
            null => "–",
            IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
            var other => other.ToString() ?? "",
        };
}

/// <summary>The table of a month as a report (考核报表), in the reader's language.</summary>
internal sealed class AppraisalSheet(OfficerRegister officers, CatalogueRegister catalogue, InstallationRegister installation)
{
    public Report Of(Appraisal table)
    {
        var columns = AppraisalColumn.Of(table);
        IReadOnlyList<object?> Row(string key, string name, AppraisalLine line) =>
            [key, name, .. columns.Select(column => column.Cell(line))];
        return new(
            Title(table),
            $"appraisal-{table.Period}-{table.By.ToString().ToLowerInvariant()}{(table.IsProvisional ? "-provisional" : "")}",
            Notes(table),
            [Words.Word("figure_key"), Words.Word("figure_name"), .. columns.Select(column => Words.Word(column.Word))],
            [
                .. table.Lines.Select(line => Row(line.Key, NameOf(table.By, line.Key), line)),
                Row("", Words.Word("figure_total"), table.Total),
            ]
        )
        {
            Further = table.Total.DaysHeld is null ? [] : [Held(table)],
        };
    }

    private ReportTable Held(Appraisal table) =>
        new(
            Words.Word("who_held_the_days"),
            [Words.Word("figure_key"), Words.Word("figure_name"), .. HolderColumns.Heads],
            [.. table.Lines.Select(line => Held(line, NameOf(table.By, line.Key))), Held(table.Total, Words.Word("figure_total"))]
        );

    private static IReadOnlyList<object?> Held(AppraisalLine line, string name) =>
        [line.Key, name, .. HolderColumns.Cells(line.DaysHeld ?? HolderDays.None)];

    public static string Title(Appraisal table) => $"{Words.Word("appraisal")} {table.Period} {Names.Of(table.By)}";

    /// <summary>The name behind a key, in the reader's language.</summary>
    public string NameOf(AppraisalBy by, string key) =>
        by switch
        {
            AppraisalBy.Department => officers.Department(key)?.NameIn(ReaderLanguage.IsEnglish) ?? key,
            AppraisalBy.Window => key.Split('/') is [var body, var number]
                ? $"{NameOf(AppraisalBy.Department, body)} · {Words.Word("window_numbered", number)}"
                : NameOf(AppraisalBy.Department, key),
            AppraisalBy.Person => officers.Find(key) is { } officer
                ? ReaderLanguage.IsEnglish
                    ? officer.NameEn
                    : officer.Name
                : key,
            AppraisalBy.Item => catalogue.NameOf(key),
            _ => Enum.TryParse<Tier>(key, out var tier) ? Called.Tier(installation, tier) : key,
        };

    private static string[] Notes(Appraisal table) =>
        table switch
        {
            { IsProvisional: true } => [Words.Word("figure_provisional")],
            { ClosedAt: { } at } =>
            [
                Words.Word(
                    "period_closed_by",
                    at.ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture),
                    table.ClosedBy
                ),
            ],
            _ => [],
        };
}
