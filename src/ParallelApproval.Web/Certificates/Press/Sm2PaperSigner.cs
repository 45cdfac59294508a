using ParallelApproval.Database;
using ParallelApproval.Installations;

namespace ParallelApproval.Web.Certificates;

/// <summary>
/// Holds the key with which papers are signed with SM2 where <c>ParallelApproval:Crypto</c> is SM (国密签名证书): that of a PKCS#12 file from
/// an authority (<c>ParallelApproval:Signing:Sm2CertificateFile</c>), else one derived from the key of the trail, which is the same on
/// every node and lies nowhere. For the latter nobody vouches but the house: its public key is printed by <c>signing public-key</c>.
/// </summary>
internal sealed class Sm2PaperSigner(
    IConfiguration settings,
    CryptoChoice crypto,
    TrailKeys keys,
    InstallationRegister installation,
    TimeProvider time,
    ILogger<Sm2PaperSigner> log
)
{
    public const string CertificateFile = "ParallelApproval:Signing:Sm2CertificateFile";

    // Of a house that nobody has set up yet.
    private const string Nameless = "ParallelApproval";
    private const string Purpose = "sm2-paper";

    private readonly SigningFile<Sm2Certificate> _file = new(settings, CertificateFile, Sm2Certificate.Read, log);
    private volatile Derived? _derived;

    /// <summary>Whether papers are to bear a signature with SM2.</summary>
    public bool IsWanted => crypto.Profile is CryptoProfile.SM;

    /// <summary>As <see cref="PaperSigner.Fault"/>, with <c>sm2</c> before it where it is: <c>sm2Expired</c>.</summary>
    public string? Fault =>
        !IsWanted ? null
        : _file.Read() is (null, { } fault) ? Named(fault)
        : CertificateDays.Fault(Certificate.Own.NotBefore, Certificate.Own.NotAfter, time.GetUtcNow()) is { } late ? Named(late)
        : null;

    /// <summary>The last day of a certificate that ends within thirty days, Asia/Shanghai; null while there is time.</summary>
    public DateOnly? EndsSoon =>
        IsWanted && _file.Read().Key is { } certificate ? CertificateDays.EndsSoon(certificate.Own.NotAfter, time.GetUtcNow()) : null;

    /// <summary>
    /// The public keys with which the house signs or has signed, the newest last: those derived from every key of the trail, and that of
    /// the file. A file that was replaced is no more among them.
    /// </summary>
    public IReadOnlyList<string> PublicKeys =>
        [
            .. keys.Ids.Select(id => Sm2.Written(Sm2.PublicOf(Sm2.Derive(keys, id, Purpose)))),
            .. _file.Read().Key is { } certificate ? [certificate.PublicKey] : Array.Empty<string>(),
        ];

    /// <summary>What signs the next paper; null where none is wanted, and where the certificate cannot be used.</summary>
    public PaperSignature? Signature() => IsWanted && Fault is null ? new Sm2Signature(Certificate, time.GetUtcNow()) : null;

    private Sm2Certificate Certificate => _file.Read().Key ?? Own(installation.Current?.Centre ?? Nameless, keys.Current);

    private Sm2Certificate Own(string name, string key)
    {
        if (_derived is { } known && known.Name == name && known.Key == key)
            return known.Certificate;
        var made = new Derived(name, key, Sm2Certificate.SelfSigned(Sm2.Derive(keys, key, Purpose), name));
        _derived = made;
        return made.Certificate;
    }

    private static string Named(string fault) => "sm2" + char.ToUpperInvariant(fault[0]) + fault[1..];

    private sealed record Derived(string Name, string Key, Sm2Certificate Certificate);
}
