using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ParallelApproval.Events;

/// <summary>An act outside of any case; written once, guarded by the database against change and removal.</summary>
public sealed class HouseEventRow
{
    public int Sequence { get; init; }

    public required string Kind { get; init; }

    public DateTimeOffset At { get; init; }

    public required string UserName { get; init; }

    public required string Actor { get; init; }

    public required string Department { get; init; }

    /// <summary>JSON exactly as hashed.</summary>
    public required string Data { get; init; }

    public required byte[] Hash { get; init; }

    /// <summary>Name of the key by which it is linked; null for what was linked before the house had keys (SHA-256).</summary>
    public string? LinkedWith { get; init; }

    /// <inheritdoc cref="ParallelApproval.Database.Act.Through"/>
    public string? Through { get; init; }
}

/// <summary>The head of the chain: its one row is locked by every act.</summary>
public sealed class HouseTrailRow
{
    public int Id { get; init; }

    public int EventCount { get; init; }

    public required byte[] LastHash { get; init; }

    /// <summary>What only somebody with the key of the trail can say of this row; null before the house had one.</summary>
    public byte[]? Seal { get; init; }

    /// <summary>Name of the key.</summary>
    public string? SealedWith { get; init; }
}

internal sealed class HouseEventTable : IEntityTypeConfiguration<HouseEventRow>
{
    public void Configure(EntityTypeBuilder<HouseEventRow> table)
    {
        table.ToTable("house_events").HasKey(row => row.Sequence);
        table.Property(row => row.Sequence).ValueGeneratedNever();
        table.Property(row => row.Data).HasColumnType("json");
        table.Property(row => row.LinkedWith).HasMaxLength(32);
        table.Property(row => row.Through).HasMaxLength(128);
    }
}

internal sealed class HouseTrailTable : IEntityTypeConfiguration<HouseTrailRow>
{
    public void Configure(EntityTypeBuilder<HouseTrailRow> table)
    {
        table.ToTable("house_trail").HasKey(row => row.Id);
        table.Property(row => row.Id).ValueGeneratedNever();
        table.Property(row => row.SealedWith).HasMaxLength(32);
    }
}
