using System.Security.Cryptography;
using System.Text;
using OtpNet;
using ParallelApproval.Database;

namespace ParallelApproval.Organisation;

/// <summary>
/// Whose sign-in asks for a second factor (双因素登录); setting <c>ParallelApproval:SecondFactor</c>, on in Production unless it is set. Whoever
/// administers, designs or manages must have one then, an authenticator or a passkey, and does nothing before he has; anybody else may.
/// </summary>
public sealed record SecondFactorRule(bool IsOn)
{
    /// <summary>Whether he must set one up before he does anything else.</summary>
    public bool IsMissing(Officer officer) =>
        IsOn && !officer.HasSecondFactor && officer.Roles.Any(role => role.IsOfAdministration() || role is Role.Designer or Role.Manager);
}

/// <summary>
/// What an officer's authenticator counts with (动态口令): a one-time password by time, RFC 6238 with SHA-1, six digits, thirty seconds, and
/// ten
/// recovery codes, each good once.
/// </summary>
internal sealed class SecondFactor
{
    public required Guid OfficerId { get; init; }

    /// <summary>The shared secret under a key that lies outside of the database; see <see cref="FactorSecrets"/>.</summary>
    public required string Secret { get; set; }

    /// <summary>When he showed the first code; null while it is being set up, and asked of nobody.</summary>
    public DateTimeOffset? ShownAt { get; set; }

    /// <summary>The step of thirty seconds whose code was taken last: no code is taken twice, nor one from before it.</summary>
    public long LastStep { get; set; }

    /// <summary>Hashes of the recovery codes that are left.</summary>
    public required List<string> RecoveryHashes { get; set; }
}

/// <summary>The arithmetic of one-time passwords and recovery codes; it keeps nothing.</summary>
internal static class OneTimeCodes
{
    private const int SecretBytes = 20;
    private const int Codes = 10;
    private const int CodeLength = 16;
    private const string Letters = "abcdefghjkmnpqrstuvwxyz23456789";

    public static byte[] MakeSecret() => RandomNumberGenerator.GetBytes(SecretBytes);

    public static string Write(byte[] secret) => Base32Encoding.ToString(secret);

    /// <summary>The step of a right code, of now or the one before or after it; null for a wrong one.</summary>
    public static long? StepOf(byte[] secret, string code, DateTimeOffset now) =>
        new Totp(secret).VerifyTotp(now.UtcDateTime, code, out var step, new VerificationWindow(previous: 1, future: 1)) ? step : null;

    /// <summary>What an authenticator reads from a picture (Key URI format).</summary>
    public static string Address(byte[] secret, string issuer, string userName) =>
        new OtpUri(OtpType.Totp, secret, userName, issuer).ToString();

    public static List<string> MakeRecoveryCodes() =>
        [.. Enumerable.Range(0, Codes).Select(_ => RandomNumberGenerator.GetString(Letters, CodeLength))];

    /// <summary>Of 78 random bits, so that a hash without rounds is enough.</summary>
    public static string Hash(string recoveryCode) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Plain(recoveryCode))));

    /// <summary>As it is compared, whatever spaces and strokes somebody types.</summary>
    public static string Plain(string code) => string.Concat(code.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
}

/// <summary>
/// Seals the secrets of authenticators (密钥封存) with AES-256-GCM under a key derived from that of the trail, which lies outside of the
/// database. A secret is bound to its officer: in another row it opens nothing.
/// </summary>
internal sealed class FactorSecrets(TrailKeys keys)
{
    private const string Purpose = "second-factor";
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    /// <summary>Name of the key, a colon, then nonce, tag and cipher text in Base64.</summary>
    public string Seal(byte[] secret, Guid officer)
    {
        var sealedBytes = new byte[NonceBytes + TagBytes + secret.Length];
        RandomNumberGenerator.Fill(sealedBytes.AsSpan(0, NonceBytes));
        using var cipher = new AesGcm(keys.Derive(keys.Current, Purpose), TagBytes);
        cipher.Encrypt(
            sealedBytes.AsSpan(0, NonceBytes),
            secret,
            sealedBytes.AsSpan(NonceBytes + TagBytes),
            sealedBytes.AsSpan(NonceBytes, TagBytes),
            officer.ToByteArray()
        );
        return keys.Current + ":" + Convert.ToBase64String(sealedBytes);
    }

    /// <exception cref="UnfitDatabaseException">This process does not have its key.</exception>
    /// <exception cref="CryptographicException">Somebody has changed it.</exception>
    public byte[] Open(string written, Guid officer)
    {
        var colon = written.LastIndexOf(':');
        var bytes = Convert.FromBase64String(written[(colon + 1)..]);
        var secret = new byte[bytes.Length - NonceBytes - TagBytes];
        using var cipher = new AesGcm(keys.Derive(written[..colon], Purpose), TagBytes);
        cipher.Decrypt(
            bytes.AsSpan(0, NonceBytes),
            bytes.AsSpan(NonceBytes + TagBytes),
            bytes.AsSpan(NonceBytes, TagBytes),
            secret,
            officer.ToByteArray()
        );
        return secret;
    }
}
