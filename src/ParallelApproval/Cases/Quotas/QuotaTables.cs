using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ParallelApproval.Inputs;

namespace ParallelApproval.Cases;

/// <summary>How many permits there are in a period, and how many are granted.</summary>
public sealed class QuotaRow
{
    public required string ItemCode { get; init; }

    public required string Period { get; init; }

    public int Places { get; init; }

    public int Taken { get; init; }
}

/// <summary>A row of <c>quota_places</c>; commands go through <see cref="QuotaSection"/>.</summary>
public sealed class QuotaPlaceRow
{
    public long CaseKey { get; init; }

    public required string ItemCode { get; init; }

    public required string Period { get; init; }

    public int Branch { get; init; }

    public bool IsInOrder { get; init; }

    public DateTimeOffset AcceptedAt { get; init; }

    public PlaceState State { get; init; }
}

internal sealed class QuotaTable : IEntityTypeConfiguration<QuotaRow>
{
    /// <summary>The constraint that lets no one too many in.</summary>
    internal const string Limit = "ck_quotas_taken";

    public void Configure(EntityTypeBuilder<QuotaRow> table)
    {
        table
            .ToTable("quotas", quotas => quotas.HasCheckConstraint(Limit, "taken >= 0 AND taken <= places"))
            .HasKey(row => new { row.ItemCode, row.Period });
        table.Property(row => row.ItemCode).HasMaxLength(TextLengths.Code);
        table.Property(row => row.Period).HasMaxLength(8);
    }
}

internal sealed class QuotaPlaceTable : IEntityTypeConfiguration<QuotaPlaceRow>
{
    public void Configure(EntityTypeBuilder<QuotaPlaceRow> table)
    {
        table.ToTable("quota_places").HasKey(row => row.CaseKey);
        table.Property(row => row.CaseKey).ValueGeneratedNever();
        table.Property(row => row.ItemCode).HasMaxLength(TextLengths.Code);
        table.Property(row => row.Period).HasMaxLength(8);
        // Who waits before somebody is counted whenever his case is taken out.
        table
            .HasIndex(
                row => new
                {
                    row.ItemCode,
                    row.Period,
                    row.AcceptedAt,
                },
                "ix_quota_places_waiting"
            )
            .HasFilter("state = 'Waiting'");
    }
}
