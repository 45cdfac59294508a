using System.IO.Compression;
using ParallelApproval.Imports;
using ParallelApproval.Web.Languages;
using ParallelApproval.Web.Reports;

namespace ParallelApproval.Web.Imports;

/// <summary>
/// Writes templates, and what the house has, as files that are read again (生成模板、导出), with heads in the reader's language.
/// </summary>
internal static class WorkbookWriter
{
    /// <summary>The sheets of a kind; a template when there are no rows, with notes of what stands in each column.</summary>
    /// <param name="rows">Cells by sheet, in the order of its columns; null for a template.</param>
    public static Task<byte[]> ExcelAsync(
        IReadOnlyList<SheetDefinition> sheets,
        IReadOnlyDictionary<string, IReadOnlyList<IReadOnlyList<string>>>? rows,
        CancellationToken cancellation
    )
    {
        var tables = sheets.Select(sheet => new WorkbookSheet(
            sheet.NameIn(ReaderLanguage.IsEnglish),
            [.. sheet.Columns.Select(Head)],
            rows?.GetValueOrDefault(sheet.Key) ?? []
        ));
        return Workbook.MakeAsync(rows is null ? tables.Append(Notes(sheets)) : tables, cancellation);
    }

    /// <summary>The one sheet of a kind as CSV.</summary>
    public static byte[] Csv(SheetDefinition sheet, IReadOnlyList<IReadOnlyList<string>> rows) =>
        SheetText.Csv(rows.Prepend([.. sheet.Columns.Select(Head)]));

    /// <summary>The sheets of a kind as a ZIP of CSV files, one for each, named as the sheet is.</summary>
    /// <param name="rows">Cells by sheet, in the order of its columns; null for a template.</param>
    public static byte[] Zip(IReadOnlyList<SheetDefinition> sheets, IReadOnlyDictionary<string, IReadOnlyList<IReadOnlyList<string>>>? rows)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var sheet in sheets)
            {
                using var entry = archive.CreateEntry(sheet.NameIn(ReaderLanguage.IsEnglish) + ".csv").Open();
                entry.Write(Csv(sheet, rows?.GetValueOrDefault(sheet.Key) ?? []));
            }

        return file.ToArray();
    }

    private static string Head(SheetColumn column) => column.HeaderIn(ReaderLanguage.IsEnglish) + (column.IsRequired ? "*" : "");

    private static WorkbookSheet Notes(IReadOnlyList<SheetDefinition> sheets)
    {
        var english = ReaderLanguage.IsEnglish;
        return new(
            SheetReaderNotes(english),
            [
                Words.Word("import_note_sheet"),
                Words.Word("import_note_column"),
                Words.Word("import_note_wanted"),
                Words.Word("import_note_example"),
            ],
            [
                .. sheets.SelectMany(sheet =>
                    sheet.Columns.Select(column =>
                        (IReadOnlyList<string>)
                            [
                                sheet.NameIn(english),
                                Head(column),
                                Words.Word("import_cell_" + column.Cell.Word)
                                    + (
                                        column.Cell.Choices.Count == 0
                                            ? ""
                                            : ": "
                                                + string.Join(
                                                    "、",
                                                    column.Cell.Choices.Select(choice => english ? choice.Name : choice.Chinese)
                                                )
                                    ),
                                column.Example,
                            ]
                    )
                ),
            ]
        );
    }

    private static string SheetReaderNotes(bool english) => english ? "Notes" : "填写说明";
}
