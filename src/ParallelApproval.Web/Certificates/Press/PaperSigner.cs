using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ParallelApproval.Web.Certificates;

/// <summary>
/// Holds the key with which papers are signed (签名证书): a PKCS#12 file outside of the database
/// (<c>ParallelApproval:Signing:CertificateFile</c>), its password in a file of its own (<c>…:PasswordFile</c>). A file that is replaced is
/// read again. Where signing is not required (<c>…:Required</c>), papers are made without a signature while the key cannot be used.
/// </summary>
internal sealed class PaperSigner(IConfiguration settings, TimeProvider time, ILogger<PaperSigner> log) : IDisposable
{
    public const string CertificateFile = "ParallelApproval:Signing:CertificateFile";
    public const string PasswordFile = "ParallelApproval:Signing:PasswordFile";
    public const string Required = "ParallelApproval:Signing:Required";

    /// <summary>The fault of a house that wants signatures and has no key.</summary>
    public const string NotSetUp = "notSetUp";

    private static readonly TimeSpan Soon = TimeSpan.FromDays(30);

    private readonly Lock _reading = new();
    private X509Certificate2? _certificate;
    private string? _fault;
    private DateTime _readFrom = DateTime.MaxValue;

    /// <summary>Whether no paper leaves the house without a signature.</summary>
    public bool IsRequired => settings.GetValue(Required, false);

    /// <summary>
    /// Why nothing can be signed: <c>missing</c>, <c>unreadable</c> (no PKCS#12, or the wrong password), <c>noPrivateKey</c>,
    /// <c>notYetValid</c>, <c>expired</c>, or <c>notSetUp</c> where signatures are required; null when all is well, and where nobody wants
    /// any.
    /// </summary>
    public string? Fault =>
        Certificate is null && IsSetUp ? _fault
        : IsSetUp ? Validity()
        : IsRequired ? NotSetUp
        : null;

    /// <summary>The last day of a certificate that ends within thirty days, Asia/Shanghai; null while there is time.</summary>
    public DateOnly? EndsSoon =>
        Certificate is { } certificate && certificate.NotAfter.ToUniversalTime() - time.GetUtcNow().UtcDateTime is var left && left < Soon
            ? DateOnly.FromDateTime(new DateTimeOffset(certificate.NotAfter.ToUniversalTime()).InShanghai().DateTime)
            : null;

    private bool IsSetUp => settings[CertificateFile] is { Length: > 0 };

    private X509Certificate2? Certificate
    {
        get
        {
            if (!IsSetUp)
                return null;
            lock (_reading)
            {
                var path = settings[CertificateFile]!;
                var written = File.GetLastWriteTimeUtc(path);
                if (written != _readFrom)
                {
                    _readFrom = written;
                    Read(path);
                    if (_fault is not null)
                        log.LogError("Papers cannot be signed with {File}: {Fault}", path, _fault);
                }

                return _certificate;
            }
        }
    }

    /// <summary>What signs the next paper; null where none can be signed.</summary>
    public PaperSignature? Signature() => Certificate is { } certificate && Validity() is null ? new(certificate, time.GetUtcNow()) : null;

    public void Dispose() => _certificate?.Dispose();

    private string? Validity()
    {
        var now = time.GetUtcNow().UtcDateTime;
        return _certificate switch
        {
            null => _fault,
            { } early when early.NotBefore.ToUniversalTime() > now => "notYetValid",
            { } late when late.NotAfter.ToUniversalTime() < now => "expired",
            _ => null,
        };
    }

    private void Read(string path)
    {
        (_certificate, _fault) = (null, null);
        try
        {
            if (!File.Exists(path))
            {
                _fault = "missing";
                return;
            }

            var password = settings[PasswordFile] is { Length: > 0 } file ? File.ReadAllText(file).TrimEnd('\r', '\n') : null;
            var read = X509CertificateLoader.LoadPkcs12FromFile(path, password, X509KeyStorageFlags.EphemeralKeySet);
            if (read.HasPrivateKey)
                _certificate = read;
            else
                _fault = "noPrivateKey";
        }
        catch (Exception fault) when (fault is CryptographicException or IOException or UnauthorizedAccessException)
        {
            log.LogDebug(fault, "The signing key was not read.");
            _fault = "unreadable";
        }
    }
}
