using ParallelApproval.Cases;
using ParallelApproval.Organisation;
using ParallelApproval.Statistics;
using ParallelApproval.Web.Languages;
using ParallelApproval.Web.Reports;

namespace ParallelApproval.Web.Figures;

/// <summary>A figure that somebody looks behind: one of today, or one of a department's desk.</summary>
/// <param name="Desk">Only with a department.</param>
internal sealed record ChosenFigure(TodaysFigure Figure, string? Department = null, DepartmentFigure? Desk = null)
{
    public bool IsOfDepartment => !string.IsNullOrEmpty(Department) && Desk is not null;

    /// <summary>As it stands in an address.</summary>
    public string Query => IsOfDepartment ? $"?department={Uri.EscapeDataString(Department!)}&desk={Desk}" : $"?figure={Figure}";
}

/// <summary>The lists of cases behind the figures (指标穿透), for the API, the pages and the sheets.</summary>
internal sealed class FigureList(FigureQueries house, OfficerRegister officers, TimeProvider time)
{
    /// <summary>Longer lists are cut on a sheet, and say so.</summary>
    public const int LongestSheet = 5000;

    public Task<CasePage> PageAsync(ChosenFigure chosen, FigurePage page, CancellationToken cancellation) =>
        chosen.IsOfDepartment
            ? house.CasesAsync(chosen.Desk!.Value, chosen.Department!, time.OfficialNow(), page, cancellation)
            : house.CasesAsync(chosen.Figure, time.OfficialNow(), page, cancellation);

    /// <summary>What it is called, in the reader's language.</summary>
    public string NameOf(ChosenFigure chosen) =>
        chosen.IsOfDepartment
            ? (officers.Department(chosen.Department!)?.NameIn(ReaderLanguage.IsEnglish) ?? chosen.Department)
                + Words.Word("colon")
                + Names.Of(chosen.Desk!.Value)
            : Names.Of(chosen.Figure);

    public async Task<Report> ReportAsync(ChosenFigure chosen, CancellationToken cancellation)
    {
        var found = new List<CaseLine>();
        var page = new FigurePage(null, CaseQueries.LongestPage);
        for (var isMore = true; isMore && found.Count < LongestSheet; )
        {
            var next = await PageAsync(chosen, page, cancellation);
            found.AddRange(next.Cases);
            isMore = Identities.CaseNumber.TryParse(next.Next, out var last);
            page = page with { After = last };
        }

        var today = time.OfficialToday().ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        return new(
            $"{NameOf(chosen)} {today}",
            $"{(chosen.IsOfDepartment ? "desk-" + chosen.Desk : chosen.Figure.ToString()).ToLowerInvariant()}-{today}",
            found.Count < LongestSheet ? [] : [Words.Word("report_cut", LongestSheet)],
            [.. new[] { "case_number", "item", "applicant", "status", "received_at", "promised_due" }.Select(word => Words.Word(word))],
            [
                .. found.Select(line =>
                    (object?[])
                        [line.CaseNumber, line.ItemName, line.ApplicantName, Names.Of(line.Status), line.ReceivedAt, line.PromisedDue]
                ),
            ]
        );
    }
}
