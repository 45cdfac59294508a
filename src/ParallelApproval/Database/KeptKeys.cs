using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace ParallelApproval.Database;

/// <summary>
/// Keys that lie outside of the database (库外密钥), in a file or a setting, one line each: its name, 32 bytes in Base64, and the keyed hash
/// it is for, HMAC-SHA256 unless it is named. The last one is used for what is new; all of them go on opening what was made with them.
/// </summary>
public abstract class KeptKeys
{
    private const int Length = 32;

    private readonly string? _file;
    private readonly string _setting;
    private readonly CryptoSuite _suite;
    private volatile Key[] _keys;

    private protected KeptKeys(KeySource source)
    {
        (_file, _setting, _suite, IsNew) = (source.File, source.Setting, CryptoSuite.Of(source.Profile), source.IsNew);
        _keys = source.Text is { } text ? Read(text) : [Make(1)];
    }

    private protected sealed record Key(string Id, byte[] Secret, CryptoSuite Suite);

    /// <summary>Where keys come from.</summary>
    /// <param name="Text">As they are written; null for new ones.</param>
    private protected sealed record KeySource(string Setting, string? File, string? Text, bool IsNew, CryptoProfile Profile)
    {
        public static KeySource OfFile(string setting, string file, CryptoProfile profile) =>
            System.IO.File.Exists(file)
                ? new(setting, Path.GetFullPath(file), System.IO.File.ReadAllText(file), false, profile)
                : new(setting, Path.GetFullPath(file), null, true, profile);
    }

    /// <summary>What they are the keys of, for a sentence to the operator.</summary>
    private protected abstract string Of { get; }

    private protected Key[] Keys => _keys;

    /// <summary>They have just been made, and stand nowhere yet.</summary>
    public bool IsNew { get; private set; }

    /// <summary>They lie in a file, which is written when they are used first.</summary>
    public bool HaveSealed => _file is not null && !IsNew;

    /// <summary>Name of the key that is used for what is new.</summary>
    public string Current => _keys[^1].Id;

    /// <summary>Names of all keys, oldest first.</summary>
    public IReadOnlyList<string> Ids => Array.ConvertAll(_keys, key => key.Id);

    /// <summary>Where they come from, for a sentence to the operator.</summary>
    public string Place => _file ?? "the setting " + _setting;

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
        _keys = Read(File.ReadAllText(_file));
        IsNew = false;
    }

    /// <summary>Adds a key; from now on it is used, and the old ones go on opening what was made with them.</summary>
    /// <returns>Its name.</returns>
    /// <exception cref="UnfitDatabaseException">The keys stand in a setting, which only the operator can change.</exception>
    public string Rotate()
    {
        if (_file is null)
            throw new UnfitDatabaseException(
                $"Expected the keys of {Of} in a file, but they stand in a setting: put a new one behind the others there."
            );
        Key[] keys = [.. _keys, Make(_keys.Length + 1)];
        Write(keys, FileMode.Create);
        _keys = keys;
        return Current;
    }

    /// <summary>Whether this process has a key of that name.</summary>
    public bool Has(string id) => TryFind(id, out _);

    private protected Key Find(string id) =>
        TryFind(id, out var key) ? key : throw new UnfitDatabaseException($"Expected the key {id} of {Of} in {Place}, but it is missing.");

    // Another process may have added one.
    private bool TryFind(string id, [NotNullWhen(true)] out Key? found)
    {
        found = Array.Find(_keys, key => key.Id == id);
        if (found is not null || _file is null || IsNew || !File.Exists(_file))
            return found is not null;
        var keys = Read(File.ReadAllText(_file));
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
            stream.Write(Encoding.UTF8.GetBytes(string.Concat(keys.Select(Line))));
            stream.Flush(flushToDisk: true);
        }

        // Whole or not at all: a key that is half written opens nothing.
        File.Move(draft, _file!, overwrite: mode is FileMode.Create);
    }

    private static string Line(Key key) =>
        key.Suite == CryptoSuite.International
            ? $"{key.Id} {Convert.ToBase64String(key.Secret)}\n"
            : $"{key.Id} {Convert.ToBase64String(key.Secret)} {key.Suite.Mac}\n";

    private Key Make(int number) => new($"k{number}", RandomNumberGenerator.GetBytes(Length), _suite);

    private Key[] Read(string text)
    {
        var keys = text.Split(['\n', '\r', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(words =>
                words.Length is 2 or 3
                && Decode(words[1]) is { Length: Length } secret
                && CryptoSuite.OfMac(words.Length == 3 ? words[2] : CryptoSuite.International.Mac) is { } suite
                    ? new Key(words[0], secret, suite)
                    : null
            )
            .ToArray();
        if (keys.Length == 0 || keys.Any(key => key is null) || keys.DistinctBy(key => key!.Id).Count() != keys.Length)
            throw new UnfitDatabaseException(
                $"Expected the keys of {Of} in {Place}, one line each with its name and 32 bytes in Base64, but they cannot be read."
            );
        return keys!;
    }

    private static byte[]? Decode(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }
}
