using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace ParallelApproval.Database;

/// <summary>
/// The keys of the trail (存证密钥): what is sealed with them cannot be made anew by anybody who has the database alone. They lie outside of
/// it, in a file or a setting, one line each: its name and 32 bytes in Base64. The last one seals; all of them verify.
/// </summary>
/// <remarks>
/// Rows are summed under the first key for ever, so that a new key costs nothing; heads and links are sealed with the last.
/// </remarks>
public sealed class TrailKeys
{
    /// <summary>HMAC-SHA256 (RFC 2104, FIPS 180-4): by the name of a key stands the method it is used with.</summary>
    public const string Method = "HMAC-SHA256";

    private const int Length = 32;

    private readonly string? _file;
    private volatile Key[] _keys;

    private sealed record Key(string Id, byte[] Secret);

    private TrailKeys(Key[] keys, string? file, bool isNew) => (_keys, _file, IsNew) = (keys, file, isNew);

    /// <summary>They have just been made, and stand nowhere yet.</summary>
    public bool IsNew { get; private set; }

    /// <summary>They lie in a file, which is written when they seal a database first.</summary>
    public bool HaveSealed => _file is not null && !IsNew;

    /// <summary>Name of the key that seals.</summary>
    public string Current => _keys[^1].Id;

    /// <summary>Names of all keys, oldest first.</summary>
    public IReadOnlyList<string> Ids => Array.ConvertAll(_keys, key => key.Id);

    /// <summary>Where they come from, for a sentence to the operator.</summary>
    public string Place => _file ?? "the setting ParallelApproval:TrailKeys";

    /// <summary>The keys as they are written, separated by lines or semicolons.</summary>
    /// <exception cref="UnfitDatabaseException">They are no keys.</exception>
    public static TrailKeys Parse(string text) => new(Read(text, "the setting ParallelApproval:TrailKeys"), file: null, isNew: false);

    /// <summary>The keys of a file; new ones where there is none, which are not written before <see cref="Keep"/>.</summary>
    /// <exception cref="UnfitDatabaseException">What stands in the file are no keys.</exception>
    public static TrailKeys OfFile(string file)
    {
        var isThere = File.Exists(file);
        return new(isThere ? Read(File.ReadAllText(file), file) : [Make(1)], Path.GetFullPath(file), !isThere);
    }

    /// <summary>Keys that nobody keeps: for a house that lives as long as its process.</summary>
    public static TrailKeys ForThisProcess() => new([Make(1)], file: null, isNew: false);

    /// <summary>Writes new keys, for the owner of the process alone to read.</summary>
    public void Keep()
    {
        if (!IsNew || _file is null)
            return;
        Write(_keys, FileMode.CreateNew);
        IsNew = false;
    }

    /// <summary>Takes the keys that another process of this folder has written since, instead of the new ones of this process.</summary>
    public void TakeWritten()
    {
        if (!IsNew || _file is null || !File.Exists(_file))
            return;
        _keys = Read(File.ReadAllText(_file), _file);
        IsNew = false;
    }

    /// <summary>Adds a key; from now on it seals, and the old ones go on verifying.</summary>
    /// <returns>Its name.</returns>
    /// <exception cref="UnfitDatabaseException">The keys stand in a setting, which only the operator can change.</exception>
    public string Rotate()
    {
        if (_file is null)
            throw new UnfitDatabaseException(
                "Expected the keys of the trail in a file, but they stand in a setting: put a new one behind the others there."
            );
        Key[] keys = [.. _keys, Make(_keys.Length + 1)];
        Write(keys, FileMode.Create);
        _keys = keys;
        return Current;
    }

    /// <summary>What only somebody with a key can say of these words.</summary>
    public byte[] Seal(ReadOnlySpan<byte> words) => HMACSHA256.HashData(_keys[^1].Secret, words);

    /// <summary>Whether these words were sealed with that key.</summary>
    /// <exception cref="UnfitDatabaseException">This process does not have that key.</exception>
    public bool IsSealed(string? id, ReadOnlySpan<byte> words, ReadOnlySpan<byte> seal) =>
        id is not null && CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(Find(id).Secret, words), seal);

    /// <summary>Links one entry of a chain with that key.</summary>
    internal byte[] Link(string id, ReadOnlySpan<byte> words) => HMACSHA256.HashData(Find(id).Secret, words);

    /// <summary>
    /// A key of 32 bytes for something else that must not be read with the database alone, derived from that one (HKDF, RFC 5869).
    /// </summary>
    internal byte[] Derive(string id, string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, Find(id).Secret, Length, info: Encoding.UTF8.GetBytes(purpose));

    /// <summary>The part of a row in the sum of the rows.</summary>
    internal void Part(ReadOnlySpan<byte> row, Span<byte> part) => HMACSHA256.HashData(_keys[0].Secret, row, part);

    /// <summary>Whether this process has a key of that name.</summary>
    public bool Has(string id) => TryFind(id, out _);

    private Key Find(string id) =>
        TryFind(id, out var key)
            ? key
            : throw new UnfitDatabaseException($"Expected the key {id} of the trail in {Place}, but it is missing.");

    // Another process may have added one.
    private bool TryFind(string id, [NotNullWhen(true)] out Key? found)
    {
        found = Array.Find(_keys, key => key.Id == id);
        if (found is not null || _file is null || IsNew || !File.Exists(_file))
            return found is not null;
        var keys = Read(File.ReadAllText(_file), _file);
        found = Array.Find(keys, key => key.Id == id);
        if (found is not null)
            _keys = keys;
        return found is not null;
    }

    private void Write(Key[] keys, FileMode mode)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_file!)!);
        var draft = _file + ".part";
        File.Delete(draft);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(draft, options))
        {
            stream.Write(Encoding.UTF8.GetBytes(string.Concat(keys.Select(key => $"{key.Id} {Convert.ToBase64String(key.Secret)}\n"))));
            stream.Flush(flushToDisk: true);
        }

        // Whole or not at all: a key that is half written opens nothing.
        File.Move(draft, _file!, overwrite: mode is FileMode.Create);
    }

    private static Key Make(int number) => new($"k{number}", RandomNumberGenerator.GetBytes(Length));

    private static Key[] Read(string text, string place)
    {
        var keys = text.Split(['\n', '\r', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(words => words.Length == 2 && Decode(words[1]) is { Length: Length } secret ? new Key(words[0], secret) : null)
            .ToArray();
        if (keys.Length == 0 || keys.Any(key => key is null) || keys.DistinctBy(key => key!.Id).Count() != keys.Length)
            throw new UnfitDatabaseException(
                $"Expected the keys of the trail in {place}, one line each with its name and 32 bytes in Base64, but they cannot be read."
            );
        return keys!;
    }

    private static byte[]? Decode(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }
}
