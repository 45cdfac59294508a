using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ParallelApproval.Web.Certificates;

/// <summary>How a file is signed.</summary>
internal enum SignatureMethod
{
    /// <summary>CMS with RSA or ECDSA, as common readers verify it (PAdES).</summary>
    Pades,

    /// <summary>国密: SM2 with SM3 (GB/T 35275), which common readers do not know.</summary>
    Sm2,
}

/// <summary>A digital signature that a file bears (数字签名), read from the file alone.</summary>
/// <param name="Name">To whom the certificate was given.</param>
/// <param name="ValidTo">The last day of the certificate, Asia/Shanghai.</param>
/// <param name="Holds">Whether all that it signed is unchanged, and the rest of the file is signed by another that holds. It does not say
/// that the certificate can be trusted.</param>
/// <param name="PublicKey">Of SM2 the key that signed, as <see cref="Database.Sm2.Written"/> gives it; null of others.</param>
/// <param name="IsWhole">Whether it covers the file to its end.</param>
internal sealed record FileSignature(
    string Name,
    DateOnly ValidTo,
    bool Holds,
    SignatureMethod Method = SignatureMethod.Pades,
    string? PublicKey = null,
    bool IsWhole = true
)
{
    /// <summary>All signatures that can be read, the first that was made before the others.</summary>
    public static IReadOnlyList<FileSignature> Read(byte[] file)
    {
        var found = new List<FileSignature>();
        foreach (var range in Ranges(file).Reverse())
        {
            if (Contents(file, range) is not { } contents)
                continue;
            byte[] signed = [.. file.AsSpan(0, range.Contents), .. file.AsSpan(range.After, range.Length)];
            if ((OfSm2(contents, signed) ?? OfCms(contents, signed)) is not { } read)
                continue;
            var isWhole = range.After + range.Length == file.Length;
            // What was put behind an earlier one must be signed, too.
            found.Insert(0, read with { Holds = read.Holds && (isWhole || found is [{ Holds: true }, ..]), IsWhole = isWhole });
        }

        return found;
    }

    private static FileSignature? OfSm2(byte[] contents, byte[] signed) =>
        Sm2SignedData.Read(contents, signed) is { } read
            ? new(
                Sm2Certificate.NameIn(read.Signer),
                CertificateDays.Last(read.Signer.NotAfter),
                read.Holds,
                SignatureMethod.Sm2,
                read.PublicKey
            )
            : null;

    private static FileSignature? OfCms(byte[] contents, byte[] content)
    {
        try
        {
            var signed = new SignedCms(new ContentInfo(content), detached: true);
            signed.Decode(contents);
            return signed.SignerInfos is [{ Certificate: { } certificate }]
                ? new(certificate.GetNameInfo(X509NameType.SimpleName, false), CertificateDays.Last(certificate.NotAfter), IsSound(signed))
                : null;
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

    private static IEnumerable<(int Contents, int After, int Length)> Ranges(byte[] file)
    {
        for (var at = 0; at < file.Length; )
        {
            var begin = file.AsSpan(at).IndexOf("/ByteRange ["u8);
            if (begin < 0)
                yield break;
            at += begin + "/ByteRange [".Length;
            if (Range(file, at) is { } range)
                yield return range;
        }
    }

    private static (int Contents, int After, int Length)? Range(byte[] file, int at)
    {
        var text = file.AsSpan(at);
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
            && more <= file.Length - to
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
