using System.IO.Compression;

namespace ParallelApproval.Scans;

/// <summary>What a scan may be (电子件格式). Told by its first bytes, never by its name.</summary>
public enum ScanFormat
{
    /// <summary>ISO 32000.</summary>
    Pdf,

    Jpeg,

    Png,

    /// <summary>版式文档 (GB/T 33190): a ZIP with OFD.xml in it.</summary>
    Ofd,
}

/// <summary>Questions about a format.</summary>
public static class ScanFormats
{
    // GB/T 33190: the entry of the document.
    private const string OfdRoot = "OFD.xml";
    private const int MostEntries = 20_000;

    private static ReadOnlySpan<byte> PdfStart => "%PDF-"u8;

    private static ReadOnlySpan<byte> JpegStart => [0xFF, 0xD8, 0xFF];

    private static ReadOnlySpan<byte> PngStart => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    private static ReadOnlySpan<byte> ZipStart => [0x50, 0x4B, 0x03, 0x04];

    /// <summary>What the bytes are; null for anything else, whatever its name says.</summary>
    public static ScanFormat? Of(byte[] content)
    {
        var start = content.AsSpan();
        if (start.StartsWith(PdfStart))
            return ScanFormat.Pdf;
        if (start.StartsWith(JpegStart))
            return ScanFormat.Jpeg;
        if (start.StartsWith(PngStart))
            return ScanFormat.Png;
        return start.StartsWith(ZipStart) && IsOfd(content) ? ScanFormat.Ofd : null;
    }

    /// <summary>The media type under which it is sent.</summary>
    public static string MediaType(this ScanFormat format) =>
        format switch
        {
            ScanFormat.Pdf => "application/pdf",
            ScanFormat.Jpeg => "image/jpeg",
            ScanFormat.Png => "image/png",
            _ => "application/ofd",
        };

    /// <summary>The ending of its name, with the dot.</summary>
    public static string Ending(this ScanFormat format) =>
        format switch
        {
            ScanFormat.Pdf => ".pdf",
            ScanFormat.Jpeg => ".jpg",
            ScanFormat.Png => ".png",
            _ => ".ofd",
        };

    /// <summary>Whether a browser shows it by itself.</summary>
    public static bool IsShown(this ScanFormat format) => format is not ScanFormat.Ofd;

    // Only the list of entries is read; nothing is unpacked.
    private static bool IsOfd(byte[] content)
    {
        try
        {
            using var archive = new ZipArchive(new MemoryStream(content, writable: false), ZipArchiveMode.Read);
            return archive.Entries.Count <= MostEntries && archive.GetEntry(OfdRoot) is not null;
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException or ArgumentException or OverflowException)
        {
            return false;
        }
    }
}
