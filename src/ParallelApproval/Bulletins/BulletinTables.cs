using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ParallelApproval.Bulletins;

/// <summary>A bulletin that was issued, with all that it said: nothing in it changes any more.</summary>
internal sealed class BulletinRow
{
    public BulletinKind Kind { get; init; }

    public DateOnly FirstDay { get; init; }

    public DateTimeOffset IssuedAt { get; init; }

    public required string IssuedBy { get; init; }

    /// <summary>JSON, byte by byte as its hash in the trail of the house was taken.</summary>
    public required string Document { get; init; }
}

internal sealed class BulletinTable : IEntityTypeConfiguration<BulletinRow>
{
    public void Configure(EntityTypeBuilder<BulletinRow> table)
    {
        table.ToTable("bulletins").HasKey(row => new { row.Kind, row.FirstDay });
        table.Property(row => row.Document).HasColumnType("json");
    }
}
