using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ParallelApproval.Web.Certificates;

/// <summary>
/// Signs a file of a paper (数字签名): a detached CMS signature over everything but itself, as PAdES has it (ETSI EN 319 142-1, level B-B),
/// with
/// the certificate in it, so that common readers verify it.
/// </summary>
/// <param name="at">When it is signed.</param>
internal sealed class PaperSignature(X509Certificate2 certificate, DateTimeOffset at)
{
    // Enough for a chain of three certificates and a key of 4096 bits.
    private const int Room = 12_000;
    private const string Sha256 = "2.16.840.1.101.3.4.2.1";

    // RFC 5035: which certificate signed is signed, too.
    private const string SigningCertificate = "1.2.840.113549.1.9.16.2.47";
    private const string Range = "/ByteRange [0 0000000000 0000000000 0000000000]";

    /// <summary>The dictionary of the signature, with room for what is not known before the file is whole.</summary>
    public string Dictionary(string reason) =>
        $"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /M {PdfFile.Date(at)} "
        + $"/Name {PdfFile.Text(certificate.GetNameInfo(X509NameType.SimpleName, false))} /Reason {PdfFile.Text(reason)} "
        + $"{Range} /Contents <{new string('0', 2 * Room)}> >>";

    /// <summary>Puts the signature into the room that was left for it.</summary>
    public byte[] Sign(byte[] file)
    {
        var range = file.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Range));
        var contents = range + Range.Length + " /Contents ".Length;
        var end = contents + (2 * Room) + 2;
        var told = FormattableString.Invariant($"/ByteRange [0 {contents} {end} {file.Length - end}]").PadRight(Range.Length);
        Encoding.ASCII.GetBytes(told).CopyTo(file, range);

        var signature = Convert.ToHexString(Signed([.. file.AsSpan(0, contents), .. file.AsSpan(end)]));
        if (signature.Length > 2 * Room)
            throw new CryptographicException(
                $"A signature of {signature.Length / 2} bytes is larger than the {Room} that were left for it."
            );
        Encoding.ASCII.GetBytes(signature).CopyTo(file, contents + 1);
        return file;
    }

    private byte[] Signed(byte[] content)
    {
        var signer = new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, certificate)
        {
            DigestAlgorithm = new(Sha256),
            IncludeOption = X509IncludeOption.ExcludeRoot,
        };
        signer.SignedAttributes.Add(new AsnEncodedData(SigningCertificate, CertificateReference()));
        var signed = new SignedCms(new ContentInfo(content), detached: true);
        signed.ComputeSignature(signer, silent: true);
        return signed.Encode();
    }

    private byte[] CertificateReference()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence())
            writer.WriteOctetString(SHA256.HashData(certificate.RawData));
        return writer.Encode();
    }
}
