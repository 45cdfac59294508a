using System.Globalization;
using SpreadCheetah;
using SpreadCheetah.Styling;
using SpreadCheetah.Worksheets;

namespace ParallelApproval.Web.Reports;

/// <summary>A sheet of a workbook (工作表): what it is called, its heads and its rows; texts, numbers, days, shares and nulls.</summary>
internal sealed record WorkbookSheet(string Name, IReadOnlyList<string> Heads, IReadOnlyList<IReadOnlyList<object?>> Rows)
{
    /// <summary>What must be read with it; it stands below the rows.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>
/// Writes XLSX files: columns as wide as what stands in them, the heads held while one scrolls, days as days and numbers as numbers. Names
/// of sheets are cut to what Excel takes, and none comes twice.
/// </summary>
internal static class Workbook
{
    // Excel takes 31 characters and none of these.
    private const int LongestName = 31;
    private const string Forbidden = "[]:*?/\\";
    private const double Narrowest = 8;
    private const double Widest = 60;

    // More rows than a reader sees at once say nothing new of the width.
    private const int RowsMeasured = 500;

    public static async Task<byte[]> MakeAsync(IEnumerable<WorkbookSheet> sheets, CancellationToken cancellation)
    {
        using var file = new MemoryStream();
        await using (var book = await Spreadsheet.CreateNewAsync(file, cancellationToken: cancellation))
        {
            var head = book.AddStyle(new Style { Font = { Bold = true } });
            var day = book.AddStyle(new Style { Format = NumberFormat.Custom("yyyy-mm-dd") });
            var moment = book.AddStyle(new Style { Format = NumberFormat.Custom("yyyy-mm-dd hh:mm") });
            var share = book.AddStyle(new Style { Format = NumberFormat.Custom("0.##%") });
            var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            foreach (var sheet in sheets)
            {
                await book.StartWorksheetAsync(NameOf(sheet.Name, taken), Columns(sheet), cancellation);
                await book.AddRowAsync([.. sheet.Heads.Select(text => new Cell(text, head))], cancellation);
                foreach (var row in sheet.Rows)
                    await book.AddRowAsync([.. row.Select(value => Of(value, day, moment, share))], cancellation);
                if (sheet.Notes.Count > 0)
                    await book.AddRowAsync(Array.Empty<Cell>(), cancellation);
                foreach (var note in sheet.Notes)
                    await book.AddRowAsync([new Cell(SheetText.Safe(note))], cancellation);
            }

            await book.FinishAsync(cancellation);
        }

        return file.ToArray();
    }

    /// <summary>The name of a sheet as Excel takes it; one that is there already gets a number.</summary>
    internal static string NameOf(string name, HashSet<string> taken)
    {
        var clean = string.Concat(name.Where(letter => !Forbidden.Contains(letter, StringComparison.Ordinal) && !char.IsControl(letter)));
        for (var number = 1; ; number++)
        {
            var end = number == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" ({number})");
            var cut = Cut(clean, LongestName - end.Length).Trim(' ', '\'');
            if ((cut.Length == 0 ? "1" : cut) + end is var free && taken.Add(free))
                return free;
        }
    }

    // A character of two code units is not cut in the middle.
    private static string Cut(string text, int most) =>
        text.Length <= most ? text
        : char.IsHighSurrogate(text[most - 1]) ? text[..(most - 1)]
        : text[..most];

    private static WorksheetOptions Columns(WorkbookSheet sheet)
    {
        var options = new WorksheetOptions { FrozenRows = 1 };
        for (var at = 0; at < sheet.Heads.Count; at++)
            options.Column(at + 1).Width = Math.Clamp(
                sheet
                    .Rows.Take(RowsMeasured)
                    .Select(row => row.Count > at ? Width(SheetText.Plain(row[at])) : 0)
                    .Append(Width(sheet.Heads[at]))
                    .Max() + 2,
                Narrowest,
                Widest
            );
        return options;
    }

    // A Chinese character is as wide as two figures.
    private static double Width(string text) => text.Split('\n').Max(line => line.Sum(letter => letter < 0x2E80 ? 1 : 2));

    private static Cell Of(object? value, StyleId day, StyleId moment, StyleId share) =>
        value switch
        {
            null => new Cell((string?)null),
            string text => new Cell(SheetText.Safe(text)),
            Share part => new Cell(part.Value, share),
            DateOnly on => new Cell(on.ToDateTime(TimeOnly.MinValue), day),
            DateTimeOffset at => new Cell(at.DateTime, moment),
            int number => new Cell(number),
            long number => new Cell(number),
            decimal number => new Cell(number),
            double number => new Cell(number),
            bool truth => new Cell(truth),
            _ => new Cell(SheetText.Safe(SheetText.Plain(value))),
        };
}
