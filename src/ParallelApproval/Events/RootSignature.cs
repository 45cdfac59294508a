using System.Security.Cryptography;
using Org.BouncyCastle.Asn1.GM;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Math.EC;
using ParallelApproval.Database;

namespace ParallelApproval.Events;

/// <summary>
/// Signs roots of the trail with SM2 (存证根签名; GB/T 32918.2 and .5, digest SM3): where the setting <c>ParallelApproval:Crypto</c> is SM,
/// whoever has the public key finds out by himself whether a printed root is the house's.
/// </summary>
/// <remarks>The private key is derived from that of the trail and lies nowhere else.</remarks>
public static class RootSignature
{
    private const string Purpose = "sm2-root";

    private static readonly ECDomainParameters Curve = Of(GMNamedCurves.GetByName("sm2p256v1"));

    /// <summary>r and s, 64 bytes; null where the key of the trail is not of the SM profile.</summary>
    internal static byte[]? Sign(TrailKeys keys, string id, byte[] digest)
    {
        if (!Signs(keys, id))
            return null;
        var signer = new SM2Signer(PlainDsaEncoding.Instance);
        signer.Init(forSigning: true, Private(keys, id));
        signer.BlockUpdate(digest, 0, digest.Length);
        return signer.GenerateSignature();
    }

    /// <summary>
    /// The public key that belongs to a key of the trail: 04, x and y (GB/T 32918.1), in hexadecimal; null where that key signs no roots.
    /// </summary>
    public static string? PublicKey(TrailKeys keys, string id) => Signs(keys, id) ? PublicKeyOf(keys, id) : null;

    private static bool Signs(TrailKeys keys, string id) => CryptoSuite.OfMac(keys.MethodOf(id)) == CryptoSuite.Chinese;

    private static string PublicKeyOf(TrailKeys keys, string id) =>
        Convert.ToHexStringLower(Curve.G.Multiply(Private(keys, id).D).Normalize().GetEncoded(compressed: false));

    /// <summary>Whether that public key belongs to whoever signed.</summary>
    /// <param name="publicKey">As <see cref="PublicKey"/> gives it.</param>
    public static bool Verify(string publicKey, byte[] digest, byte[] signature) =>
        Verify(new ECPublicKeyParameters(Curve.Curve.DecodePoint(Convert.FromHexString(publicKey)), Curve), digest, signature);

    private static bool Verify(ECPublicKeyParameters key, byte[] words, byte[] signature)
    {
        var verifier = new SM2Signer(PlainDsaEncoding.Instance);
        verifier.Init(forSigning: false, key);
        verifier.BlockUpdate(words, 0, words.Length);
        return verifier.VerifySignature(signature);
    }

    // A number from 1 to n - 2 (GB/T 32918.1, 6.1); the rest of a number of 384 bits is as good as even.
    private static ECPrivateKeyParameters Private(TrailKeys keys, string id)
    {
        var seed = SHA384.HashData(keys.Derive(id, Purpose));
        var most = Curve.N.Subtract(BigInteger.Two);
        return new(new BigInteger(1, seed).Mod(most).Add(BigInteger.One), Curve);
    }

    private static ECDomainParameters Of(Org.BouncyCastle.Asn1.X9.X9ECParameters curve) => new(curve.Curve, curve.G, curve.N, curve.H);
}
