using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace ParallelApproval.Web.Certificates;

/// <summary>
/// A PDF while it is written (ISO 32000-1): numbered objects, then the table of where they lie. What is put in is plain text of PDF in
/// ASCII;
/// texts of people go through <see cref="Text"/>.
/// </summary>
internal sealed class PdfFile
{
    private readonly List<byte[]?> _objects = [];

    /// <summary>A number for an object that is written later, by <see cref="Set"/>.</summary>
    public int Reserve()
    {
        _objects.Add(null);
        return _objects.Count;
    }

    public void Set(int number, string text) => _objects[number - 1] = Encoding.ASCII.GetBytes(text);

    /// <summary>The object's number.</summary>
    public int Add(string text)
    {
        var number = Reserve();
        Set(number, text);
        return number;
    }

    /// <summary>A stream; the metadata stay readable for programs that know no PDF.</summary>
    /// <param name="entries">Of its dictionary, besides length and filter.</param>
    public int AddStream(string entries, byte[] data, bool isPlain = false)
    {
        var number = Reserve();
        var stored = isPlain ? data : Packed(data);
        var filter = isPlain ? "" : " /Filter /FlateDecode";
        _objects[number - 1] =
        [
            .. Encoding.ASCII.GetBytes(FormattableString.Invariant($"<< {entries}{filter} /Length {stored.Length} >>\nstream\n")),
            .. stored,
            .. "\nendstream"u8,
        ];
        return number;
    }

    /// <summary>The whole file.</summary>
    /// <param name="root">Number of the catalog.</param>
    /// <param name="info">Number of the document information.</param>
    /// <param name="id">What tells this file from others, sixteen bytes.</param>
    public byte[] Finish(int root, int info, ReadOnlySpan<byte> id)
    {
        using var file = new MemoryStream();
        file.Write([.. "%PDF-1.7\n%"u8, 0xE2, 0xE3, 0xCF, 0xD3, (byte)'\n']);
        var places = new long[_objects.Count];
        for (var at = 0; at < _objects.Count; at++)
        {
            places[at] = file.Position;
            Write(file, FormattableString.Invariant($"{at + 1} 0 obj\n"));
            file.Write(_objects[at] ?? throw new InvalidOperationException($"Object {at + 1} was reserved and never written."));
            Write(file, "\nendobj\n");
        }

        var table = file.Position;
        Write(file, FormattableString.Invariant($"xref\n0 {_objects.Count + 1}\n0000000000 65535 f \n"));
        foreach (var place in places)
            Write(file, place.ToString("D10", CultureInfo.InvariantCulture) + " 00000 n \n");
        var name = Convert.ToHexString(id);
        Write(
            file,
            FormattableString.Invariant(
                $"trailer\n<< /Size {_objects.Count + 1} /Root {root} 0 R /Info {info} 0 R /ID [<{name}> <{name}>] >>\n"
            ) + FormattableString.Invariant($"startxref\n{table}\n%%EOF\n")
        );
        return file.ToArray();
    }

    /// <summary>
    /// A file and what was changed in it since (ISO 32000-1, 7.5.6): not a byte of the file is touched, so that what was signed stays
    /// signed.
    /// </summary>
    /// <param name="number">The object that takes the place of the one with its number.</param>
    /// <param name="added">An object that was not there, given the text of its number.</param>
    public static byte[] Append(byte[] file, int number, Func<int, string> becomes, string added)
    {
        var end = file.AsSpan().LastIndexOf("trailer\n<< /Size "u8);
        var trailer = Encoding.ASCII.GetString(file.AsSpan(end)).Split('\n');
        var entries = trailer[1]["<< /Size ".Length..];
        var size = int.Parse(entries[..entries.IndexOf(' ', StringComparison.Ordinal)], CultureInfo.InvariantCulture);
        var rest = entries[entries.IndexOf(' ', StringComparison.Ordinal)..^" >>".Length];

        using var whole = new MemoryStream();
        whole.Write(file);
        var changed = whole.Position;
        Write(whole, FormattableString.Invariant($"{number} 0 obj\n{becomes(size)}\nendobj\n"));
        var put = whole.Position;
        Write(whole, FormattableString.Invariant($"{size} 0 obj\n{added}\nendobj\n"));
        var table = whole.Position;
        Write(whole, FormattableString.Invariant($"xref\n{number} 1\n{changed:D10} 00000 n \n{size} 1\n{put:D10} 00000 n \n"));
        Write(whole, FormattableString.Invariant($"trailer\n<< /Size {size + 1}{rest} /Prev {trailer[3]} >>\nstartxref\n{table}\n%%EOF\n"));
        return whole.ToArray();
    }

    /// <summary>A text string: hexadecimal UTF-16 with its mark, so that nothing in it can be taken for PDF.</summary>
    public static string Text(string text) => "<FEFF" + Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text)) + ">";

    /// <summary>An instant as PDF writes it, in the time of Asia/Shanghai.</summary>
    public static string Date(DateTimeOffset at) =>
        "(D:" + at.InShanghai().ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture) + "+08'00')";

    /// <summary>A number with three decimals at most.</summary>
    public static string Number(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);

    private static byte[] Packed(byte[] data)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write(data);
        return packed.ToArray();
    }

    private static void Write(MemoryStream file, string text) => file.Write(Encoding.ASCII.GetBytes(text));
}
