using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ParallelApproval.Database;
using ParallelApproval.Events;

namespace ParallelApproval.Library;

/// <summary>
/// A signature under the manifest of a bundle (签名), whoever made it: that it holds says nothing of whether he is trusted.
/// </summary>
/// <param name="PublicKey">As SubjectPublicKeyInfo.</param>
/// <param name="Value">ECDSA on P-256 with SHA-256, over the bytes of the manifest.</param>
public sealed record BundleSignature(byte[] PublicKey, byte[] Value)
{
    /// <summary>By which people know a key (指纹): 64 hexadecimal digits, SHA-256 of the public key.</summary>
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(PublicKey));

    /// <summary>Whether it is one of these bytes.</summary>
    public bool Holds(byte[] manifest)
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(PublicKey, out var read);
            return read == PublicKey.Length && key.KeySize == 256 && key.VerifyData(manifest, Value, HashAlgorithmName.SHA256);
        }
        // Whatever somebody has put in place of a key.
        catch (Exception fault) when (fault is CryptographicException or PlatformNotSupportedException or ArgumentException)
        {
            return false;
        }
    }
}

/// <summary>How a house stands to who signed.</summary>
public enum SignerStanding
{
    /// <summary>The house itself.</summary>
    Own,

    /// <summary>An administrator trusts his key.</summary>
    Trusted,

    Unknown,
}

/// <summary>
/// The key pair with which a house signs its bundles (签名密钥), made when it is first needed and kept in the database, and the keys that it
/// trusts. Whoever reads the database can sign in its name; it is guarded like the officers' accounts.
/// </summary>
public sealed class BundleKeys(IDbContextFactory<ApprovalDbContext> contexts, HouseStore house)
{
    private const string Making = "bundle-key";

    /// <summary>Signs in the name of this house.</summary>
    public async Task<BundleSignature> SignAsync(byte[] manifest, CancellationToken cancellation)
    {
        var own = await OwnAsync(cancellation) ?? await MakeAsync(cancellation);
        using var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(own.PrivateKey, out _);
        return new(own.PublicKey, key.SignData(manifest, HashAlgorithmName.SHA256));
    }

    public async Task<SignerStanding> StandingAsync(BundleSignature signature, CancellationToken cancellation)
    {
        var fingerprint = signature.Fingerprint;
        if (await OwnAsync(cancellation) is { } own && own.Fingerprint == fingerprint)
            return SignerStanding.Own;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Set<BundleSigner>().AnyAsync(signer => signer.Fingerprint == fingerprint && signer.IsTrusted, cancellation)
            ? SignerStanding.Trusted
            : SignerStanding.Unknown;
    }

    /// <summary>Everybody who was ever trusted, by name.</summary>
    public async Task<IReadOnlyList<BundleSigner>> SignersAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Set<BundleSigner>().AsNoTracking().OrderBy(signer => signer.Name).ToListAsync(cancellation);
    }

    /// <summary>The fingerprint of this house; what it tells others by another way than the bundle.</summary>
    public async Task<string> OwnFingerprintAsync(CancellationToken cancellation) =>
        (await OwnAsync(cancellation) ?? await MakeAsync(cancellation)).Fingerprint;

    private async Task<BundleKeyRow?> OwnAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Set<BundleKeyRow>().AsNoTracking().SingleOrDefaultAsync(cancellation);
    }

    // Of two nodes that need it at once, the second finds the first one's.
    private async Task<BundleKeyRow> MakeAsync(CancellationToken cancellation)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var made = new BundleKeyRow
        {
            Id = 1,
            PublicKey = key.ExportSubjectPublicKeyInfo(),
            PrivateKey = key.ExportPkcs8PrivateKey(),
        };
        await house.NoteAsync(
            async db =>
            {
                if (!await db.Set<BundleKeyRow>().AnyAsync(cancellation))
                    db.Add(made);
            },
            cancellation,
            Making
        );
        return (await OwnAsync(cancellation))!;
    }
}

/// <summary>The one key pair of the house.</summary>
internal sealed class BundleKeyRow
{
    /// <summary>1: there is one.</summary>
    public int Id { get; init; }

    public required byte[] PublicKey { get; init; }

    public required byte[] PrivateKey { get; init; }

    public string Fingerprint => new BundleSignature(PublicKey, []).Fingerprint;
}

/// <summary>A key of another house that an administrator has decided on (受信签名者).</summary>
public sealed class BundleSigner
{
    /// <summary>64 hexadecimal digits, SHA-256 of the public key.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Whose it is, as the administrator knows it.</summary>
    public required string Name { get; set; }

    public bool IsTrusted { get; set; }

    /// <summary>Account of who decided last.</summary>
    public required string EnteredBy { get; set; }

    public DateTimeOffset EnteredAt { get; set; }
}

internal sealed class BundleKeyTable : IEntityTypeConfiguration<BundleKeyRow>
{
    public void Configure(EntityTypeBuilder<BundleKeyRow> table)
    {
        table.ToTable("bundle_keys").HasKey(row => row.Id);
        table.Property(row => row.Id).ValueGeneratedNever();
        table.Ignore(row => row.Fingerprint);
    }
}

internal sealed class BundleSignerTable : IEntityTypeConfiguration<BundleSigner>
{
    public void Configure(EntityTypeBuilder<BundleSigner> table)
    {
        table.ToTable("bundle_signers").HasKey(row => row.Fingerprint);
        table.Property(row => row.Fingerprint).HasMaxLength(64);
        table.Property(row => row.Name).HasMaxLength(Inputs.TextLengths.Name);
    }
}
