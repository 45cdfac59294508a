using System.Data;
using System.Globalization;
using System.Text;
using MiniExcelLibs;
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
    public static byte[] Excel(
        IReadOnlyList<SheetDefinition> sheets,
        IReadOnlyDictionary<string, IReadOnlyList<IReadOnlyList<string>>>? rows
    )
    {
        using var book = new DataSet();
        book.Locale = CultureInfo.InvariantCulture;
        foreach (var sheet in sheets)
            book.Tables.Add(
                Table(sheet.NameIn(ReaderLanguage.IsEnglish), [.. sheet.Columns.Select(Head)], rows?.GetValueOrDefault(sheet.Key) ?? [])
            );
        if (rows is null)
            book.Tables.Add(Notes(sheets));
        using var file = new MemoryStream();
        file.SaveAs(book);
        return file.ToArray();
    }

    /// <summary>The one sheet of a kind as CSV.</summary>
    public static byte[] Csv(SheetDefinition sheet, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var text = new StringBuilder();
        foreach (var row in rows.Prepend([.. sheet.Columns.Select(Head)]))
            text.AppendJoin(',', row.Select(ReportPress.Field)).Append("\r\n");
        // With the mark that tells Excel it is UTF-8.
        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    private static string Head(SheetColumn column) => column.HeaderIn(ReaderLanguage.IsEnglish) + (column.IsRequired ? "*" : "");

    private static DataTable Notes(IReadOnlyList<SheetDefinition> sheets)
    {
        var english = ReaderLanguage.IsEnglish;
        return Table(
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

    private static DataTable Table(string name, IReadOnlyList<string> heads, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var table = new DataTable(name) { Locale = CultureInfo.InvariantCulture };
        foreach (var head in heads)
            table.Columns.Add(head, typeof(string));
        foreach (var row in rows)
            table.Rows.Add([.. row.Select(cell => (object)ReportPress.Safe(cell))]);
        return table;
    }
}
