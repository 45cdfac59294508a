using System.Formats.Asn1;
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;
using ParallelApproval.Database;

namespace ParallelApproval.Web.Certificates;

/// <summary>
/// Signed data with SM2 and SM3 (签名数据; GB/T 35275-2017, 8 and 9), detached: made, and read again. It is that of PKCS#7 under the names of
/// the national standards.
/// </summary>
/// <param name="Signer">The certificate of whoever signed.</param>
/// <param name="Holds">Whether that content was signed, and with the key of that certificate.</param>
internal sealed record Sm2SignedData(X509Certificate Signer, bool Holds)
{
    // GB/T 33560: names of algorithms and kinds of content.
    private const string Data = "1.2.156.10197.6.1.4.2.1";
    private const string SignedData = "1.2.156.10197.6.1.4.2.2";
    private const string Sm3 = "1.2.156.10197.1.401";
    private const string Sm2Signing = "1.2.156.10197.1.301.1";
    private const string Sm2WithSm3 = "1.2.156.10197.1.501";

    // RFC 5652, 11, and RFC 5035.
    private const string ContentType = "1.2.840.113549.1.9.3";
    private const string MessageDigest = "1.2.840.113549.1.9.4";
    private const string SigningTime = "1.2.840.113549.1.9.5";
    private const string SigningCertificate = "1.2.840.113549.1.9.16.2.47";

    private static readonly Asn1Tag Context0 = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <summary>The key as <see cref="Sm2.Written"/> gives it.</summary>
    public string PublicKey => Sm2.Written((ECPublicKeyParameters)Signer.GetPublicKey());

    public static byte[] Sign(Sm2Certificate by, byte[] content, DateTimeOffset at)
    {
        var attributes = Attributes(by.Own, content, at);
        var signature = Sm2.Sign(by.Key, attributes, StandardDsaEncoding.Instance);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(SignedData);
            using (writer.PushSequence(Context0))
            using (writer.PushSequence())
            {
                writer.WriteInteger(1);
                using (writer.PushSetOf())
                    Algorithm(writer, Sm3);
                using (writer.PushSequence())
                    writer.WriteObjectIdentifier(Data);
                using (writer.PushSetOf(Context0))
                    foreach (var certificate in by.Chain)
                        writer.WriteEncodedValue(certificate.GetEncoded());
                using (writer.PushSetOf())
                    Signed(writer, by.Own, attributes, signature);
            }
        }

        return writer.Encode();
    }

    /// <summary>Null when it is no such signed data, or its certificate is not in it.</summary>
    public static Sm2SignedData? Read(byte[] encoded, byte[] content)
    {
        try
        {
            var whole = new AsnReader(encoded, AsnEncodingRules.BER).ReadSequence();
            if (whole.ReadObjectIdentifier() != SignedData)
                return null;
            var signed = whole.ReadSequence(Context0).ReadSequence();
            signed.ReadInteger();
            signed.ReadSetOf();
            signed.ReadSequence();
            var certificates = Certificates(signed.ReadSetOf(Context0));
            var signers = signed.ReadSetOf();
            var signer = signers.ReadSequence();
            // One signer, and no more: of two the second would be told to nobody.
            if (signers.HasData)
                return null;
            signer.ReadInteger();
            var (issuer, serial) = IssuerAndSerial(signer.ReadSequence());
            if (
                certificates.Find(one =>
                    one.IssuerDN.GetEncoded().AsSpan().SequenceEqual(issuer.Span)
                    && one.SerialNumber.ToByteArray().AsSpan().SequenceEqual(serial)
                )
                is not { } certificate
            )
                return null;
            if (certificate.GetPublicKey() is not ECPublicKeyParameters key || !Sm2.IsOfCurve(key))
                return null;
            return new(certificate, IsSound(signer, key, content));
        }
        // Whatever the reader of certificates makes of bytes that are none.
        catch (Exception unreadable) when (unreadable is not OutOfMemoryException)
        {
            return null;
        }
    }

    private static bool IsSound(AsnReader signer, ECPublicKeyParameters key, byte[] content)
    {
        if (signer.ReadSequence().ReadObjectIdentifier() != Sm3)
            return false;
        var attributes = signer.ReadEncodedValue().ToArray();
        // Signed is a set, stored is the set under another name.
        if (attributes[0] != 0xA0)
            return false;
        attributes[0] = 0x31;
        if (signer.ReadSequence().ReadObjectIdentifier() is not (Sm2Signing or Sm2WithSm3))
            return false;
        var signature = signer.ReadOctetString();
        return Digests(attributes) is [var digest]
            && CryptographicOperations.FixedTimeEquals(digest, Digest(content))
            && Sm2.Verify(key, attributes, signature, StandardDsaEncoding.Instance);
    }

    private static List<byte[]> Digests(byte[] attributes)
    {
        var found = new List<byte[]>();
        var set = new AsnReader(attributes, AsnEncodingRules.BER).ReadSetOf();
        while (set.HasData)
        {
            var attribute = set.ReadSequence();
            if (attribute.ReadObjectIdentifier() == MessageDigest)
                found.Add(attribute.ReadSetOf().ReadOctetString());
        }

        return found;
    }

    private static void Signed(AsnWriter writer, X509Certificate certificate, byte[] attributes, byte[] signature)
    {
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            using (writer.PushSequence())
            {
                writer.WriteEncodedValue(certificate.IssuerDN.GetEncoded());
                writer.WriteInteger(certificate.SerialNumber.ToByteArray());
            }

            Algorithm(writer, Sm3);
            byte[] stored = [0xA0, .. attributes.AsSpan(1)];
            writer.WriteEncodedValue(stored);
            Algorithm(writer, Sm2Signing);
            writer.WriteOctetString(signature);
        }
    }

    private static byte[] Attributes(X509Certificate certificate, byte[] content, DateTimeOffset at)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSetOf())
        {
            Attribute(writer, ContentType, value => value.WriteObjectIdentifier(Data));
            Attribute(writer, MessageDigest, value => value.WriteOctetString(Digest(content)));
            Attribute(writer, SigningTime, value => value.WriteUtcTime(at));
            Attribute(writer, SigningCertificate, value => Reference(value, certificate));
        }

        return writer.Encode();
    }

    private static void Attribute(AsnWriter writer, string name, Action<AsnWriter> value)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(name);
            using (writer.PushSetOf())
                value(writer);
        }
    }

    // RFC 5035: which certificate signed is signed, too.
    private static void Reference(AsnWriter writer, X509Certificate certificate)
    {
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
                writer.WriteObjectIdentifier(Sm3);
            writer.WriteOctetString(Digest(certificate.GetEncoded()));
        }
    }

    private static void Algorithm(AsnWriter writer, string name)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(name);
            writer.WriteNull();
        }
    }

    private static List<X509Certificate> Certificates(AsnReader set)
    {
        var (found, parser) = (new List<X509Certificate>(), new X509CertificateParser());
        while (set.HasData)
            if (parser.ReadCertificate(set.ReadEncodedValue().ToArray()) is { } certificate)
                found.Add(certificate);
        return found;
    }

    private static (ReadOnlyMemory<byte> Issuer, byte[] Serial) IssuerAndSerial(AsnReader reader) =>
        (reader.ReadEncodedValue(), reader.ReadIntegerBytes().ToArray());

    private static byte[] Digest(byte[] words)
    {
        var (sm3, digest) = (new SM3Digest(), new byte[32]);
        sm3.BlockUpdate(words, 0, words.Length);
        sm3.DoFinal(digest, 0);
        return digest;
    }
}
