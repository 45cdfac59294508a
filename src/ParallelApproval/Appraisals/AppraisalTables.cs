using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ParallelApproval.Appraisals;

/// <summary>
/// A line of the ledger of points (扣分台账): what it costs a department, why, and in which month. Never changed: what is cancelled later is a
/// line of its own with the opposite sign, in the month that is open then.
/// </summary>
public sealed class PointEntry
{
    /// <summary>What it came from, so that it is entered once: an event of a case, or a complaint.</summary>
    public required string Source { get; init; }

    /// <summary>The month in which it counts, e.g. 202603.</summary>
    public int Period { get; init; }

    public required string Department { get; init; }

    public AppraisalPart Part { get; init; }

    /// <summary>Negative for a deduction, positive for what is given back.</summary>
    public int Points { get; init; }

    /// <summary>The case; null for a complaint without one.</summary>
    public long? CaseKey { get; init; }

    /// <summary>The monitor point, e.g. E02.</summary>
    public string? Point { get; init; }

    public string? Card { get; init; }

    public string? Order { get; init; }

    public string? Complaint { get; init; }

    public DateTimeOffset At { get; init; }
}

/// <summary>A month that has been closed, with the report as it was: nothing in it changes any more.</summary>
internal sealed class ClosedPeriodRow
{
    public int Period { get; init; }

    public DateTimeOffset ClosedAt { get; init; }

    public required string ClosedBy { get; init; }

    /// <summary>The five tables of the month as they were, JSON.</summary>
    public required string Report { get; init; }
}

/// <summary>
/// A closed month that one person wants reopened, and that is open again once a second one has confirmed it (重新开放): with the report as it
/// was, which stays on record.
/// </summary>
internal sealed class ReopeningRow
{
    public int Period { get; init; }

    /// <summary>When the month had been closed; a month may be closed and reopened more than once.</summary>
    public DateTimeOffset ClosedAt { get; init; }

    public required string ClosedBy { get; init; }

    /// <summary>JSON, as in <see cref="ClosedPeriodRow"/>.</summary>
    public required string Report { get; init; }

    public required string Reason { get; set; }

    public required string ProposedBy { get; set; }

    public DateTimeOffset ProposedAt { get; set; }

    /// <summary>Null while it waits for a second person.</summary>
    public string? ConfirmedBy { get; set; }

    public DateTimeOffset? ConfirmedAt { get; set; }
}

internal sealed class PointEntryTable : IEntityTypeConfiguration<PointEntry>
{
    public void Configure(EntityTypeBuilder<PointEntry> table)
    {
        table.ToTable("appraisal_points").HasKey(row => row.Source);
        table.Property(row => row.Source).HasMaxLength(64);
        table.Property(row => row.Order).HasColumnName("supervision_order");
        table.HasIndex(row => new
        {
            row.Period,
            row.Department,
            row.At,
        });
        table.HasIndex(row => row.Card).HasFilter("card IS NOT NULL");
    }
}

internal sealed class ClosedPeriodTable : IEntityTypeConfiguration<ClosedPeriodRow>
{
    public void Configure(EntityTypeBuilder<ClosedPeriodRow> table)
    {
        table.ToTable("appraisal_periods").HasKey(row => row.Period);
        table.Property(row => row.Period).ValueGeneratedNever();
        table.Property(row => row.Report).HasColumnType("json");
    }
}

internal sealed class ReopeningTable : IEntityTypeConfiguration<ReopeningRow>
{
    public void Configure(EntityTypeBuilder<ReopeningRow> table)
    {
        table.ToTable("appraisal_reopenings").HasKey(row => new { row.Period, row.ClosedAt });
        table.Property(row => row.Report).HasColumnType("json");
    }
}
