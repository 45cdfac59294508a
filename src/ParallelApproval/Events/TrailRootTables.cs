using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ParallelApproval.Events;

/// <summary>What all chains came to at one moment, sealed and linked to the root before it.</summary>
internal sealed class TrailRootRow
{
    /// <summary>1, 2, 3 … without holes.</summary>
    public int Number { get; init; }

    public DateTimeOffset At { get; init; }

    /// <summary>Every event of a case up to this position is in it.</summary>
    public long Position { get; init; }

    /// <summary>How many events of cases that are.</summary>
    public long Events { get; init; }

    /// <summary>SHA-256 over the last of these events of each case: number, sequence, hash.</summary>
    public required byte[] Cases { get; init; }

    public int HouseEvents { get; init; }

    /// <summary>Hash of the last of them.</summary>
    public required byte[] House { get; init; }

    /// <summary>How often each table of the house had been sealed: <c>name=version</c>, one line each.</summary>
    public required string Tables { get; init; }

    /// <summary>SHA-256 of the root before it; 32 zero bytes before the first.</summary>
    public required byte[] Previous { get; init; }

    public required byte[] Seal { get; init; }

    public required string SealedWith { get; init; }

    /// <summary>See <see cref="RootSignature"/>; null where roots are not signed.</summary>
    public byte[]? Signature { get; init; }
}

internal sealed class TrailRootTable : IEntityTypeConfiguration<TrailRootRow>
{
    public void Configure(EntityTypeBuilder<TrailRootRow> table)
    {
        table.ToTable("trail_roots").HasKey(row => row.Number);
        table.Property(row => row.Number).ValueGeneratedNever();
        table.Property(row => row.SealedWith).HasMaxLength(32);
    }
}
