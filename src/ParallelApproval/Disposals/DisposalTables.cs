using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ParallelApproval.Cases;
using ParallelApproval.Inputs;

namespace ParallelApproval.Disposals;

/// <summary>
/// The term of a closed case (保管期限登记); taken down when it ends, gone with its disposal. It decides nothing: what is due is computed anew
/// from the case and its item, under the lock.
/// </summary>
internal sealed class RetentionRow
{
    public long CaseKey { get; init; }

    public required string ItemCode { get; init; }

    /// <summary>The day on which the case was closed (Asia/Shanghai).</summary>
    public DateOnly EndedOn { get; init; }

    /// <summary>Whether it ended without a decision on its matter.</summary>
    public bool IsUndecided { get; init; }

    /// <summary>The first day on which it may be destroyed; null when it is kept for ever.</summary>
    public DateOnly? DueOn { get; set; }

    /// <summary>When it came onto the list of those that are due; null before.</summary>
    public DateTimeOffset? ListedAt { get; set; }
}

/// <summary>A hold that an officer put on the file of a case (暂缓销毁).</summary>
public sealed class DisposalHold
{
    public Guid Id { get; init; }

    public long CaseKey { get; init; }

    public HoldGround Ground { get; init; }

    public required string Reason { get; init; }

    public required string PutBy { get; init; }

    public DateTimeOffset PutAt { get; init; }

    public string? LiftedBy { get; set; }

    public DateTimeOffset? LiftedAt { get; set; }

    public string? LiftReason { get; set; }
}

/// <summary>
/// A line of the register of disposals (销毁清册), kept for ever: which file, by whom proposed and by whom approved, and when it was destroyed.
/// It names nobody that the file was about.
/// </summary>
public sealed class Disposal
{
    /// <summary>Number of the list, e.g. <c>2036-001</c>: the year and a running number.</summary>
    public required string List { get; init; }

    public long CaseKey { get; init; }

    public required string ItemCode { get; init; }

    public DateOnly EndedOn { get; init; }

    public DateOnly DueOn { get; init; }

    /// <summary>What the appraisal found (鉴定意见).</summary>
    public required string Opinion { get; init; }

    public required string ProposedBy { get; init; }

    public required string ApprovedBy { get; init; }

    public DateTimeOffset ApprovedAt { get; init; }

    /// <summary>When it was destroyed; null before.</summary>
    public DateTimeOffset? DisposedAt { get; init; }

    /// <summary>When it was taken off the list because something held it meanwhile; null else.</summary>
    public DateTimeOffset? DroppedAt { get; init; }

    /// <summary>Code of what held it.</summary>
    public string? DroppedFor { get; init; }
}

internal sealed class RetentionTable : IEntityTypeConfiguration<RetentionRow>
{
    public void Configure(EntityTypeBuilder<RetentionRow> table)
    {
        table.ToTable("retentions").HasKey(row => row.CaseKey);
        table.Property(row => row.CaseKey).ValueGeneratedNever();
        table.Property(row => row.ItemCode).HasMaxLength(TextLengths.Code);
        // Every night those that have fallen due, and no others.
        table.HasIndex(row => row.DueOn, "ix_retentions_due").HasFilter("listed_at IS NULL AND due_on IS NOT NULL");
        table.HasIndex(row => new { row.EndedOn, row.CaseKey }, "ix_retentions_listed").HasFilter("listed_at IS NOT NULL");
    }
}

internal sealed class DisposalHoldTable : IEntityTypeConfiguration<DisposalHold>
{
    public void Configure(EntityTypeBuilder<DisposalHold> table)
    {
        table.ToTable("disposal_holds").HasKey(row => row.Id);
        table.Property(row => row.Reason).HasMaxLength(TextLengths.Opinion);
        table.Property(row => row.LiftReason).HasMaxLength(TextLengths.Opinion);
        table.Property(row => row.PutBy).HasMaxLength(64);
        table.Property(row => row.LiftedBy).HasMaxLength(64);
        table.HasIndex(row => row.CaseKey, "ix_disposal_holds_open").HasFilter("lifted_at IS NULL");
    }
}

internal sealed class DisposalTable : IEntityTypeConfiguration<Disposal>
{
    public void Configure(EntityTypeBuilder<Disposal> table)
    {
        table.ToTable("disposals", made => made.HasCheckConstraint("ck_disposals_two_persons", "approved_by <> proposed_by"));
        table.HasKey(row => new { row.List, row.CaseKey });
        table.Property(row => row.List).HasMaxLength(16);
        table.Property(row => row.ItemCode).HasMaxLength(TextLengths.Code);
        table.Property(row => row.Opinion).HasMaxLength(TextLengths.Opinion);
        table.Property(row => row.ProposedBy).HasMaxLength(64);
        table.Property(row => row.ApprovedBy).HasMaxLength(64);
        table.Property(row => row.DroppedFor).HasMaxLength(32);
        table.HasIndex(row => row.CaseKey, "ix_disposals_once").IsUnique().HasFilter("dropped_at IS NULL");
        table.HasIndex(row => row.CaseKey, "ix_disposals_waiting").HasFilter("disposed_at IS NULL AND dropped_at IS NULL");
    }
}
