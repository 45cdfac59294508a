using System.Globalization;
using System.Net;
using System.Text;
using ErrorOr;
using ParallelApproval.Web.Certificates;
using ParallelApproval.Web.Languages;
using ParallelApproval.Web.Problems;

namespace ParallelApproval.Web.Reports;

/// <summary>Makes files of reports (报表输出). No text in them can become a formula, a number or markup.</summary>
internal sealed class ReportPress(PdfPrinter printer, IWebHostEnvironment files, TimeProvider time)
{
    private const string Sheet = "static/report.css";

    /// <summary>The report as a file, or why it cannot be made.</summary>
    public async Task<IResult> AnswerAsync(ErrorOr<Report> report, ReportFormat format, CancellationToken cancellation)
    {
        if (report.IsError)
            return new Refused(report.Errors);
        var file = await MakeAsync(report.Value, format, cancellation);
        return file.IsError
            ? new Refused(file.Errors)
            : TypedResults.File(file.Value, TypeOf(format), report.Value.FileName + format.Ending);
    }

    private async Task<ErrorOr<byte[]>> MakeAsync(Report report, ReportFormat format, CancellationToken cancellation)
    {
        if (format == ReportFormat.Csv)
            return SheetText.Csv(Rows(report));
        if (format == ReportFormat.Excel)
            return await Workbook.MakeAsync(Sheets(report), cancellation);
        return await printer.PrintAsync(await PageAsync(report, cancellation), cancellation);
    }

    // The heads stand in the first row, where programs look for them; what must be read with the report follows below.
    internal static IEnumerable<IReadOnlyList<object?>> Rows(Report report) =>
        [
            report.Heads,
            .. report.Rows,
            .. report.Further.SelectMany(table =>
                (IReadOnlyList<object?>[])
                    [
                        [],
                        [table.Title],
                        table.Heads,
                        .. table.Rows,
                    ]
            ),
            .. report.Notes.Count == 0
                ? (IReadOnlyList<object?>[])[]
                :
                [
                    [],
                    [report.Title],
                    .. report.Notes.Select(note => (object?[])[note]),
                ],
        ];

    internal static IEnumerable<WorkbookSheet> Sheets(Report report) =>
        report
            .Further.Select(table => new WorkbookSheet(table.Title, table.Heads, table.Rows))
            .Prepend(new(report.Title, report.Heads, report.Rows) { Notes = report.Notes });

    private async Task<string> PageAsync(Report report, CancellationToken cancellation)
    {
        using var reader = new StreamReader(files.WebRootFileProvider.GetFileInfo(Sheet).CreateReadStream());
        var page = new StringBuilder(
            $"<!DOCTYPE html><html lang=\"{(ReaderLanguage.IsEnglish ? "en" : "zh-CN")}\"><head>"
                + $"<meta charset=\"utf-8\">{DocumentEndpoints.PaperPolicy}<title>{Html(report.Title)}</title>"
        );
        page.Append($"<style>{await reader.ReadToEndAsync(cancellation)}</style></head><body><h1>{Html(report.Title)}</h1>");
        foreach (var note in report.Notes)
            page.Append($"<p>{Html(note)}</p>");
        page.Append(
            $"<p>{Html(Words.Word("report_made_at", time.OfficialNow().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)))}</p>"
        );
        Table(page, report.Heads, report.Rows);
        foreach (var table in report.Further)
            Table(page.Append($"<h2>{Html(table.Title)}</h2>"), table.Heads, table.Rows);
        return page.Append("</body></html>").ToString();
    }

    private static void Table(StringBuilder page, IReadOnlyList<string> heads, IReadOnlyList<IReadOnlyList<object?>> rows)
    {
        page.Append("<table><thead><tr>");
        foreach (var head in heads)
            page.Append($"<th>{Html(head)}</th>");
        page.Append("</tr></thead><tbody>");
        foreach (var row in rows)
        {
            page.Append("<tr>");
            foreach (var cell in row)
                page.Append(cell is string or DateOnly or DateTimeOffset or null ? "<td>" : "<td class=\"number\">")
                    .Append(Html(SheetText.Plain(cell)))
                    .Append("</td>");
            page.Append("</tr>");
        }

        page.Append("</tbody></table>");
    }

    private static string Html(string text) => WebUtility.HtmlEncode(text);

    private static string TypeOf(ReportFormat format) => format == ReportFormat.Csv ? "text/csv; charset=utf-8" : format.ContentType;
}
