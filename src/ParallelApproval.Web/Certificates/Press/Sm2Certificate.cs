using System.Security.Cryptography;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.X509;
using ParallelApproval.Database;

namespace ParallelApproval.Web.Certificates;

/// <summary>A certificate with a key for SM2 (国密证书; GB/T 20518), and what it was issued by, its own first.</summary>
internal sealed class Sm2Certificate(ECPrivateKeyParameters key, IReadOnlyList<X509Certificate> chain)
{
    // RFC 5280, 4.1.2.5: a certificate without a date of its own to end.
    private static readonly DateTime Never = new(9999, 12, 31, 23, 59, 59, DateTimeKind.Utc);
    private static readonly DateTime Always = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public ECPrivateKeyParameters Key => key;

    public X509Certificate Own => chain[0];

    public IReadOnlyList<X509Certificate> Chain => chain;

    /// <summary>To whom it was given.</summary>
    public string Name => NameIn(Own);

    /// <summary>The public key, as <see cref="Sm2.Written"/> gives it.</summary>
    public string PublicKey => Sm2.Written(Sm2.PublicOf(key));

    /// <summary>A certificate that nobody but its own key vouches for: who wants to believe it compares the key.</summary>
    public static Sm2Certificate SelfSigned(ECPrivateKeyParameters key, string name)
    {
        var publicKey = Sm2.PublicOf(key);
        var subject = new X509Name([X509Name.CN], [name]);
        var made = new X509V3CertificateGenerator();
        made.SetSerialNumber(new BigInteger(1, SHA256.HashData(publicKey.Q.GetEncoded(compressed: false)).AsSpan(0, 15).ToArray()));
        made.SetIssuerDN(subject);
        made.SetSubjectDN(subject);
        made.SetNotBefore(Always);
        made.SetNotAfter(Never);
        made.SetPublicKey(publicKey);
        // 签名用: digital signature and non-repudiation.
        made.AddExtension(X509Extensions.KeyUsage, critical: true, new KeyUsage(KeyUsage.DigitalSignature | KeyUsage.NonRepudiation));
        return new(key, [made.Generate(new Asn1SignatureFactory("SM3WITHSM2", key))]);
    }

    /// <summary>The key and certificates of a PKCS#12 file; null when the key in it is none for SM2, or there is none.</summary>
    /// <exception cref="CryptographicException">It is no PKCS#12 file, or the password is another.</exception>
    public static Sm2Certificate? Read(byte[] file, string? password)
    {
        try
        {
            var store = new Pkcs12StoreBuilder().Build();
            using var stream = new MemoryStream(file);
            store.Load(stream, (password ?? "").ToCharArray());
            return
                store.Aliases.FirstOrDefault(store.IsKeyEntry) is { } alias
                && store.GetKey(alias).Key is ECPrivateKeyParameters key
                && Sm2.IsOfCurve(key)
                && store.GetCertificateChain(alias) is { Length: > 0 } chain
                ? new(key, [.. chain.Select(entry => entry.Certificate)])
                : null;
        }
        catch (Exception fault) when (fault is IOException or ArgumentException or FormatException or InvalidCastException)
        {
            throw new CryptographicException("It is no PKCS#12 file that can be read with that password.", fault);
        }
    }

    /// <summary>To whom that certificate was given.</summary>
    public static string NameIn(X509Certificate certificate) =>
        certificate.SubjectDN.GetValueList(X509Name.CN) is [var name, ..] ? name : certificate.SubjectDN.ToString();
}
