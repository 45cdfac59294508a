using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ParallelApproval.Benchmarks.Yardstick;

/// <summary>A signed token that names the branch whose officer is signed in; 0 is the clerk. It needs no look-up.</summary>
internal static class YardstickToken
{
    private const string Scheme = "Bearer ";
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);

    public static string Make(int branch)
    {
        var claim = string.Create(
            CultureInfo.InvariantCulture,
            $"{branch}.{TimeProvider.System.GetUtcNow().AddHours(8).ToUnixTimeSeconds()}"
        );
        return claim + '.' + Sign(claim);
    }

    /// <summary>The branch, or null for a token that is missing, forged or too old.</summary>
    public static int? Read(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme, StringComparison.Ordinal))
            return null;
        var parts = header[Scheme.Length..].Split('.');
        if (parts.Length != 3 || !IsSigned(parts[0] + '.' + parts[1], parts[2]))
            return null;
        var expires = long.Parse(parts[1], CultureInfo.InvariantCulture);
        return expires < TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() ? null : int.Parse(parts[0], CultureInfo.InvariantCulture);
    }

    private static bool IsSigned(string claim, string signature) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Sign(claim)), Encoding.ASCII.GetBytes(signature));

    private static string Sign(string claim) => Convert.ToHexStringLower(HMACSHA256.HashData(Key, Encoding.ASCII.GetBytes(claim)));
}
