using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ParallelApproval.Catalogue;

namespace ParallelApproval.Cases;

/// <summary>A row of <c>branches</c> as lists and reports read it; commands go through <see cref="BranchSection"/>.</summary>
public sealed class BranchRow
{
    public long CaseKey { get; init; }

    public int Number { get; init; }

    public required string Department { get; init; }

    /// <summary>Code of the body whose step it was before <see cref="Department"/> took it over; null while it is whose it was.</summary>
    public string? TakenFrom { get; init; }

    public required string Result { get; init; }

    public BranchKind Kind { get; init; }

    public required int[] Hard { get; init; }

    public required int[] Soft { get; init; }

    public BranchStatus Status { get; init; }

    public int Round { get; init; }

    public string? Holder { get; init; }

    public string? Bookmark { get; init; }

    public bool AsksApplicant { get; init; }

    public DateTimeOffset? OpenedAt { get; init; }

    public DateTimeOffset? SettledAt { get; init; }

    public required string[] Excluded { get; init; }

    public string? RecusalOf { get; init; }

    public string? ReviewedBy { get; init; }

    /// <summary>JSON of an <see cref="ExtensionRequest"/>; null when none is asked for.</summary>
    public string? ExtensionAsked { get; init; }

    /// <summary>Yuan.</summary>
    public decimal FeePaid { get; init; }

    public int Corrections { get; init; }

    public required int[] Awaits { get; init; }

    public DateTimeOffset? HeldSince { get; init; }

    public string? HeldBefore { get; init; }

    public DateTimeOffset? OnDeskSince { get; init; }

    public required string[] Inspectors { get; init; }
}

/// <summary>A signed decision; never changed, never removed.</summary>
public sealed class DecisionRow
{
    public long CaseKey { get; init; }

    public int Branch { get; init; }

    public int Round { get; init; }

    public Verdict Verdict { get; init; }

    public required string Opinion { get; init; }

    public string? Reasons { get; init; }

    public string? Remedies { get; init; }

    public required string Department { get; init; }

    public required string SignedBy { get; init; }

    public DateTimeOffset SignedAt { get; init; }

    /// <summary>代: for whom a deputy signed; null when the officer signed for himself.</summary>
    public string? OnBehalfOf { get; init; }

    /// <summary>Number of the letter of authorisation under which it was signed.</summary>
    public string? Letter { get; init; }
}

internal sealed class BranchTable : IEntityTypeConfiguration<BranchRow>
{
    /// <summary>The statuses in which a branch lies on a desk, for the index of the inbox.</summary>
    internal const string IsWithDepartment = "status IN ('InReview', 'ReadyToSign', 'Stopped', 'CorrectionRequested')";

    public void Configure(EntityTypeBuilder<BranchRow> table)
    {
        table.ToTable("branches").HasKey(row => new { row.CaseKey, row.Number });
        table.HasIndex(row => new { row.Department, row.CaseKey }, "ix_branches_inbox").HasFilter(IsWithDepartment);
        // Lists of a department or station show its closed cases, too.
        table.HasIndex(row => new { row.Department, row.CaseKey }, "ix_branches_department");
        // Branches that were there before nobody was named for.
        table.Property(row => row.Inspectors).HasDefaultValueSql("'{}'");
        table.Property(row => row.ExtensionAsked).HasColumnType("json");
        table.HasIndex(row => row.CaseKey, "ix_branches_extension_asked").HasFilter("extension_asked IS NOT NULL");
        table.HasStorageParameter("fillfactor", 70);
    }
}

/// <summary>A row of <c>site_visits</c>.</summary>
public sealed class SiteVisitRow
{
    public long CaseKey { get; init; }

    public int Round { get; init; }

    /// <summary>JSON of a <see cref="SiteVisit"/>.</summary>
    public required string Document { get; init; }
}

internal sealed class SiteVisitTable : IEntityTypeConfiguration<SiteVisitRow>
{
    public void Configure(EntityTypeBuilder<SiteVisitRow> table)
    {
        table.ToTable("site_visits").HasKey(row => new { row.CaseKey, row.Round });
        table.Property(row => row.Document).HasColumnType("json");
    }
}

internal sealed class DecisionTable : IEntityTypeConfiguration<DecisionRow>
{
    public void Configure(EntityTypeBuilder<DecisionRow> table) =>
        table
            .ToTable("decisions")
            .HasKey(row => new
            {
                row.CaseKey,
                row.Branch,
                row.Round,
            });
}
