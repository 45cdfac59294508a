using System.Buffers.Binary;
using System.Text;

namespace ParallelApproval.Web.Certificates;

/// <summary>
/// The colour space sRGB as an ICC profile of version 2 (ICC.1:2001-04): PDF/A wants the file itself to say what its red is. Primaries and
/// white
/// point are those of IEC 61966-2-1, adapted to D50; the curve is the gamma of 2.2 that is nearest to it.
/// </summary>
internal static class SrgbProfile
{
    public static byte[] Bytes { get; } = Make();

    private static byte[] Make()
    {
        var curve = (byte[])[.. "curv"u8, .. new byte[4], 0, 0, 0, 1, 2, 0x33];
        (string Name, byte[] Data)[] tags =
        [
            ("desc", Description("sRGB")),
            ("cprt", [.. "text"u8, .. new byte[4], .. "Public domain"u8, 0]),
            ("wtpt", Xyz(0.9642, 1, 0.8249)),
            ("rXYZ", Xyz(0.4360747, 0.2225045, 0.0139322)),
            ("gXYZ", Xyz(0.3850649, 0.7168786, 0.0971045)),
            ("bXYZ", Xyz(0.1430804, 0.0606169, 0.7141733)),
            ("rTRC", curve),
            ("gTRC", curve),
            ("bTRC", curve),
        ];
        var table = new List<byte>(Word(tags.Length));
        var data = new List<byte>();
        var at = 128 + 4 + (12 * tags.Length);
        foreach (var (name, content) in tags)
        {
            table.AddRange([.. Encoding.ASCII.GetBytes(name), .. Word(at + data.Count), .. Word(content.Length)]);
            data.AddRange(content);
            data.AddRange(new byte[(4 - (content.Length % 4)) % 4]);
        }

        var header = new byte[128];
        Word(at + data.Count).CopyTo(header, 0);
        header[8] = 2;
        header[9] = 0x10;
        "mntrRGB XYZ "u8.CopyTo(header.AsSpan(12));
        // When it was made: a day that never changes.
        byte[] made = [0x07, 0xEA, 0, 1, 0, 1];
        made.CopyTo(header, 24);
        "acsp"u8.CopyTo(header.AsSpan(36));
        Xyz(0.9642, 1, 0.8249).AsSpan(8).CopyTo(header.AsSpan(68));
        return [.. header, .. table, .. data];
    }

    private static byte[] Description(string text) =>
        [.. "desc"u8, .. new byte[4], .. Word(text.Length + 1), .. Encoding.ASCII.GetBytes(text), 0, .. new byte[8 + 3 + 67]];

    private static byte[] Xyz(double x, double y, double z) => [.. "XYZ "u8, .. new byte[4], .. Fixed(x), .. Fixed(y), .. Fixed(z)];

    private static byte[] Fixed(double number) => Word((int)Math.Round(number * 65536));

    private static byte[] Word(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }
}
