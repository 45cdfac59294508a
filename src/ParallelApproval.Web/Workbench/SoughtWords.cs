using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace ParallelApproval.Web.Workbench;

/// <summary>
/// What an officer looks for (检索词) is often a name or a telephone, and addresses stand in the logs of proxies and in histories: there it
/// stands
/// encrypted, good for half a day, and every node opens it.
/// </summary>
internal sealed class SoughtWords(IDataProtectionProvider protection)
{
    private const char Mark = '~';
    private static readonly TimeSpan Lasts = TimeSpan.FromHours(12);

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("sought").ToTimeLimitedDataProtector();

    /// <summary>As the words may stand in an address; null for none.</summary>
    public string? Write(string? words) => string.IsNullOrWhiteSpace(words) ? null : Mark + _protector.Protect(words.Trim(), Lasts);

    /// <summary>The words of an address; those that somebody typed there himself as they are, those that are too old or spoilt not at
    /// all.</summary>
    public string? Read(string? written)
    {
        if (written is not [Mark, .. var hidden])
            return written;
        try
        {
            return _protector.Unprotect(hidden);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
