using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ParallelApproval.Web.Certificates;

/// <summary>The digital signature that a file bears (数字签名), read from the file alone.</summary>
/// <param name="Name">To whom the certificate was given.</param>
/// <param name="ValidTo">The last day of the certificate, Asia/Shanghai.</param>
/// <param name="Holds">Whether the whole file is signed, and nothing in it was changed. It does not say that the certificate can be
/// trusted.</param>
internal sealed record FileSignature(string Name, DateOnly ValidTo, bool Holds)
{
    /// <summary>Null when there is no signature in it that can be read.</summary>
    public static FileSignature? Read(byte[] file)
    {
        if (Range(file) is not { } range || Contents(file, range) is not { } contents)
            return null;
        try
        {
            var signed = new SignedCms(
                new ContentInfo([.. file.AsSpan(0, range.Contents), .. file.AsSpan(range.After, file.Length - range.After)]),
                detached: true
            );
            signed.Decode(contents);
            if (signed.SignerInfos is not [{ Certificate: { } certificate }])
                return null;
            var name = certificate.GetNameInfo(X509NameType.SimpleName, false);
            var last = DateOnly.FromDateTime(new DateTimeOffset(certificate.NotAfter.ToUniversalTime()).InShanghai().DateTime);
            return new(name, last, IsSound(signed) && range.After + range.Length == file.Length);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static bool IsSound(SignedCms signed)
    {
        try
        {
            signed.CheckSignature(verifySignatureOnly: true);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static (int Contents, int After, int Length)? Range(byte[] file)
    {
        var begin = file.AsSpan().LastIndexOf("/ByteRange ["u8);
        if (begin < 0)
            return null;
        var text = file.AsSpan(begin + "/ByteRange [".Length);
        var end = text.IndexOf((byte)']');
        if (end is < 0 or > 100)
            return null;
        var parts = Encoding.ASCII.GetString(text[..end]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return
            parts is ["0", var contents, var after, var rest]
            && Read(contents) is { } from
            && Read(after) is { } to
            && Read(rest) is { } more
            && from < to
            && to <= file.Length
            ? (from, to, more)
            : null;
    }

    private static int? Read(string number) =>
        int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var read) ? read : null;

    // The rest of the room that was left for it is filled with zeros, which belong to nothing.
    private static byte[]? Contents(byte[] file, (int Contents, int After, int Length) range)
    {
        var hex = Encoding.ASCII.GetString(file.AsSpan(range.Contents, range.After - range.Contents));
        if (hex is not ['<', .. var digits, '>'] || digits.Length % 2 != 0 || !digits.All(char.IsAsciiHexDigit))
            return null;
        var bytes = Convert.FromHexString(digits);
        try
        {
            AsnDecoder.ReadSequence(bytes, AsnEncodingRules.BER, out var from, out var length, out _);
            return bytes[..(from + length)];
        }
        catch (AsnContentException)
        {
            return null;
        }
    }
}
