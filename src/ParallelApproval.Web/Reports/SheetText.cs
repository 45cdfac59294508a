using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ParallelApproval.Web.Reports;

/// <summary>
/// What a value is on a sheet that a spreadsheet opens (表格单元格): a text stays the text it is, whatever Excel, WPS or LibreOffice would take
/// it for. The one place where that is decided.
/// </summary>
internal static partial class SheetText
{
    // Before a text of digits in a CSV file: no spreadsheet takes it for a number then, and none shows it. An apostrophe would be seen, and
    // ="…" is a formula, which half of them show as it stands.
    private const char Invisible = '\t';

    /// <summary>A text that a spreadsheet would take for a formula gets an apostrophe before it; full-width signs begin one, too.</summary>
    public static string Safe(string text) =>
        text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠' or '\t' or '\r' or '\n' ? "'" + text : text;

    /// <summary>As it stands for a reader: numbers and days in one form for every language.</summary>
    public static string Plain(object? value) =>
        value switch
        {
            DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            DateTimeOffset at => at.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value?.ToString() ?? "",
        };

    /// <summary>A field of a CSV file.</summary>
    public static string Field(object? value)
    {
        var text = value switch
        {
            string said => LooksLikeNumber().IsMatch(said) ? Invisible + said : Safe(said),
            Share share => Plain(share.Value),
            _ => Plain(value),
        };
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
    }

    /// <summary>The rows of a CSV file in UTF-8, with the mark that tells Excel so.</summary>
    public static byte[] Csv(IEnumerable<IReadOnlyList<object?>> rows)
    {
        var text = new StringBuilder();
        foreach (var row in rows)
            text.AppendJoin(',', row.Select(Field)).Append("\r\n");
        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    // Case and identity numbers (15 digits are all that a spreadsheet keeps of a number), codes with zeros before, 12E5; 2026-03 and 3/4,
    // which become months, 3月4日 and 12:30; sums in brackets, per cent and money; in the full-width digits that a Chinese keyboard has, too.
    // A whole day may become a day.
    [GeneratedRegex(
        @"^[(（]?[￥¥$€£]?\d+(?:[.,．，]\d+)*(?:[eE][+-]?\d+)?\s?[%％]?[)）]?\z"
            + @"|^\d{1,4}[-/.]\d{1,2}\z|^\d{1,2}\s\d{1,3}/\d{1,3}\z"
            + @"|^\d{1,2}[:：]\d{1,2}(?:[:：]\d{1,2})?(?:\s?[aApP][mM]?)?\z"
            + @"|^(?:\d{1,4}年)?\d{1,2}月(?:\d{1,2}日)?\z|^(?i:true|false)\z"
    )]
    private static partial Regex LooksLikeNumber();
}
