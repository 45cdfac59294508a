using System.Globalization;
using System.Text;
using MiniExcelLibs;
using ParallelApproval.Appraisals;
using ParallelApproval.Catalogue;
using ParallelApproval.Organisation;
using ParallelApproval.Web.Languages;

namespace ParallelApproval.Web.Appraisals;

/// <summary>The table of a month on a sheet (考核报表), in the reader's language. No text in it can become a formula.</summary>
internal sealed class AppraisalSheet(OfficerBook officers, CatalogueBook catalogue)
{
    private static readonly (string Word, Func<AppraisalLine, object?> Value)[] Columns =
    [
        ("figure_closed", line => line.Closed), ("figure_on_time", line => line.OnTime), ("figure_on_time_rate", line => line.OnTimeRate), ("figure_early_rate", line => line.EarlyRate),
        ("figure_mean_days", line => line.MeanDays), ("figure_ninety_days", line => line.P90Days), ("figure_speed_up", line => line.SpeedUp),
        ("figure_acceptance_rate", line => line.AcceptanceRate), ("figure_refusal_rate", line => line.RefusalRate), ("figure_withdrawal_rate", line => line.WithdrawalRate),
        ("figure_supplements", line => line.SupplementsPerHundred), ("figure_stops", line => line.StopsPerHundred), ("figure_ratings", line => line.Ratings),
        ("figure_bad_ratings", line => line.BadRatings), ("figure_satisfaction", line => line.SatisfactionRate), ("figure_yellow", line => line.YellowCards),
        ("figure_red", line => line.RedCards), ("figure_orders", line => line.Orders), ("figure_orders_overdue", line => line.OrdersOverdue),
        ("figure_deductions", line => line.Deductions), ("figure_bonus", line => line.Bonus), ("figure_score", line => line.Score), ("figure_rank", line => line.Rank),
    ];

    public string Csv(Appraisal table)
    {
        var text = new StringBuilder();
        foreach (var row in Rows(table)) text.AppendJoin(',', row.Select(Field)).Append("\r\n");
        return text.ToString();
    }

    public async Task<byte[]> ExcelAsync(Appraisal table, CancellationToken cancellation)
    {
        var rows = Rows(table).ToList();
        using var file = new MemoryStream();
        await file.SaveAsAsync(rows.Skip(2).Select(row => rows[1].Zip(row).ToDictionary(cell => (string)cell.First!, cell => cell.Second)), sheetName: (string)rows[0][0]!, cancellationToken: cancellation);
        return file.ToArray();
    }

    /// <summary>A text that a spreadsheet would take for a formula gets an apostrophe before it.</summary>
    internal static string Safe(string text) => text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' ? "'" + text : text;

    // Title, heads, lines, total.
    private IEnumerable<object?[]> Rows(Appraisal table)
    {
        yield return [table.Period + (table.IsProvisional ? " " + Words.Word("figure_provisional") : "")];
        yield return [Words.Word("figure_key"), Words.Word("figure_name"), .. Columns.Select(column => Words.Word(column.Word))];
        foreach (var line in table.Lines) yield return [Safe(line.Key), Safe(NameOf(table.By, line.Key)), .. Columns.Select(column => column.Value(line))];
        yield return ["", Words.Word("figure_total"), .. Columns.Select(column => column.Value(table.Total))];
    }

    private string NameOf(AppraisalBy by, string key) => by switch
    {
        AppraisalBy.Department or AppraisalBy.Window => officers.Department(key)?.NameIn(ReaderLanguage.IsEnglish) ?? key,
        AppraisalBy.Person => officers.Find(key) is { } officer ? ReaderLanguage.IsEnglish ? officer.NameEn : officer.Name : key,
        AppraisalBy.Item => catalogue.Current.Versions(key) is [var newest, ..] ? ReaderLanguage.IsEnglish ? newest.NameEn : newest.Name : key,
        _ => key,
    };

    /// <summary>A field of a line of CSV (RFC 4180).</summary>
    internal static string Field(object? value)
    {
        var text = value is IFormattable number ? number.ToString(null, CultureInfo.InvariantCulture) : value?.ToString() ?? "";
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
    }
}
