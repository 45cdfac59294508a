using Org.BouncyCastle.Crypto.Signers;
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

    /// <summary>r and s, 64 bytes; null where the key of the trail is not of the SM profile.</summary>
    internal static byte[]? Sign(TrailKeys keys, string id, byte[] digest) =>
        Signs(keys, id) ? Sm2.Sign(Sm2.Derive(keys, id, Purpose), digest, PlainDsaEncoding.Instance) : null;

    /// <summary>
    /// The public key that belongs to a key of the trail: 04, x and y (GB/T 32918.1), in hexadecimal; null where that key signs no roots.
    /// </summary>
    public static string? PublicKey(TrailKeys keys, string id) =>
        Signs(keys, id) ? Sm2.Written(Sm2.PublicOf(Sm2.Derive(keys, id, Purpose))) : null;

    private static bool Signs(TrailKeys keys, string id) => CryptoSuite.OfMac(keys.MethodOf(id)) == CryptoSuite.Chinese;

    /// <summary>Whether that public key belongs to whoever signed.</summary>
    /// <param name="publicKey">As <see cref="PublicKey"/> gives it.</param>
    public static bool Verify(string publicKey, byte[] digest, byte[] signature) =>
        Sm2.Verify(Sm2.Read(publicKey), digest, signature, PlainDsaEncoding.Instance);
}
