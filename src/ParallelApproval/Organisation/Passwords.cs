using System.Buffers.Binary;
using System.Collections.Frozen;
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
    public const int MinimumLength = 10;

    /// <summary>Longest password that is taken: hashing must not become a way to keep the server busy.</summary>
    public const int MaximumLength = 128;

    /// <summary>How many of the four classes (lower case, upper case, digits, others) must occur.</summary>
    public const int MinimumClasses = 3;

    /// <summary>Rounds of a hash; OWASP's Password Storage Cheat Sheet asks for 210,000 with SHA-512, and more in later editions.</summary>
    public const int Rounds = 220_000;

    // What people write in the place of letters.
    private const string Disguised = "0134578@$!";
    private const string Meant = "oieastbasi";

    private static readonly Lazy<FrozenSet<string>> Common = new(ReadCommon);

    private static readonly PasswordHasher<Officer> Hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = Rounds }));

    // Verified in place of an unknown officer's hash, so that a wrong name takes as long as a wrong password.
    private static readonly string Decoy = Hasher.HashPassword(null!, Guid.NewGuid().ToString());

    public static string Hash(string password) => Hasher.HashPassword(null!, password);

    /// <summary>Whether the password belongs to the hash. A null hash takes the same time and is always wrong.</summary>
    public static bool Matches(string? hash, string password)
    {
        var known = !string.IsNullOrEmpty(hash);
        var result = Hasher.VerifyHashedPassword(null!, known ? hash! : Decoy, password);
        return known && result != PasswordVerificationResult.Failed;
    }

    /// <summary>Whether the hash was made with fewer rounds than are made now.</summary>
    public static bool IsOutOfDate(string hash) => ReadRounds(hash) < Rounds;

    /// <summary>
    /// Refuses, as <c>password_common</c>, one of the ten thousand words that people use most, whatever figures and signs stand around it
    /// or in the place of its letters; as <c>password_too_weak</c>, a password that is too short, too long, of too few classes, or the
    /// user name itself.
    /// </summary>
    /// <param name="field">Under which the request names it.</param>
    public static ErrorOr<Success> Check(string password, string userName, string field = "password")
    {
        var classes = Classes(password);
        var namesOwner = password.Contains(userName, StringComparison.OrdinalIgnoreCase);
        if (password.Length is >= MinimumLength and <= MaximumLength && classes >= MinimumClasses && !namesOwner)
            return IsCommon(password) ? Refusal.Input(field, RefusalCode.PasswordCommon) : Result.Success;
        return Refusal.Input(
            field,
            RefusalCode.PasswordTooWeak,
            ("minimum", MinimumLength),
            ("maximum", MaximumLength),
            ("wantedClasses", MinimumClasses),
            ("length", password.Length),
            ("classes", classes)
        );
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

    // Without the figures and signs around it, and with letters for what stands in their place.
    private static bool IsCommon(string password)
    {
        var lower = password.ToLowerInvariant();
        var first = lower.AsSpan().IndexOfAnyInRange('a', 'z');
        if (first < 0)
            return false;
        var word = lower[first..(lower.AsSpan().LastIndexOfAnyInRange('a', 'z') + 1)]
            .Select(c => Disguised.IndexOf(c, StringComparison.Ordinal) is >= 0 and var at ? Meant[at] : c);
        return Common.Value.Contains(string.Concat(word));
    }

    private static FrozenSet<string> ReadCommon()
    {
        using var list = new StreamReader(
            typeof(Passwords).Assembly.GetManifestResourceStream("ParallelApproval.Organisation.common-passwords.txt")!
        );
        return list.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
    }

    // Format 3 of Identity: a byte, then three numbers of four bytes, the second of which is the rounds.
    private static uint ReadRounds(string hash) =>
        Convert.FromBase64String(hash) is [1, ..] bytes && bytes.Length > 13 ? BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(5)) : 0;

    private static int Classes(string password) =>
        (password.Any(char.IsLower) ? 1 : 0)
        + (password.Any(char.IsUpper) ? 1 : 0)
        + (password.Any(char.IsDigit) ? 1 : 0)
        + (password.Any(c => !char.IsLower(c) && !char.IsUpper(c) && !char.IsDigit(c)) ? 1 : 0);
}
