using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Organisation;

namespace ParallelApproval.Headlines;

/// <summary>
/// What one case adds to the headline figures (总览事实). Counted anew from the case whenever something of it changes, so it can be
/// removed and built again. All days are working days.
/// </summary>
internal sealed class HeadlineRow
{
    public long CaseKey { get; init; }

    /// <summary>The official day on which the case was closed; by it the report's window is cut. Null while it is open.</summary>
    public DateOnly? ClosedOn { get; init; }

    /// <summary>The official day on which its promise ended: that of the decision; null while it runs, and where none is counted.</summary>
    public DateOnly? EndedOn { get; init; }

    /// <summary>The day on which its promise passed, if it is late.</summary>
    public DateOnly? LateOn { get; init; }

    public required string ItemCode { get; init; }

    public ItemKind Kind { get; init; }

    /// <summary>Where the citizen stood: the tier of the body that received.</summary>
    public Tier Tier { get; init; }

    /// <summary>The bodies that had a part in it, sorted.</summary>
    public required string[] Departments { get; init; }

    public CaseStatus Result { get; init; }

    /// <summary>After the last promised day; null where no promise is counted: withdrawn, not accepted, not ended and in time.</summary>
    public bool? IsLate { get; init; }

    public int PromisedDays { get; init; }

    public int LegalDays { get; init; }

    public int SeriesDays { get; init; }

    public int ActualDays { get; init; }

    public int Visits { get; init; }

    public int VisitsApart { get; init; }

    /// <summary>No bad rating among those that count; null without a rating.</summary>
    public bool? IsSatisfied { get; init; }
}

internal sealed class HeadlineTable : IEntityTypeConfiguration<HeadlineRow>
{
    public void Configure(EntityTypeBuilder<HeadlineRow> table)
    {
        table.ToTable("headline_cases").HasKey(row => row.CaseKey);
        table.Property(row => row.CaseKey).ValueGeneratedNever();
        table.HasIndex(row => new { row.ClosedOn, row.CaseKey });
        table.HasIndex(row => row.EndedOn);
        table.HasIndex(row => row.LateOn);
    }
}
