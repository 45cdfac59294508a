using System.Security.Cryptography;
using ErrorOr;
using Microsoft.AspNetCore.Identity;
using ParallelApproval.Refusals;

namespace ParallelApproval.Organisation;

/// <summary>
/// Passwords: how they must look and how they are kept. Hashes are those of ASP.NET Core Identity (PBKDF2, HMAC-SHA512,
/// 100,000 rounds, salt per hash), so that they can be moved to another Identity store.
/// </summary>
public static class Passwords
{
    /// <summary>Shortest password that is taken, in characters.</summary>
    public const int MinimumLength = 10;

    /// <summary>Longest password that is taken: hashing must not become a way to keep the server busy.</summary>
    public const int MaximumLength = 128;

    /// <summary>How many of the four classes (lower case, upper case, digits, others) must occur.</summary>
    public const int MinimumClasses = 3;

    private static readonly PasswordHasher<Officer> Hasher = new();

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

    /// <summary>
    /// Refuses, as <c>password_too_weak</c>, a password that is too short, too long, of too few classes, or the user name itself.
    /// </summary>
    /// <param name="field">Under which the request names it.</param>
    public static ErrorOr<Success> Check(string password, string userName, string field = "password")
    {
        var classes = Classes(password);
        var namesOwner = password.Contains(userName, StringComparison.OrdinalIgnoreCase);
        if (password.Length is >= MinimumLength and <= MaximumLength && classes >= MinimumClasses && !namesOwner)
            return Result.Success;
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

    private static int Classes(string password) =>
        (password.Any(char.IsLower) ? 1 : 0)
        + (password.Any(char.IsUpper) ? 1 : 0)
        + (password.Any(char.IsDigit) ? 1 : 0)
        + (password.Any(c => !char.IsLower(c) && !char.IsUpper(c) && !char.IsDigit(c)) ? 1 : 0);
}
