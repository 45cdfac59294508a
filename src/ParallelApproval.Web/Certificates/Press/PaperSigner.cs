using System.Security.Cryptography.X509Certificates;
using ParallelApproval.Database;

namespace ParallelApproval.Web.Certificates;

/// <summary>
/// Holds the key with which papers are signed for common readers (签名证书): a PKCS#12 file outside of the database
/// (<c>ParallelApproval:Signing:CertificateFile</c>), its password in a file of its own (<c>…:PasswordFile</c>). Where signing is not
/// required (<c>…:Required</c>), papers are made without a signature while the key cannot be used.
/// </summary>
internal sealed class PaperSigner(IConfiguration settings, CryptoChoice crypto, TimeProvider time, ILogger<PaperSigner> log)
{
    public const string CertificateFile = "ParallelApproval:Signing:CertificateFile";
    public const string PasswordFile = "ParallelApproval:Signing:PasswordFile";
    public const string Required = "ParallelApproval:Signing:Required";

    /// <summary>The fault of a house that wants signatures and has no key.</summary>
    public const string NotSetUp = "notSetUp";

    private readonly SigningFile<X509Certificate2> _file = new(settings, CertificateFile, Open, log);

    /// <summary>Whether no paper leaves the house without a signature.</summary>
    public bool IsRequired => settings.GetValue(Required, false);

    /// <summary>
    /// Why nothing can be signed: <c>missing</c>, <c>unreadable</c> (no PKCS#12, or the wrong password), <c>noPrivateKey</c>,
    /// <c>notYetValid</c>, <c>expired</c>, or <c>notSetUp</c> where signatures are required and SM2 makes none; null when all is well, and
    /// where nobody wants any.
    /// </summary>
    public string? Fault =>
        _file.Read() switch
        {
            (null, { } fault) => fault,
            ({ } certificate, _) => Validity(certificate),
            _ => IsRequired && crypto.Profile is not CryptoProfile.SM ? NotSetUp : null,
        };

    /// <summary>The last day of a certificate that ends within thirty days, Asia/Shanghai; null while there is time.</summary>
    public DateOnly? EndsSoon =>
        _file.Read().Key is { } certificate ? CertificateDays.EndsSoon(certificate.NotAfter, time.GetUtcNow()) : null;

    /// <summary>What signs the next paper; null where none can be signed.</summary>
    public PaperSignature? Signature() =>
        _file.Read().Key is { } certificate && Validity(certificate) is null ? new PadesSignature(certificate, time.GetUtcNow()) : null;

    private string? Validity(X509Certificate2 certificate) =>
        CertificateDays.Fault(certificate.NotBefore, certificate.NotAfter, time.GetUtcNow());

    private static X509Certificate2? Open(byte[] file, string? password) =>
        X509CertificateLoader.LoadPkcs12(file, password, X509KeyStorageFlags.EphemeralKeySet) is { HasPrivateKey: true } read ? read : null;
}
