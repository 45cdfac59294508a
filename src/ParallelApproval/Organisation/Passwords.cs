using System.Buffers.Binary;
using System.Collections.Frozen;
using System.IO.Compression;
using System.Security.Cryptography;
using ErrorOr;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using ParallelApproval.Refusals;

namespace ParallelApproval.Organisation;

/// <summary>
/// Passwords (口令): how they must look and how they are kept. Hashes are those of ASP.NET Core Identity (PBKDF2, HMAC-SHA512, salt per
/// hash), so that they can be moved to another Identity store.
/// </summary>
public static class Passwords
{
    /// <summary>Shortest password that is taken, in characters.</summary>
    public const int MinimumLength = 12;

    /// <summary>Longest password that is taken: hashing must not become a way to keep the server busy.</summary>
    public const int MaximumLength = 128;

    // What must be left of a password without the words that anybody knows who knows the house.
    private const int LeastOwn = 8;

    private const int ShortestWord = 4;

    /// <summary>Rounds of a hash; OWASP's Password Storage Cheat Sheet asks for 210,000 with SHA-512, and more in later editions.</summary>
    public const int Rounds = 220_000;

    /// <summary>
    /// Rounds of the hashes that this process makes: <see cref="Rounds"/>. Only a test process has fewer, which signs in thousands of times
    /// and is not about their cost; no setting and no argument of the product leads here.
    /// </summary>
    internal static int RoundsHere { get; set; } = Rounds;

    private const string Product = "parallelapproval";

    // What people write in the place of letters.
    private const string Disguised = "0134578@$!";
    private const string Meant = "oieastbasi";

    private static readonly Lazy<FrozenSet<string>> Common = new(() => Read("common-passwords.txt", packed: false));

    // Read the first time that somebody gives himself a password; about 5 MB in memory.
    private static readonly Lazy<FrozenSet<string>> Breached = new(() => Read("breached-passwords.txt.gz", packed: true));

    private static readonly Lazy<PasswordHasher<Officer>> Hasher = new(() =>
        new(Options.Create(new PasswordHasherOptions { IterationCount = RoundsHere }))
    );

    // Verified in place of an unknown officer's hash, so that a wrong name takes as long as a wrong password.
    private static readonly Lazy<string> Decoy = new(() => Hash(Guid.NewGuid().ToString()));

    public static string Hash(string password) => Hasher.Value.HashPassword(null!, password);

    /// <summary>Whether the password belongs to the hash. A null hash takes the same time and is always wrong.</summary>
    public static bool Matches(string? hash, string password)
    {
        var known = !string.IsNullOrEmpty(hash);
        var result = Hasher.Value.VerifyHashedPassword(null!, known ? hash! : Decoy.Value, password);
        return known && result != PasswordVerificationResult.Failed;
    }

    /// <summary>Whether the hash was made with fewer rounds than are made now.</summary>
    public static bool IsOutOfDate(string hash) => ReadRounds(hash) < RoundsHere;

    /// <summary>
    /// Any composition is taken (NIST SP 800-63B-4): letters, signs, blanks, Chinese. Refuses, as <c>password_too_weak</c>, a password
    /// that is
    /// too short, too long, or contains the user name; as <c>password_common</c>, one that is known from breaches, and one of the ten
    /// thousand words that people use most, whatever figures and signs stand around it or in the place of its letters; as
    /// <c>password_of_house</c>, one of which too little is left without the words of the house, the product and the account.
    /// </summary>
    /// <param name="field">Under which the request names it.</param>
    /// <param name="houseWords">Names of the house; see <see cref="IKnowHouseWords"/>.</param>
    public static ErrorOr<Success> Check(
        string password,
        string userName,
        string field = "password",
        IEnumerable<string>? houseWords = null
    )
    {
        // As a reader counts: a rare character is one.
        var length = password.EnumerateRunes().Count();
        var namesOwner = password.Contains(userName, StringComparison.OrdinalIgnoreCase);
        if (length < MinimumLength || password.Length > MaximumLength || namesOwner)
            return Refusal.Input(
                field,
                RefusalCode.PasswordTooWeak,
                ("minimum", MinimumLength),
                ("maximum", MaximumLength),
                ("length", length)
            );
        if (IsCommon(password))
            return Refusal.Input(field, RefusalCode.PasswordCommon);
        return IsOfHouse(password, [Product, .. userName.Split('.', '-', '_'), .. houseWords ?? []])
            ? Refusal.Input(field, RefusalCode.PasswordOfHouse)
            : Result.Success;
    }

    /// <summary>A password that <see cref="Check"/> takes: 16 characters, none that is read for another one.</summary>
    public static string Make(string userName)
    {
        while (true)
        {
            var password = RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789-+=", 16);
            if (!Check(password, userName).IsError)
                return password;
        }
    }

    private static bool IsCommon(string password)
    {
        var lower = password.ToLowerInvariant();
        if (Breached.Value.Contains(lower))
            return true;
        // Without the figures and signs around it, and with letters for what stands in their place.
        var first = lower.AsSpan().IndexOfAnyInRange('a', 'z');
        return first >= 0 && Common.Value.Contains(Undisguised(lower[first..(lower.AsSpan().LastIndexOfAnyInRange('a', 'z') + 1)]));
    }

    private static bool IsOfHouse(string password, IEnumerable<string> words)
    {
        var left = Undisguised(password.ToLowerInvariant());
        foreach (
            var word in words.Select(word => Undisguised(word.ToLowerInvariant())).Where(IsWord).OrderByDescending(word => word.Length)
        )
            left = left.Replace(word, "", StringComparison.Ordinal);
        return left.EnumerateRunes().Count() < LeastOwn;
    }

    // Two characters of Chinese are a word; of letters, less than four are in too many.
    private static bool IsWord(string word) => word.Length >= ShortestWord || (word.Length >= 2 && word.Any(c => c > '\u2E7F'));

    private static string Undisguised(string lower) =>
        string.Concat(lower.Select(c => Disguised.IndexOf(c, StringComparison.Ordinal) is >= 0 and var at ? Meant[at] : c));

    private static FrozenSet<string> Read(string name, bool packed)
    {
        using var resource = typeof(Passwords).Assembly.GetManifestResourceStream("ParallelApproval.Organisation." + name)!;
        using var plain = packed ? new GZipStream(resource, CompressionMode.Decompress) : resource;
        using var list = new StreamReader(plain);
        return list.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
    }

    // Format 3 of Identity: a byte, then three numbers of four bytes, the second of which is the rounds.
    private static uint ReadRounds(string hash) =>
        Convert.FromBase64String(hash) is [1, ..] bytes && bytes.Length > 13 ? BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(5)) : 0;
}
