using System.Text;
using System.Text.RegularExpressions;

namespace ParallelApproval.Web.Public;

/// <summary>
/// Which paper a PDF claims to be (文件自称的文号): our own stand with their number in the title of the file. A claim proves nothing; it tells an
/// altered copy from a file that has nothing to do with us.
/// </summary>
internal static partial class PdfClaim
{
    private const int MostTitle = 4_000;

    /// <summary>Whether the bytes begin as a PDF does.</summary>
    public static bool IsPdf(ReadOnlySpan<byte> file) => file[..Math.Min(file.Length, 1024)].IndexOf("%PDF-"u8) >= 0;

    /// <summary>The document number in the title; null when there is none.</summary>
    public static string? Number(byte[] file)
    {
        var rest = file.AsSpan();
        while (rest.IndexOf("/Title"u8) is >= 0 and var at)
        {
            rest = rest[(at + "/Title".Length)..];
            if (Named().Match(Read(rest[..Math.Min(rest.Length, MostTitle)])) is { Success: true } named)
                return named.Value;
        }

        return null;
    }

    // ISO 32000: a text string is literal, in round brackets with backslashes, or hexadecimal; with a mark at its begin it is UTF-16.
    private static string Read(ReadOnlySpan<byte> text)
    {
        text = text.TrimStart(" \r\n\t"u8);
        if (text.IsEmpty)
            return "";
        var bytes = text[0] switch
        {
            (byte)'<' => Hexadecimal(text[1..]),
            (byte)'(' => Literal(text[1..]),
            _ => [],
        };
        return bytes is [0xFE, 0xFF, .. var wide] ? Encoding.BigEndianUnicode.GetString(wide) : Encoding.UTF8.GetString(bytes);
    }

    private static byte[] Hexadecimal(ReadOnlySpan<byte> text)
    {
        var digits = new StringBuilder();
        foreach (var c in text)
        {
            if (c == '>')
                break;
            if (char.IsAsciiHexDigit((char)c))
                digits.Append((char)c);
        }

        return Convert.FromHexString((digits.Length % 2 == 0 ? digits : digits.Append('0')).ToString());
    }

    private static byte[] Literal(ReadOnlySpan<byte> text)
    {
        var bytes = new List<byte>();
        for (var at = 0; at < text.Length && text[at] != ')'; at++)
        {
            if (text[at] != '\\' || at + 1 >= text.Length)
            {
                bytes.Add(text[at]);
                continue;
            }

            at++;
            if (text[at] is >= (byte)'0' and <= (byte)'7')
            {
                var length = 1;
                while (length < 3 && at + length < text.Length && text[at + length] is >= (byte)'0' and <= (byte)'7')
                    length++;
                var octal = 0;
                foreach (var digit in text.Slice(at, length))
                    octal = (octal * 8) + (digit - '0');
                bytes.Add((byte)octal);
                at += length - 1;
            }
            else
                bytes.Add(
                    text[at] switch
                    {
                        (byte)'n' => (byte)'\n',
                        (byte)'r' => (byte)'\r',
                        (byte)'t' => (byte)'\t',
                        var same => same,
                    }
                );
        }

        return [.. bytes];
    }

    [GeneratedRegex(@"[\p{L}\p{Nd}]{1,20}〔\d{4}〕\d{1,9}号", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex Named();
}
