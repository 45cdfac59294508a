using System.Globalization;
using System.Text;
using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Refusals;

namespace ParallelApproval.Imports;

/// <summary>Holds a file against the description of its sheets (读表): rows that were understood, and everything that was not.</summary>
internal static class SheetReader
{
    /// <summary>Sheets that explain a template; they hold nothing to take in.</summary>
    public static readonly IReadOnlyList<string> Notes = ["填写说明", "Notes"];

    private const int MostHeadings = 5;

    /// <param name="mostRows">Rows of one sheet, its head not counted.</param>
    /// <returns>Besides rows and faults, the columns that were passed over.</returns>
    public static (Dictionary<string, List<SheetRow>> Rows, List<Error> Faults, List<string> PassedOver) Read(
        IReadOnlyList<SheetDefinition> definitions,
        IReadOnlyList<ReadSheet> sheets,
        int mostRows
    )
    {
        var rows = definitions.ToDictionary(sheet => sheet.Key, _ => new List<SheetRow>(), StringComparer.Ordinal);
        var (faults, passedOver) = (new List<Error>(), new List<string>());
        var filled = sheets.Where(sheet => !Notes.Contains(sheet.Name.Trim()) && sheet.Rows.Any(IsFilled)).ToList();
        // A file of one table need not name it.
        if (definitions.Count == 1 && filled is [var only])
            ReadInto(rows[definitions[0].Key], definitions[0], only, mostRows, faults, passedOver);
        else
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var sheet in filled)
            {
                if (Named(definitions, sheet.Name) is { } known && seen.Add(known.Key))
                    ReadInto(rows[known.Key], known, sheet, mostRows, faults, passedOver);
                else
                    faults.Add(
                        Refusal.Input(
                            sheet.Name,
                            RefusalCode.SheetUnknown,
                            ("wanted", string.Join("、", definitions.Select(one => one.Name))),
                            ("sheet", sheet.Name)
                        )
                    );
            }

            foreach (var missing in definitions.Where(one => !one.MayLack && !seen.Contains(one.Key)))
                faults.Add(Refusal.Input(missing.Name, RefusalCode.SheetMissing, ("sheet", missing.Name), ("english", missing.NameEn)));
        }

        if (faults.Count == 0 && rows.Values.All(read => read.Count == 0))
            faults.Add(Refusal.Input("", RefusalCode.ImportEmpty));
        return (rows, faults, passedOver);
    }

    /// <summary>Whether a sheet or a column that must be there is not, or there is too much: its rows mean nothing then.</summary>
    public static bool IsOfHead(Error fault) =>
        fault.Is(RefusalCode.ColumnMissing)
        || fault.Is(RefusalCode.SheetMissing)
        || fault.Is(RefusalCode.SheetTooLong)
        || fault.Is(RefusalCode.ImportEmpty);

    private static void ReadInto(
        List<SheetRow> into,
        SheetDefinition definition,
        ReadSheet sheet,
        int mostRows,
        List<Error> faults,
        List<string> passedOver
    )
    {
        var name = sheet.Name.Length > 0 ? sheet.Name : definition.Name;
        var filled = sheet.Rows.Where(IsFilled).ToList();
        if (definition.IsPublished)
            filled.RemoveRange(0, Headings(definition, filled));
        foreach (var area in sheet.Merged.Where(area => !definition.IsPublished || RowOf(area) >= filled[0].Number))
            faults.Add(Refusal.Input($"{name}!{area.Split(':')[0]}", RefusalCode.CellsMerged, ("area", area)));
        if (filled.Count - 1 > mostRows)
        {
            faults.Add(Refusal.Input(name, RefusalCode.SheetTooLong, ("most", mostRows), ("count", filled.Count - 1)));
            return;
        }

        var head = filled[0];
        var columns = Columns(definition, head, name, faults, passedOver);
        foreach (var row in filled.Skip(1))
        {
            var read = new SheetRow(definition, name, row.Number, columns);
            foreach (var column in definition.Columns)
                if (columns.TryGetValue(column.Key, out var at))
                    faults.AddRange(ReadCell(read, column, at < row.Cells.Count ? row.Cells[at] : null));
            into.Add(read);
        }
    }

    // Whoever publishes a list writes above it what it is.
    private static int Headings(SheetDefinition definition, List<ReadRow> filled)
    {
        var head = filled
            .Take(MostHeadings + 1)
            .ToList()
            .FindIndex(row =>
                definition
                    .Columns.Where(column => column.IsRequired)
                    .All(column => row.Cells.Any(cell => !Cell.IsBlank(cell) && IsHeadOf(column, $"{cell}")))
            );
        return Math.Max(head, 0);
    }

    private static int RowOf(string area) =>
        int.TryParse(
            area.Split(':')[0].TrimStart([.. "ABCDEFGHIJKLMNOPQRSTUVWXYZ$"]),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var row
        )
            ? row
            : int.MaxValue;

    private static bool IsHeadOf(SheetColumn column, string text) =>
        Header(text) is var header
        && (
            header == Header(column.Header)
            || header == Header(column.HeaderEn)
            || header == Header(column.Key)
            || column.Aliases.Any(alias => header == Header(alias))
        );

    private static Dictionary<string, int> Columns(
        SheetDefinition definition,
        ReadRow head,
        string name,
        List<Error> faults,
        List<string> passedOver
    )
    {
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (at, cell) in head.Cells.Index())
        {
            if (Cell.IsBlank(cell))
                continue;
            var column = definition.Columns.FirstOrDefault(known => IsHeadOf(known, $"{cell}"));
            var place = SheetRow.PlaceOf(name, at, head.Number);
            if (column is null && definition.IsPublished)
                passedOver.Add($"{cell}");
            else if (column is null)
                faults.Add(Refusal.Input(place, RefusalCode.ColumnUnknown, ("column", $"{cell}")));
            else if (!columns.TryAdd(column.Key, at))
                faults.Add(Refusal.Input(place, RefusalCode.ColumnTwice, ("column", column.Header)));
        }

        foreach (var missing in definition.Columns.Where(column => column.IsRequired && !columns.ContainsKey(column.Key)))
            faults.Add(
                Refusal.Input(
                    SheetRow.PlaceOf(name, 0, head.Number),
                    RefusalCode.ColumnMissing,
                    ("column", missing.Header),
                    ("english", missing.HeaderEn)
                )
            );
        return columns;
    }

    private static IEnumerable<Error> ReadCell(SheetRow row, SheetColumn column, object? cell)
    {
        if (Cell.IsBlank(cell) || column.Cell.SaysNothing(cell!))
        {
            if (column.IsRequired)
                yield return row.Beside(Refusal.Input(column.Key, RefusalCode.CellEmpty, ("column", column.Header)));
            yield break;
        }

        var value = column.Cell.Read(cell!, row.Place(column.Key));
        if (value.IsError)
        {
            row.Spoil();
            yield return value.FirstError;
        }
        else
            row.Put(column.Key, value.Value);
    }

    private static SheetDefinition? Named(IReadOnlyList<SheetDefinition> definitions, string name) =>
        definitions.FirstOrDefault(known =>
            Header(name) is var given && (given == Header(known.Name) || given == Header(known.NameEn) || given == Header(known.Key))
        );

    private static bool IsFilled(ReadRow row) => row.Cells.Any(cell => !Cell.IsBlank(cell));

    // As it may be written: any width, any case, with or without the star of what must be filled in.
    private static string Header(string text) =>
        (PlainText.Is(text) ? text.Normalize(NormalizationForm.FormKC) : text)
            .Replace("*", "", StringComparison.Ordinal)
            .Replace(" ", "", StringComparison.Ordinal)
            .Trim()
            .ToLowerInvariant();
}
