using ErrorOr;
using ParallelApproval.Appraisals;
using ParallelApproval.Web.Languages;
using ParallelApproval.Web.Reports;

namespace ParallelApproval.Web.Appraisals;

/// <summary>A month as somebody wants to see it.</summary>
/// <param name="IsProvisional">Also when it is not closed.</param>
/// <param name="WithRanks">False leaves the ranks out (排名开关).</param>
public sealed record ChosenMonth(AppraisalPeriod Period, AppraisalBy By, bool IsProvisional = false, bool WithRanks = true)
{
    /// <summary>Reads what <see cref="Query"/> wrote; what is missing or no sense is the last month, by department.</summary>
    internal static ChosenMonth Of(string? period, string? by, bool isProvisional, bool? withRanks, AppraisalPeriod last) =>
        new(
            AppraisalPeriod.TryParse(period, out var month) ? month : last,
            Named<AppraisalBy>.TryParse(by, out var named) ? named.Value : AppraisalBy.Department,
            isProvisional,
            withRanks ?? true
        );

    /// <summary>As it stands in an address.</summary>
    public string Query => $"?period={Period}&by={By}{(IsProvisional ? "&provisional=true" : "")}{(WithRanks ? "" : "&rankings=false")}";

    /// <summary>The cases behind a figure of a line.</summary>
    public string Behind(string key, AppraisalFigure figure) => $"{Query}&figure={figure}&key={Uri.EscapeDataString(key)}";
}

/// <summary>Where appraisals are read (考核查询台), by API, by page and by sheet.</summary>
internal sealed class AppraisalReader(AppraisalQueries house, AppraisalSheet sheet, TimeProvider time)
{
    public async Task<ErrorOr<Appraisal>> TableAsync(ChosenMonth month, CancellationToken cancellation)
    {
        var table = await house.TableAsync(month.Period, month.By, month.IsProvisional, time.OfficialToday(), cancellation);
        if (table.IsError || month.WithRanks)
            return table;
        return table.Value with { HasRankings = false, Lines = [.. table.Value.Lines.Select(line => line with { Rank = null })] };
    }

    public Task<ErrorOr<IReadOnlyList<AppraisalCase>>> CasesAsync(
        ChosenMonth month,
        string key,
        AppraisalFigure figure,
        CancellationToken cancellation
    ) => house.CasesAsync(month.Period, month.By, key, figure, month.IsProvisional, time.OfficialToday(), cancellation);

    public async Task<ErrorOr<Report>> ReportAsync(ChosenMonth month, CancellationToken cancellation)
    {
        var table = await TableAsync(month, cancellation);
        return table.IsError ? table.Errors : sheet.Of(table.Value);
    }

    /// <summary>The cases behind a figure.</summary>
    public async Task<ErrorOr<Report>> ReportAsync(ChosenMonth month, string key, AppraisalFigure figure, CancellationToken cancellation)
    {
        var found = await CasesAsync(month, key, figure, cancellation);
        if (found.IsError)
            return found.Errors;
        return new Report(
            $"{Words.Word("appraisal")} {month.Period} {NameOf(month.By, key)} {Names.Of(figure)}",
            $"appraisal-{month.Period}-{figure.ToString().ToLowerInvariant()}",
            month.IsProvisional ? [Words.Word("figure_provisional")] : [],
            [
                .. new[]
                {
                    "case_number",
                    "branch_number",
                    "department",
                    "item",
                    "days_taken",
                    "points",
                    "figure_part",
                    "figure_source",
                }.Select(word => Words.Word(word)),
            ],
            [
                .. found.Value.Select(line =>
                    (object?[])
                        [
                            line.CaseNumber,
                            line.Branch,
                            NameOf(AppraisalBy.Department, line.Department),
                            line.ItemCode is { } item ? NameOf(AppraisalBy.Item, item) : null,
                            line.ActualDays,
                            line.Points,
                            line.Part is { } part ? Names.Of(part) : null,
                            string.Join(' ', ((string?[])[line.Point, line.Card, line.Order, line.Complaint]).OfType<string>()),
                        ]
                ),
            ]
        );
    }

    /// <summary>The name behind a key of a table; the total for an empty key.</summary>
    public string NameOf(AppraisalBy by, string key) => key.Length == 0 ? Words.Word("figure_total") : sheet.NameOf(by, key);

    /// <summary>The months that can be chosen, the newest first.</summary>
    public IEnumerable<AppraisalPeriod> Months()
    {
        var newest = AppraisalPeriod.Of(time.OfficialToday());
        for (var back = 0; back < 36; back++, newest = newest.Previous)
            yield return newest;
    }

    /// <summary>Last month: the one that is to be closed next, or was closed last.</summary>
    public AppraisalPeriod LastMonth => AppraisalPeriod.Of(time.OfficialToday()).Previous;
}
