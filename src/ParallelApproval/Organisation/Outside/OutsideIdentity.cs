using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ParallelApproval.Database;

namespace ParallelApproval.Organisation;

/// <summary>
/// The outside provider of identities (统一身份认证, OpenID Connect), as the settings name it.
/// </summary>
/// <param name="Issuer">As it stands in its tokens; null where there is none.</param>
/// <param name="Vouching">Methods (<c>amr</c>, RFC 8176) by which it asks for a second factor; one of them is enough.</param>
public sealed record OutsideProvider(string? Issuer, IReadOnlyList<string> Vouching)
{
    public static readonly OutsideProvider None = new(null, []);
}

/// <summary>
/// Whom of the house an outside identity is (身份绑定). Issuer and subject together are never given to another person, by the standard; names
/// and addresses of the provider are not looked at, for those may be.
/// </summary>
public sealed class OutsideIdentity
{
    public const int LongestIssuer = 200;

    /// <summary>OpenID Connect Core, 2: at most 255 ASCII characters.</summary>
    public const int LongestSubject = 255;

    public required string Issuer { get; init; }

    public required string Subject { get; init; }

    public required Guid OfficerId { get; init; }

    public required DateTimeOffset BoundAt { get; init; }

    public required string BoundBy { get; init; }
}

internal sealed class OutsideIdentityTable : IEntityTypeConfiguration<OutsideIdentity>
{
    public void Configure(EntityTypeBuilder<OutsideIdentity> table)
    {
        table.ToTable("outside_identities");
        table.HasKey(identity => new { identity.Issuer, identity.Subject });
        table.Property(identity => identity.Issuer).HasMaxLength(OutsideIdentity.LongestIssuer);
        table.Property(identity => identity.Subject).HasMaxLength(OutsideIdentity.LongestSubject);
        table.Property(identity => identity.BoundBy).HasMaxLength(Inputs.TextLengths.Code);
        table.HasIndex(identity => new { identity.OfficerId, identity.Issuer }).IsUnique();
        table.HasOne<Officer>().WithMany().HasForeignKey(identity => identity.OfficerId).OnDelete(DeleteBehavior.Restrict);
    }
}

/// <summary>Reads who is bound to whom (身份绑定查询).</summary>
public sealed class OutsideIdentities(IDbContextFactory<ApprovalDbContext> contexts, OutsideProvider provider)
{
    /// <summary>As whom the provider of now knows an officer; null where it does not.</summary>
    public async Task<OutsideIdentity?> OfAsync(Officer officer, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Set<OutsideIdentity>()
            .AsNoTracking()
            .FirstOrDefaultAsync(known => known.OfficerId == officer.Id && known.Issuer == provider.Issuer, cancellation);
    }

    /// <summary>Whom of the house it is, as he stands at this moment; null for an unknown one.</summary>
    internal async Task<Officer?> FindAsync(string issuer, string subject, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Set<OutsideIdentity>()
            .Where(known => known.Issuer == issuer && known.Subject == subject)
            .Join(db.Set<Officer>(), known => known.OfficerId, officer => officer.Id, (_, officer) => officer)
            .AsNoTracking()
            .FirstOrDefaultAsync(cancellation);
    }
}
