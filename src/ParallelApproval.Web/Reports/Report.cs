using System.Globalization;

namespace ParallelApproval.Web.Reports;

/// <summary>A report (报表): a table in the reader's language, as it goes onto a sheet of CSV, Excel or PDF.</summary>
/// <param name="Title">What it is, e.g. 绩效考核表 2026-03.</param>
/// <param name="FileName">Without ending; ASCII.</param>
/// <param name="Notes">What must be read with it: that it is provisional, by whom it was closed.</param>
/// <param name="Rows">As many cells as there are heads; texts, numbers, shares and nulls.</param>
internal sealed record Report(
    string Title,
    string FileName,
    IReadOnlyList<string> Notes,
    IReadOnlyList<string> Heads,
    IReadOnlyList<IReadOnlyList<object?>> Rows
)
{
    /// <summary>Tables that follow: below on CSV and PDF, on sheets of their own in Excel.</summary>
    public IReadOnlyList<ReportTable> Further { get; init; } = [];
}

/// <summary>A further table of a report (附表).</summary>
/// <param name="Title">Differs from that of every other table of the report.</param>
internal sealed record ReportTable(string Title, IReadOnlyList<string> Heads, IReadOnlyList<IReadOnlyList<object?>> Rows);

/// <summary>
/// A share from 0 to 1 (占比): for the reader a percentage with two places, for the machine that reads a CSV or Excel file the number itself.
/// </summary>
internal readonly record struct Share(decimal Value)
{
    public override string ToString() => (Value * 100).ToString("0.##", CultureInfo.InvariantCulture) + " %";
}

/// <summary>On what a report is given out.</summary>
/// <param name="Ending">Of the address and of the file, with its dot.</param>
internal sealed record ReportFormat(string Ending, string Name, string ContentType)
{
    public static readonly ReportFormat Csv = new(".csv", "CSV", "text/csv");
    public static readonly ReportFormat Excel = new(".xlsx", "Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    public static readonly ReportFormat Pdf = new(".pdf", "PDF", "application/pdf");

    public static readonly IReadOnlyList<ReportFormat> All = [Csv, Excel, Pdf];
}
