using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;
using ErrorOr;
using MiniExcelLibs;
using MiniExcelLibs.Csv;
using ParallelApproval.Imports;
using ParallelApproval.Refusals;

namespace ParallelApproval.Web.Imports;

/// <summary>
/// Reads an Excel or CSV file, or a ZIP of CSV files, as sheets of cells (读取文件),
/// whatever is in it: what cannot be read is refused, and nothing is unpacked without
/// end.
/// </summary>
internal static class WorkbookReader
{
    /// <summary>Of the file as it is sent.</summary>
    public const int MostMegabytes = 10;

    public const int MostBytes = MostMegabytes * 1024 * 1024;

    private const int MostUnpackedMegabytes = 128;
    private const int MostCells = 8_000_000;
    private const int MostColumns = 256;

    private static readonly byte[] Zip = "PK"u8.ToArray();

    /// <summary>The sheets, or why they cannot be read.</summary>
    public static ErrorOr<IReadOnlyList<ReadSheet>> Read(byte[] file)
    {
        if (file.Length > MostBytes)
            return TooLarge();
        try
        {
            return file.AsSpan().StartsWith(Zip) ? Excel(file) : Csv(file);
        }
        // Whatever somebody has sent under the name of a table: the libraries answer with exceptions of every kind.
        catch (Exception fault) when (fault is not (OperationCanceledException or OutOfMemoryException))
        {
            return Refusal.Input("", RefusalCode.ImportUnreadable);
        }
    }

    public static Error TooLarge() => Refusal.Input("", RefusalCode.ImportFileTooLarge, ("most", MostMegabytes));

    private static ErrorOr<IReadOnlyList<ReadSheet>> Excel(byte[] file)
    {
        using var content = new MemoryStream(file, writable: false);
        Dictionary<string, List<string>> merged;
        using (var archive = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true))
        {
            if (IsTooLarge(archive))
                return Refusal.Input("", RefusalCode.ImportUnpackedTooLarge, ("most", MostUnpackedMegabytes));
            if (archive.GetEntry("xl/workbook.xml") is null && archive.Entries.Any(IsCsv))
                return TablesOf(file);
            merged = Merged(archive);
        }

        content.Position = 0;
        var sheets = new List<ReadSheet>();
        foreach (var name in content.GetSheetNames())
        {
            var rows = Rows(
                content.Query(useHeaderRow: false, sheetName: name, excelType: ExcelType.XLSX).Cast<IDictionary<string, object?>>()
            );
            sheets.Add(new(name, rows, merged.GetValueOrDefault(name, [])));
        }

        return sheets;
    }

    private static bool IsCsv(ZipArchiveEntry entry) => entry.Name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase);

    // A table for each sheet, named as the file is. Archives of Chinese machines name files in GB 18030 unless they say otherwise.
    private static ErrorOr<IReadOnlyList<ReadSheet>> TablesOf(byte[] file)
    {
        using var archive = new ZipArchive(
            new MemoryStream(file, writable: false),
            ZipArchiveMode.Read,
            leaveOpen: false,
            CodePagesEncodingProvider.Instance.GetEncoding("GB18030")
        );
        var sheets = new List<ReadSheet>();
        foreach (var entry in archive.Entries.Where(IsCsv))
        {
            using var content = new MemoryStream();
            using (var stream = entry.Open())
                stream.CopyTo(content);
            var table = Csv(content.ToArray());
            if (table.IsError)
                return table.Errors;
            sheets.AddRange(table.Value.Select(sheet => sheet with { Name = Path.GetFileNameWithoutExtension(entry.Name) }));
        }

        return sheets;
    }

    private static ErrorOr<IReadOnlyList<ReadSheet>> Csv(byte[] file)
    {
        var text = Decode(file);
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        var head = text.AsSpan(0, Math.Max(text.IndexOf('\n', StringComparison.Ordinal), 0));
        var separator = head.Contains('\t') && !head.Contains(',') ? '\t' : ',';
        var rows = Rows(
            content
                .Query(useHeaderRow: false, excelType: ExcelType.CSV, configuration: Reading(separator))
                .Cast<IDictionary<string, object?>>()
        );
        return (ReadSheet[])[new("", rows, [])];
    }

    // The library would also divide a row at every tab, whatever the separator is.
    private static CsvConfiguration Reading(char separator) => new() { Seperator = separator, SplitFn = row => Divide(row, separator) };

    /// <summary>The cells of one row (RFC 4180): a quoted cell may hold separators, quotes and ends of lines.</summary>
    internal static string[] Divide(string row, char separator)
    {
        var (cells, cell, isQuoted) = (new List<string>(), new StringBuilder(), false);
        for (var at = 0; at < row.Length; at++)
        {
            var next = row[at];
            if (isQuoted && next == '"' && at + 1 < row.Length && row[at + 1] == '"')
                cell.Append(row[++at]);
            else if (next == '"' && (isQuoted || cell.Length == 0))
                isQuoted = !isQuoted;
            else if (next == separator && !isQuoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
                cell.Append(next);
        }

        cells.Add(cell.ToString());
        return [.. cells];
    }

    // Spreadsheets on Chinese machines write GB 18030 unless they are told otherwise.
    private static string Decode(byte[] file)
    {
        var bytes = file.AsSpan();
        if (bytes.StartsWith(Encoding.UTF8.Preamble))
            bytes = bytes[Encoding.UTF8.Preamble.Length..];
        try
        {
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetString(bytes);
        }
    }

    private static List<ReadRow> Rows(IEnumerable<IDictionary<string, object?>> rows)
    {
        var (read, cells) = (new List<ReadRow>(), 0);
        foreach (var (at, row) in rows.Index())
        {
            cells += Math.Max(row.Count, 1);
            if (cells > MostCells)
                throw new InvalidDataException("More cells than any import has.");
            object?[] values = [.. row.Values.Take(MostColumns).Select(Plain)];
            if (values.Any(value => !Cell.IsBlank(value)))
                read.Add(new(at + 1, values));
        }

        return read;
    }

    private static object? Plain(object? value) =>
        value switch
        {
            // What SheetText has put before a text of digits.
            string text => text.TrimStart('\t'),
            null or double or bool or DateTime => value,
            IConvertible number => number.ToDouble(CultureInfo.InvariantCulture),
            _ => value.ToString(),
        };

    // What an archive says of its sizes is not to be believed.
    private static bool IsTooLarge(ZipArchive archive)
    {
        var (left, buffer) = (MostUnpackedMegabytes * 1024L * 1024L, new byte[64 * 1024]);
        foreach (var entry in archive.Entries)
        {
            using var stream = entry.Open();
            for (int got; (got = stream.Read(buffer)) > 0; )
                if ((left -= got) < 0)
                    return true;
        }

        return false;
    }

    private static Dictionary<string, List<string>> Merged(ZipArchive archive)
    {
        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (id, target) in Attributes(archive, "xl/_rels/workbook.xml.rels", "Relationship", "Id", "Target"))
            parts[id] = target.StartsWith('/') ? target[1..] : "xl/" + target;
        var merged = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var (name, id) in Attributes(archive, "xl/workbook.xml", "sheet", "name", "r:id"))
            if (parts.TryGetValue(id, out var part))
                merged[name] = [.. Attributes(archive, part, "mergeCell", "ref", "ref").Select(area => area.First).Take(100)];
        return merged;
    }

    private static List<(string First, string Second)> Attributes(
        ZipArchive archive,
        string part,
        string element,
        string first,
        string second
    )
    {
        var found = new List<(string, string)>();
        if (archive.GetEntry(part) is not { } entry)
            return found;
        using var stream = entry.Open();
        using var reader = XmlReader.Create(stream, new() { DtdProcessing = DtdProcessing.Prohibit });
        while (reader.Read())
            if (reader.NodeType is XmlNodeType.Element && reader.LocalName == element)
                found.Add((reader.GetAttribute(first) ?? "", reader.GetAttribute(second) ?? ""));
        return found;
    }
}
