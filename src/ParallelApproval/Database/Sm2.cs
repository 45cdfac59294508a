using System.Security.Cryptography;
using Org.BouncyCastle.Asn1.GM;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;

namespace ParallelApproval.Database;

/// <summary>
/// Signatures with SM2 over the recommended curve (椭圆曲线公钥密码; GB/T 32918.2 and .5, digest SM3, the signer's name the usual
/// <c>1234567812345678</c> of GB/T 35276).
/// </summary>
public static class Sm2
{
    /// <summary>The recommended curve, <c>sm2p256v1</c> (GB/T 32918.5).</summary>
    public static readonly ECDomainParameters Curve = ECNamedDomainParameters.LookupOid(GMObjectIdentifiers.sm2p256v1);

    /// <summary>A private key derived from a key of the trail; it lies nowhere.</summary>
    /// <param name="purpose">What it signs: keys of two purposes have nothing in common.</param>
    public static ECPrivateKeyParameters Derive(TrailKeys keys, string id, string purpose)
    {
        // A number from 1 to n - 2 (GB/T 32918.1, 6.1); the rest of a number of 384 bits is as good as even.
        var seed = SHA384.HashData(keys.Derive(id, purpose));
        var most = Curve.N.Subtract(BigInteger.Two);
        return new(new BigInteger(1, seed).Mod(most).Add(BigInteger.One), Curve);
    }

    /// <summary>The public key of that private key.</summary>
    public static ECPublicKeyParameters PublicOf(ECPrivateKeyParameters key) => new(Curve.G.Multiply(key.D).Normalize(), Curve);

    /// <summary>04, x and y (GB/T 32918.1), in hexadecimal.</summary>
    public static string Written(ECPublicKeyParameters key) => Convert.ToHexStringLower(key.Q.Normalize().GetEncoded(compressed: false));

    /// <summary>A public key as <see cref="Written"/> gives it.</summary>
    /// <exception cref="ArgumentException">It is no point of the curve.</exception>
    /// <exception cref="FormatException">It is not hexadecimal.</exception>
    public static ECPublicKeyParameters Read(string written) => new(Curve.Curve.DecodePoint(Convert.FromHexString(written)), Curve);

    /// <summary>Whether a key is one of this curve; others cannot sign with SM2.</summary>
    public static bool IsOfCurve(ECKeyParameters key) =>
        key.Parameters.Curve.Equals(Curve.Curve) && key.Parameters.G.Equals(Curve.G) && key.Parameters.N.Equals(Curve.N);

    /// <param name="encoding">Of r and s: both behind each other (64 bytes), or DER as certificates have it.</param>
    public static byte[] Sign(ECPrivateKeyParameters key, byte[] words, IDsaEncoding encoding)
    {
        var signer = new SM2Signer(encoding);
        signer.Init(forSigning: true, key);
        signer.BlockUpdate(words, 0, words.Length);
        return signer.GenerateSignature();
    }

    /// <summary>Whether the holder of that key signed these words.</summary>
    public static bool Verify(ECPublicKeyParameters key, byte[] words, byte[] signature, IDsaEncoding encoding)
    {
        var verifier = new SM2Signer(encoding);
        verifier.Init(forSigning: false, key);
        verifier.BlockUpdate(words, 0, words.Length);
        return verifier.VerifySignature(signature);
    }
}
