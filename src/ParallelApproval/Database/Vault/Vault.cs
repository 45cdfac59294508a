using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ParallelApproval.Database;

/// <summary>For which algorithms new keys are made.</summary>
public sealed record CryptoChoice(CryptoProfile Profile);

/// <summary>
/// Encrypts personal data in columns (列加密): each value says cipher and key, is bound to its place, and is decrypted nowhere else. The
/// keys lie wrapped in the database and open in memory. What must be found is found by marks, keyed hashes of it.
/// </summary>
/// <remarks>A value that was stored before there was a vault stands there as it is, and is read as it is.</remarks>
public sealed partial class Vault(IWrapKeys master, CryptoChoice choice, NpgsqlDataSource? source = null) : ICachedRegister
{
    /// <summary>Key in the table of versions.</summary>
    public const string Name = "data_keys";

    private const char Mark = '$';
    private const string ReadKeys = "SELECT id, use, cipher, wrapped, wrapped_with FROM data_keys";

    private readonly Lock _reading = new();
    private volatile Held _held = Held.Nothing;

    /// <inheritdoc/>
    string ICachedRegister.Name => Name;

    /// <summary>Whether there are keys.</summary>
    internal bool IsOpen => _held.Current is not null;

    /// <summary>How every value begins that is encrypted with the newest key.</summary>
    internal string CurrentPrefix => Prefix(Current);

    /// <summary>Names of the keys that marks may have been made with, the oldest first.</summary>
    internal IReadOnlyList<string> SearchKeys => Array.ConvertAll(_held.Search, key => key.Id);

    /// <summary>
    /// A vault for each key that marks may have been made with, the oldest first, which makes marks with that one alone. They read as this
    /// one does.
    /// </summary>
    internal IReadOnlyList<Vault> BySearchKey => _held.Search.Length == 1 ? [this] : Array.ConvertAll(_held.Search, With);

    private DataKey Current => _held.Current ?? throw new InvalidOperationException("The vault has no keys: the house was not opened.");

    /// <summary>A vault whose keys nobody keeps: for a house that lives as long as its process.</summary>
    public static Vault ForThisProcess(CryptoProfile profile = CryptoProfile.International)
    {
        var vault = new Vault(MasterKeys.ForThisProcess(profile), new(profile));
        vault.Hold([vault.Make("d1", DataKeyUse.Values), vault.Make("s1", DataKeyUse.Search)]);
        return vault;
    }

    /// <inheritdoc/>
    public async Task LoadAsync(ApprovalDbContext db, CancellationToken cancellation)
    {
        var rows = await db.Set<DataKeyRow>().AsNoTracking().ToListAsync(cancellation);
        // A node at work does not stand still because it was not yet given the newest master key: it goes on with the keys it has.
        Hold(IsOpen ? rows.Where(row => master.Has(row.WrappedWith)) : rows);
    }

    /// <summary>A new key, wrapped; it is not used before it is held.</summary>
    internal DataKeyRow Make(string id, DataKeyUse use, DateTimeOffset at = default)
    {
        var cipher = CryptoSuite.Of(choice.Profile).Cipher;
        var row = new DataKeyRow
        {
            Id = id,
            Use = use,
            Cipher = cipher,
            Wrapped = [],
            WrappedWith = master.Current,
            MadeAt = at,
        };
        row.Wrapped = master.Wrap(RandomNumberGenerator.GetBytes(CryptoSuite.SecretBytes), row.About);
        return row;
    }

    /// <summary>Wraps a key anew, under the newest master key.</summary>
    internal void Rewrap(DataKeyRow row) => (row.Wrapped, row.WrappedWith) = (master.Wrap(Unwrap(row), row.About), master.Current);

    /// <summary>Opens these keys and uses them from now on.</summary>
    /// <exception cref="UnfitDatabaseException">The master key is missing, or another.</exception>
    internal void Hold(IEnumerable<DataKeyRow> rows)
    {
        var keys = rows.Where(row => row.Use is not DataKeyUse.Retired)
            .Select(row => (row.Use, Key: new DataKey(row.Id, CryptoSuite.OfCipher(row.Cipher) ?? throw Unknown(row), Unwrap(row))))
            .ToList();
        var values = new Dictionary<string, DataKey>(_held.Values, StringComparer.Ordinal);
        foreach (var (_, key) in keys.Where(key => key.Use is DataKeyUse.Values))
            values[key.Id] = key;
        _held = new(
            values.ToFrozenDictionary(StringComparer.Ordinal),
            values.Values.MaxBy(key => NumberOf(key.Id)),
            // A new list takes the place of the old one: it names whichever is retired no more.
            keys.Exists(key => key.Use is DataKeyUse.Search)
                ? [.. keys.Where(key => key.Use is DataKeyUse.Search).Select(key => key.Key).OrderBy(key => NumberOf(key.Id))]
                : _held.Search
        );
    }

    /// <summary>The number in the name of a key: the newest has the highest.</summary>
    internal static int NumberOf(string id) =>
        int.TryParse(id.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>Encrypts a text for its place.</summary>
    internal string Encrypt(string plain, CipherPlace place)
    {
        var key = Current;
        var text = PackedText.Pack(Encoding.UTF8.GetBytes(plain), out var way);
        var whole = Convert.ToBase64String(key.Suite.Encrypt(key.Secret, text, place.ToBytes()));
        return way is null ? Prefix(key) + whole : $"{Prefix(key)}{way}{Mark}{whole}";
    }

    /// <summary>Decrypts a text; one that is not encrypted is given back as it is.</summary>
    /// <exception cref="CryptographicException">It was not encrypted for that place, or somebody has changed it.</exception>
    internal string Decrypt(string stored, CipherPlace place)
    {
        if (!IsEncrypted(stored, out var id, out var bytes, out var way))
            return stored;
        var key = Find(id) ?? throw new CryptographicException($"The key {id} that encrypted {place} is not there.");
        try
        {
            var text = key.Suite.Decrypt(key.Secret, bytes, place.ToBytes());
            return Encoding.UTF8.GetString(way is null ? text : PackedText.Unpack(text, way));
        }
        catch (CryptographicException changed)
        {
            throw new CryptographicException($"{place} does not hold what was encrypted for it.", changed);
        }
    }

    /// <summary>Decrypts a text; one that cannot be decrypted is given back as it lies there.</summary>
    internal string DecryptOrLeave(string stored, CipherPlace place)
    {
        try
        {
            return Decrypt(stored, place);
        }
        catch (CryptographicException)
        {
            return stored;
        }
    }

    /// <summary>Whether that text is encrypted.</summary>
    internal static bool IsEncrypted(string? stored) => stored is not null && IsEncrypted(stored, out _, out _, out _);

    /// <summary>
    /// The mark by which a text is found again: equal for equal texts, and for nobody else to compute. It is made with the newest key;
    /// whoever looks for it asks for <see cref="MarksOf"/>.
    /// </summary>
    /// <param name="of">What is meant by the text; marks of different things differ.</param>
    internal long MarkOf(string of, string text)
    {
        Span<byte> hash = stackalloc byte[32];
        Keyed(of, text, hash);
        return BinaryPrimitives.ReadInt64LittleEndian(hash);
    }

    /// <summary>The marks that a text may have been given, the oldest key's first: two while the key is changed, else one.</summary>
    internal long[] MarksOf(string of, string text) => [.. BySearchKey.Select(vault => vault.MarkOf(of, text))];

    /// <summary>The same with all its bits, as text.</summary>
    internal string LongMarkOf(string of, string text)
    {
        Span<byte> hash = stackalloc byte[32];
        Keyed(of, text, hash);
        return Convert.ToBase64String(hash);
    }

    private void Keyed(string of, string text, Span<byte> hash)
    {
        var key = _held.Search is [.., var newest]
            ? newest
            : throw new InvalidOperationException("The vault has no keys: the house was not opened.");
        key.Suite.Hash(key.Secret, Encoding.UTF8.GetBytes($"{of}\n{text}"), hash);
    }

    private Vault With(DataKey search) => new(master, choice, source) { _held = _held with { Search = [search] } };

    // Another node may have made one a moment ago.
    private DataKey? Find(string id)
    {
        if (_held.Values.TryGetValue(id, out var key))
            return key;
        if (source is null)
            return null;
        lock (_reading)
        {
            if (_held.Values.TryGetValue(id, out key))
                return key;
            using var read = source.CreateCommand(ReadKeys);
            using var rows = read.ExecuteReader();
            var found = new List<DataKeyRow>();
            while (rows.Read())
                found.Add(
                    new()
                    {
                        Id = rows.GetString(0),
                        Use = Enum.Parse<DataKeyUse>(rows.GetString(1)),
                        Cipher = rows.GetString(2),
                        Wrapped = rows.GetFieldValue<byte[]>(3),
                        WrappedWith = rows.GetString(4),
                    }
                );
            if (!found.Exists(row => row.Id == id))
                return null;
            Hold(found);
            return _held.Values.GetValueOrDefault(id);
        }
    }

    private byte[] Unwrap(DataKeyRow row)
    {
        if (!master.Has(row.WrappedWith))
            throw new UnfitDatabaseException(
                $"Expected the key {row.WrappedWith} of personal data in {master.Place}, but it is missing: what is encrypted in this "
                    + "database cannot be read without it. Bring the file back from where it is kept, or set ParallelApproval:MasterKeys."
            );
        try
        {
            return master.Unwrap(row.WrappedWith, row.Wrapped, row.About);
        }
        catch (CryptographicException)
        {
            throw new UnfitDatabaseException(
                $"Expected the key {row.WrappedWith} in {master.Place} to be the one that this database was encrypted with, but it is "
                    + "another of that name."
            );
        }
    }

    private static UnfitDatabaseException Unknown(DataKeyRow row) =>
        new($"Expected the key {row.Id} of the data to be for a cipher of this program, but it is for {row.Cipher}.");

    private static string Prefix(DataKey key) => $"{Mark}{key.Suite.Cipher}{Mark}{key.Id}{Mark}";

    private static bool IsEncrypted(string stored, out string id, out byte[] bytes, out string? way)
    {
        (id, bytes, way) = ("", [], null);
        if (stored.Length == 0 || stored[0] != Mark)
            return false;
        var parts = stored.Split(Mark);
        way = parts is [_, _, _, var packed, _] && PackedText.IsKnown(packed) ? packed : null;
        if ((way is null && parts.Length != 4) || CryptoSuite.OfCipher(parts[1]) is null)
            return false;
        var buffer = new byte[parts[^1].Length];
        if (!Convert.TryFromBase64String(parts[^1], buffer, out var length))
            return false;
        (id, bytes) = (parts[2], buffer[..length]);
        return true;
    }

    private sealed record DataKey(string Id, CryptoSuite Suite, byte[] Secret);

    private sealed record Held(FrozenDictionary<string, DataKey> Values, DataKey? Current, DataKey[] Search)
    {
        public static readonly Held Nothing = new(FrozenDictionary<string, DataKey>.Empty, null, []);
    }
}
