using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace ParallelApproval.Scans;

/// <summary>
/// Whether a PDF starts something by itself (PDF 脚本): a script, or a program (ISO 32000-2, 12.6.4.17 and 12.6.4.6). It is looked for in the
/// objects that stand there plainly and in packed ones; where those cannot be unpacked, nobody can say, and the file is taken for one that
/// does. And whether it carries other files with it (7.11.4). It finds no viruses: that is for <see cref="VirusScanner"/>.
/// </summary>
internal static class PdfScripts
{
    // What a stream says of its size is not to be believed; nobody files so much text.
    private const int MostUnpacked = 64 * 1024 * 1024;

    private static readonly byte[][] Starting = ["/JavaScript"u8.ToArray(), "/Launch"u8.ToArray()];

    // Files of any kind, and media that are players of their own.
    private static readonly byte[][] Files = ["/EmbeddedFile"u8.ToArray(), "/RichMedia"u8.ToArray()];

    public static bool AreIn(ReadOnlySpan<byte> pdf) => Names(pdf, Starting);

    /// <summary>Whether it carries other files.</summary>
    public static bool CarryFiles(ReadOnlySpan<byte> pdf) => Names(pdf, Files);

    private static bool Names(ReadOnlySpan<byte> pdf, byte[][] names)
    {
        if (Starts(pdf, names))
            return true;
        var left = MostUnpacked;
        for (var rest = pdf; rest.IndexOf("/ObjStm"u8) is >= 0 and var at; )
        {
            rest = rest[at..];
            var stream = rest.IndexOf("stream"u8);
            if (stream < 0)
                return false;
            rest = rest[(stream + "stream".Length)..].TrimStart("\r\n"u8);
            if (Unpack(rest, ref left) is not { } objects || Starts(objects, names))
                return true;
        }

        return false;
    }

    private static bool Starts(ReadOnlySpan<byte> text, byte[][] names)
    {
        foreach (var name in names)
            if (text.IndexOf(name) >= 0)
                return true;
        return text.Contains((byte)'#') && HasDisguised(text, names);
    }

    // A name may be written with any of its letters as #xx, and nobody does who has nothing to hide.
    private static bool HasDisguised(ReadOnlySpan<byte> text, byte[][] names)
    {
        foreach (var name in names)
            for (var from = 0; text[from..].IndexOf((byte)'/') is >= 0 and var slash; from += slash + 1)
                if (IsDisguised(text[(from + slash)..], name))
                    return true;
        return false;
    }

    private static bool IsDisguised(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name)
    {
        foreach (var letter in name)
        {
            if (text.IsEmpty)
                return false;
            if (text[0] == letter)
                text = text[1..];
            else if (
                text.Length > 2
                && text[0] == '#'
                && byte.TryParse(Encoding.Latin1.GetString(text.Slice(1, 2)), NumberStyles.HexNumber, null, out var meant)
                && meant == letter
            )
                text = text[3..];
            else
                return false;
        }

        return true;
    }

    // Null where it is no packed text, or more than anybody files.
    private static byte[]? Unpack(ReadOnlySpan<byte> packed, ref int left)
    {
        try
        {
            using var unpacking = new ZLibStream(new MemoryStream(packed.ToArray()), CompressionMode.Decompress);
            using var objects = new MemoryStream();
            var buffer = new byte[64 * 1024];
            for (int got; (got = unpacking.Read(buffer)) > 0; objects.Write(buffer, 0, got))
                if ((left -= got) < 0)
                    return null;
            return objects.ToArray();
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
