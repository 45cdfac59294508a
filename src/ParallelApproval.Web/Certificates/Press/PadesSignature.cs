using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace ParallelApproval.Web.Certificates;

/// <summary>
/// Signs a file of a paper as PAdES has it (ETSI EN 319 142-1, level B-B): a detached CMS signature with the certificate in it, so that
/// common readers verify it.
/// </summary>
/// <param name="at">When it is signed.</param>
internal sealed class PadesSignature(X509Certificate2 certificate, DateTimeOffset at) : PaperSignature(at)
{
    private const string Sha256 = "2.16.840.1.101.3.4.2.1";

    // RFC 5035: which certificate signed is signed, too.
    private const string SigningCertificate = "1.2.840.113549.1.9.16.2.47";

    protected override string Name => certificate.GetNameInfo(X509NameType.SimpleName, false);

    protected override string Kind => "ETSI.CAdES.detached";

    protected override byte[] Signed(byte[] content)
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
