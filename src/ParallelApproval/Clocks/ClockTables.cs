using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ParallelApproval.Clocks;

/// <summary>A row of <c>clocks</c> as lists and the sweep read it; commands go through <see cref="ClockSection"/>.</summary>
public sealed class ClockRow
{
    public long CaseKey { get; init; }

    public int Branch { get; init; }

    public ClockKind Kind { get; init; }

    public int Round { get; init; }

    public required string Area { get; init; }

    /// <summary>JSON; null where the rules of the house hold.</summary>
    public string? Warnings { get; init; }

    public int BudgetDays { get; init; }

    public DateOnly StartedOn { get; init; }

    public DateOnly? EndedOn { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public DateOnly DueOn { get; init; }

    public DateTimeOffset DueAt { get; init; }

    public DateTimeOffset BlueAt { get; init; }

    public DateTimeOffset YellowAt { get; init; }

    public bool IsProvisional { get; init; }

    public DateOnly? StopEndsOn { get; init; }

    public DateOnly? HeldUntil { get; init; }

    public ClockColour Announced { get; init; }

    public DateTimeOffset? NextAt { get; init; }
}

/// <summary>A line of a clock's ledger; never changed, never removed.</summary>
internal sealed class ClockEntryRow
{
    public long CaseKey { get; init; }

    public int Branch { get; init; }

    public ClockKind Kind { get; init; }

    public int Round { get; init; }

    public int Sequence { get; init; }

    public LedgerEntryKind Entry { get; init; }

    public DateOnly OnDay { get; init; }

    public int Days { get; init; }

    public required string Ground { get; init; }

    public required string EnteredBy { get; init; }

    public DateTimeOffset EnteredAt { get; init; }

    public DateOnly? DueThen { get; init; }
}

internal sealed class ClockTable : IEntityTypeConfiguration<ClockRow>
{
    /// <summary>Clocks that have not ended, for queries of other rooms: <c>case_key</c>, <c>branch</c>, <c>kind</c>.</summary>
    internal const string Running = "(SELECT case_key, branch, kind FROM clocks WHERE ended_on IS NULL)";

    public void Configure(EntityTypeBuilder<ClockRow> table)
    {
        table
            .ToTable("clocks")
            .HasKey(row => new
            {
                row.CaseKey,
                row.Branch,
                row.Kind,
                row.Round,
            });
        table.Property(row => row.Area).HasMaxLength(16);
        table.Property(row => row.Warnings).HasColumnType("json");
        table.HasIndex(row => row.DueOn, "ix_clocks_running").HasFilter("ended_on IS NULL");
        // The sweep reads what is due from here, oldest first, however many clocks are open.
        table.HasIndex(row => row.NextAt, "ix_clocks_next").HasFilter("next_at IS NOT NULL");
        table.HasStorageParameter("fillfactor", 70);
    }
}

internal sealed class ClockEntryTable : IEntityTypeConfiguration<ClockEntryRow>
{
    public void Configure(EntityTypeBuilder<ClockEntryRow> table) =>
        table
            .ToTable("clock_entries")
            .HasKey(row => new
            {
                row.CaseKey,
                row.Branch,
                row.Kind,
                row.Round,
                row.Sequence,
            });
}
