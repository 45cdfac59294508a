using System.Security.Cryptography;
using System.Text;

namespace ParallelApproval.Database;

/// <summary>
/// The keys of the trail (存证密钥): what is sealed with them cannot be made anew by anybody who has the database alone. The last one seals;
/// all of them verify.
/// </summary>
/// <remarks>
/// Rows are summed under the first key for ever, so that a new key costs nothing; heads and links are sealed with the last. By the name of
/// each key stands the keyed hash it is used with: HMAC-SHA256 (RFC 2104, FIPS 180-4) or HMAC-SM3 (GB/T 32905).
/// </remarks>
public sealed class TrailKeys : KeptKeys
{
    private const string Setting = "ParallelApproval:TrailKeys";

    private TrailKeys(KeySource source)
        : base(source) { }

    private protected override string Of => "the trail";

    /// <summary>The keys as they are written, separated by lines or semicolons.</summary>
    /// <exception cref="UnfitDatabaseException">They are no keys.</exception>
    public static TrailKeys Parse(string text) => new(new(Setting, File: null, text, IsNew: false, CryptoProfile.International));

    /// <summary>The keys of a file; new ones where there is none, which are not written before <see cref="KeptKeys.Keep"/>.</summary>
    /// <param name="profile">For what new keys are made.</param>
    /// <exception cref="UnfitDatabaseException">What stands in the file are no keys.</exception>
    public static TrailKeys OfFile(string file, CryptoProfile profile = CryptoProfile.International) =>
        new(KeySource.OfFile(Setting, file, profile));

    /// <summary>Keys that nobody keeps: for a house that lives as long as its process.</summary>
    public static TrailKeys ForThisProcess() => new(new(Setting, File: null, Text: null, IsNew: false, CryptoProfile.International));

    /// <summary>The keyed hash that a key is used with.</summary>
    public string MethodOf(string id) => Find(id).Suite.Mac;

    /// <summary>What only somebody with a key can say of these words.</summary>
    public byte[] Seal(ReadOnlySpan<byte> words) => Hash(Keys[^1], words);

    /// <summary>Whether these words were sealed with that key.</summary>
    /// <exception cref="UnfitDatabaseException">This process does not have that key.</exception>
    public bool IsSealed(string? id, ReadOnlySpan<byte> words, ReadOnlySpan<byte> seal) =>
        id is not null && CryptographicOperations.FixedTimeEquals(Hash(Find(id), words), seal);

    /// <summary>Links one entry of a chain with that key.</summary>
    internal byte[] Link(string id, ReadOnlySpan<byte> words) => Hash(Find(id), words);

    /// <summary>
    /// A key of 32 bytes for something else that must not be read with the database alone, derived from that one (HKDF, RFC 5869).
    /// </summary>
    internal byte[] Derive(string id, string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, Find(id).Secret, CryptoSuite.SecretBytes, info: Encoding.UTF8.GetBytes(purpose));

    /// <summary>The part of a row in the sum of the rows.</summary>
    internal void Part(ReadOnlySpan<byte> row, Span<byte> part)
    {
        var first = Keys[0];
        first.Suite.Hash(first.Secret, row, part);
    }

    private static byte[] Hash(Key key, ReadOnlySpan<byte> words) => key.Suite.Hash(key.Secret, words);
}
