using System.Globalization;
using System.Text;
using ParallelApproval.Catalogue;
using ParallelApproval.Headlines;
using ParallelApproval.Installations;
using ParallelApproval.Organisation;
using ParallelApproval.Web.Catalogue;
using ParallelApproval.Web.Languages;
using ParallelApproval.Web.Reports;

namespace ParallelApproval.Web.Headlines;

/// <summary>The headline table and its cases on a sheet (总览报表), in the reader's language. No text in it can become a formula.</summary>
internal sealed class HeadlineSheet(OfficerRegister officers, CatalogueRegister catalogue, InstallationRegister installation)
{
    private static readonly string[] CaseHeads =
    [
        "case_number",
        "closed_on",
        "item_code",
        "item",
        "item_kind",
        "tier",
        "departments",
        "result",
        "headline_late",
        "headline_promised",
        "headline_legal",
        "headline_series",
        "headline_actual",
        "headline_days_saved",
        "headline_visits",
        "headline_visits_saved",
        "headline_satisfied",
    ];

    public Report Of(Headline table) =>
        new(
            Words.Word("headline"),
            $"headline-{Text(table.From)}-{Text(table.To)}",
            [$"{Text(table.From)} – {Text(table.To)}", Words.Word("headline_explained")],
            [Words.Word("headline_figure"), Words.Word("headline_value")],
            [.. HeadlineFigures.Of(table).Select(line => (object?[])[Words.Word(line.Word), line.Value])]
        )
        {
            Further =
            [
                new(
                    Words.Word("headline_by_kind"),
                    [.. new[] { "item_kind", "tier", "headline_closed" }.Select(word => Words.Word(word))],
                    [.. table.Shares.Select(share => (object?[])[Names.Of(share.Kind), Called.Tier(installation, share.Tier), share.Cases])]
                ),
                Behind(
                    "department",
                    table.Departments.Select(department => (department.Code, DepartmentName(department.Code), department.Cases))
                ),
                Behind("item", table.Items.Select(item => (item.Code, ItemName(item.Code), item.Cases))),
            ],
        };

    private static ReportTable Behind(string what, IEnumerable<(string Code, string Name, int Cases)> lines) =>
        new(
            Words.Word(what),
            [Words.Word("figure_key"), Words.Word(what), Words.Word("headline_closed")],
            [.. lines.Select(line => (object?[])[line.Code, line.Name, line.Cases])]
        );

    /// <summary>Writes every case behind a figure, a page after the other, so that no list is too long for it.</summary>
    public async Task WriteCasesAsync(
        Stream stream,
        HeadlineQueries house,
        HeadlineFilter filter,
        HeadlinePage first,
        CancellationToken cancellation
    )
    {
        await stream.WriteAsync(Encoding.UTF8.Preamble.ToArray(), cancellation);
        var text = new StringBuilder();
        Line(text, [.. CaseHeads.Select(Words.Word)]);
        for (var page = first; ; )
        {
            foreach (var found in page.Cases)
                Line(text, Cells(found));
            await stream.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), cancellation);
            text.Clear();
            if (page.Next is null)
                return;
            var next = await house.CasesAsync(filter with { After = page.Next }, cancellation);
            if (next.IsError)
                return;
            page = next.Value;
        }
    }

    public string DepartmentName(string code) => officers.Department(code)?.NameIn(ReaderLanguage.IsEnglish) ?? code;

    public string ItemName(string code) => catalogue.NameOf(code);

    private object?[] Cells(HeadlineCase found) =>
        [
            found.CaseNumber,
            found.ClosedOn,
            found.ItemCode,
            ItemName(found.ItemCode),
            Names.Of(found.Kind),
            Called.Tier(installation, found.Tier),
            string.Join(' ', found.Departments),
            Names.Of(found.Result),
            YesOrNo(found.IsLate),
            found.PromisedDays,
            found.LegalDays,
            found.SeriesDays,
            found.ActualDays,
            found.DaysSaved,
            found.Visits,
            found.VisitsSaved,
            YesOrNo(found.IsSatisfied),
        ];

    private static string? YesOrNo(bool? value) => value is null ? null : Words.Word(value.Value ? "yes" : "no");

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static void Line(StringBuilder text, params object?[] fields) =>
        text.AppendJoin(',', fields.Select(SheetText.Field)).Append("\r\n");
}
