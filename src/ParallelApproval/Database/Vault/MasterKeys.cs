using System.Security.Cryptography;

namespace ParallelApproval.Database;

/// <summary>
/// Wraps the keys of the data (信封加密): they lie in the database and open nothing there, for what opens them lies elsewhere. A key
/// management service of the city is another one of these.
/// </summary>
public interface IWrapKeys
{
    /// <summary>Name of the key that wraps what is new.</summary>
    string Current { get; }

    /// <summary>Where the keys come from, for a sentence to the operator.</summary>
    string Place { get; }

    /// <summary>They have just been made: a database that was encrypted before has others.</summary>
    bool IsNew { get; }

    /// <summary>Whether a key of that name can be asked.</summary>
    bool Has(string master);

    /// <summary>Wraps a secret.</summary>
    /// <param name="about">What the secret is; it is unwrapped for nothing else.</param>
    byte[] Wrap(byte[] secret, string about);

    /// <exception cref="CryptographicException">It was wrapped with another key, or for something else.</exception>
    byte[] Unwrap(string master, byte[] wrapped, string about);

    /// <summary>Keeps new keys where they are looked for at the next start.</summary>
    void Keep();

    /// <summary>Takes the keys that another process has kept since, instead of new ones.</summary>
    void TakeWritten();

    /// <summary>Adds a key that wraps from now on.</summary>
    /// <returns>Its name.</returns>
    string Rotate();
}

/// <summary>
/// The master keys (主密钥) in <c>master.keys</c> of the data folder or in the setting <c>ParallelApproval:MasterKeys</c>; as
/// <see cref="TrailKeys"/> are kept, and apart from them: who verifies the trail need not read persons.
/// </summary>
public sealed class MasterKeys : KeptKeys, IWrapKeys
{
    private const string Setting = "ParallelApproval:MasterKeys";

    private MasterKeys(KeySource source)
        : base(source) { }

    private protected override string Of => "personal data";

    /// <summary>The keys as they are written, separated by lines or semicolons.</summary>
    /// <exception cref="UnfitDatabaseException">They are no keys.</exception>
    public static MasterKeys Parse(string text) => new(new(Setting, File: null, text, IsNew: false, CryptoProfile.International));

    /// <summary>The keys of a file; new ones where there is none, which are not written before <see cref="KeptKeys.Keep"/>.</summary>
    /// <exception cref="UnfitDatabaseException">What stands in the file are no keys.</exception>
    public static MasterKeys OfFile(string file, CryptoProfile profile = CryptoProfile.International) =>
        new(KeySource.OfFile(Setting, file, profile));

    /// <summary>Keys that nobody keeps: for a house that lives as long as its process.</summary>
    public static MasterKeys ForThisProcess(CryptoProfile profile = CryptoProfile.International) =>
        new(new(Setting, File: null, Text: null, IsNew: false, profile));

    /// <inheritdoc/>
    public byte[] Wrap(byte[] secret, string about)
    {
        var key = Keys[^1];
        return key.Suite.Encrypt(key.Secret, secret, About(about).ToBytes());
    }

    /// <inheritdoc/>
    public byte[] Unwrap(string master, byte[] wrapped, string about)
    {
        var key = Find(master);
        return key.Suite.Decrypt(key.Secret, wrapped, About(about).ToBytes());
    }

    private static CipherPlace About(string about) => new("data_keys", "wrapped", about);
}
