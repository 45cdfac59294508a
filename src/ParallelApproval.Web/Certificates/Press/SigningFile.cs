using System.Security.Cryptography;

namespace ParallelApproval.Web.Certificates;

/// <summary>
/// A PKCS#12 file outside of the database that something is signed with (签名密钥文件), its password in a file of its own. A file that is
/// replaced is read again.
/// </summary>
/// <param name="setting">The setting that names the file.</param>
/// <param name="open">
/// Opens it with a password; no key when there is none of the right kind in it. Throws <see cref="CryptographicException"/> when it
/// cannot be read.
/// </param>
internal sealed class SigningFile<T>(IConfiguration settings, string setting, Func<byte[], string?, T?> open, ILogger log)
    where T : class
{
    private readonly Lock _reading = new();
    private T? _key;
    private string? _fault;
    private DateTime _readFrom = DateTime.MaxValue;

    /// <summary>Whether a file is named.</summary>
    public bool IsSetUp => settings[setting] is { Length: > 0 };

    /// <summary>
    /// The key, or why there is none: <c>missing</c>, <c>unreadable</c> (no PKCS#12, or the wrong password), <c>noPrivateKey</c>; neither
    /// where no file is named.
    /// </summary>
    public (T? Key, string? Fault) Read()
    {
        if (!IsSetUp)
            return (null, null);
        lock (_reading)
        {
            var path = settings[setting]!;
            var written = File.GetLastWriteTimeUtc(path);
            if (written != _readFrom)
            {
                _readFrom = written;
                Read(path);
                if (_fault is not null)
                    log.LogError("Papers cannot be signed with {File}: {Fault}", path, _fault);
            }

            return (_key, _fault);
        }
    }

    private void Read(string path)
    {
        (_key, _fault) = (null, null);
        try
        {
            if (!File.Exists(path))
            {
                _fault = "missing";
                return;
            }

            var password = settings[PaperSigner.PasswordFile] is { Length: > 0 } file ? File.ReadAllText(file).TrimEnd('\r', '\n') : null;
            _key = open(File.ReadAllBytes(path), password);
            if (_key is null)
                _fault = "noPrivateKey";
        }
        catch (Exception fault) when (fault is CryptographicException or IOException or UnauthorizedAccessException)
        {
            log.LogDebug(fault, "The signing key was not read.");
            _fault = "unreadable";
        }
    }
}

/// <summary>How long a certificate may be used (证书有效期).</summary>
internal static class CertificateDays
{
    private static readonly TimeSpan Soon = TimeSpan.FromDays(30);

    /// <summary><c>notYetValid</c> or <c>expired</c>; null while it holds.</summary>
    public static string? Fault(DateTime notBefore, DateTime notAfter, DateTimeOffset now) =>
        notBefore.ToUniversalTime() > now.UtcDateTime ? "notYetValid"
        : notAfter.ToUniversalTime() < now.UtcDateTime ? "expired"
        : null;

    /// <summary>Its last day, Asia/Shanghai.</summary>
    public static DateOnly Last(DateTime notAfter) =>
        DateOnly.FromDateTime(new DateTimeOffset(notAfter.ToUniversalTime()).InShanghai().DateTime);

    /// <summary>Its last day when that is within thirty days; null while there is time.</summary>
    public static DateOnly? EndsSoon(DateTime notAfter, DateTimeOffset now) =>
        notAfter.ToUniversalTime() - now.UtcDateTime < Soon ? Last(notAfter) : null;
}
