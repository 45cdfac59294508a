using System.Globalization;
using System.Net;
using System.Text;
using ErrorOr;
using MiniExcelLibs;
using ParallelApproval.Web.Certificates;
using ParallelApproval.Web.Languages;
using ParallelApproval.Web.Problems;

namespace ParallelApproval.Web.Reports;

/// <summary>Makes files of reports (报表输出). No text in them can become a formula or markup.</summary>
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

    /// <summary>A text that a spreadsheet would take for a formula gets an apostrophe before it.</summary>
    internal static string Safe(string text) =>
        text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' ? "'" + text : text;

    private async Task<ErrorOr<byte[]>> MakeAsync(Report report, ReportFormat format, CancellationToken cancellation)
    {
        // With the mark that tells Excel it is UTF-8.
        if (format == ReportFormat.Csv)
            return (byte[])[.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Csv(report))];
        if (format == ReportFormat.Excel)
            return await ExcelAsync(report, cancellation);
        return await printer.PrintAsync(await PageAsync(report, cancellation), cancellation);
    }

    private static string Csv(Report report)
    {
        var text = new StringBuilder();
        Lines(
            text,
            [
                [string.Join(' ', report.Notes.Prepend(report.Title))],
                report.Heads,
                .. report.Rows,
            ]
        );
        foreach (var table in report.Further)
            Lines(
                text,
                [
                    [],
                    [table.Title],
                    table.Heads,
                    .. table.Rows,
                ]
            );
        return text.ToString();
    }

    private static void Lines(StringBuilder text, IEnumerable<IReadOnlyList<object?>> rows)
    {
        foreach (var row in rows)
            text.AppendJoin(',', row.Select(Field)).Append("\r\n");
    }

    private static async Task<byte[]> ExcelAsync(Report report, CancellationToken cancellation)
    {
        using var file = new MemoryStream();
        // What must be read with the report comes first in the name of its sheet.
        var sheets = new Dictionary<string, object>
        {
            [SheetName(string.Join(' ', report.Notes.Append(report.Title)))] = Cells(report.Heads, report.Rows),
        };
        foreach (var table in report.Further)
            sheets[SheetName(table.Title)] = Cells(table.Heads, table.Rows);
        await file.SaveAsAsync(sheets, cancellationToken: cancellation);
        return file.ToArray();
    }

    private static List<Dictionary<string, object?>> Cells(IReadOnlyList<string> heads, IReadOnlyList<IReadOnlyList<object?>> rows) =>
        [
            .. rows.Select(row =>
                heads
                    .Zip(row)
                    .ToDictionary(
                        cell => cell.First,
                        cell =>
                            cell.Second switch
                            {
                                string text => Safe(text),
                                Share share => share.Value,
                                var other => other,
                            }
                    )
            ),
        ];

    // Excel takes 31 characters and none of these.
    private static string SheetName(string title)
    {
        var name = string.Concat(title.Where(letter => !"[]:*?/\\'".Contains(letter, StringComparison.Ordinal)));
        return name[..Math.Min(name.Length, 31)];
    }

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
                page.Append(cell is string or null ? "<td>" : "<td class=\"number\">").Append(Html(Plain(cell))).Append("</td>");
            page.Append("</tr>");
        }

        page.Append("</tbody></table>");
    }

    private static string Plain(object? value) =>
        value is IFormattable number ? number.ToString(null, CultureInfo.InvariantCulture) : value?.ToString() ?? "";

    internal static string Field(object? value)
    {
        var text = value switch
        {
            string said => Safe(said),
            Share share => Plain(share.Value),
            _ => Plain(value),
        };
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
    }

    private static string Html(string text) => WebUtility.HtmlEncode(text);

    private static string TypeOf(ReportFormat format) => format == ReportFormat.Csv ? "text/csv; charset=utf-8" : format.ContentType;
}
