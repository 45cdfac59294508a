using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ParallelApproval.Workflows;

/// <summary>What a flow wants of others (流程外呼); stored with the step that wants it, carried out afterwards, kept as its record.</summary>
public sealed class CallRow
{
    public long CaseKey { get; init; }

    /// <summary>The step that wants it.</summary>
    public required string Bookmark { get; init; }

    /// <summary>Which of several that the step wants; 0 for the only one.</summary>
    public int Item { get; init; }

    /// <summary>A <see cref="CallKind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Host and port for what goes outside; empty within the house.</summary>
    public required string Host { get; init; }

    /// <summary>JSON: what is wanted.</summary>
    public required string Request { get; init; }

    public DateTimeOffset MadeAt { get; init; }

    /// <summary>When it is tried next; null when it is over.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How it ended, or why it has not yet; null before the first try.</summary>
    public string? Outcome { get; init; }
}

/// <summary>When a flow that belongs to no case is started next by its first step (流程定时启动).</summary>
public sealed class ScheduleRow
{
    public required string DefinitionId { get; init; }

    public int Version { get; init; }

    public DateTimeOffset NextAt { get; init; }
}

/// <summary>The running numbers of runs given out on a day.</summary>
public sealed class RunNumberRow
{
    public DateOnly Day { get; init; }

    public int Taken { get; init; }
}

internal sealed class CallTable : IEntityTypeConfiguration<CallRow>
{
    public void Configure(EntityTypeBuilder<CallRow> table)
    {
        table
            .ToTable("workflow_calls")
            .HasKey(row => new
            {
                row.CaseKey,
                row.Bookmark,
                row.Item,
            });
        table.Property(row => row.Request).HasColumnType("json");
        // What is due is read from here, however much has been sent.
        table.HasIndex(row => row.NextAt, "ix_workflow_calls_next").HasFilter("next_at IS NOT NULL");
    }
}

internal sealed class ScheduleTable : IEntityTypeConfiguration<ScheduleRow>
{
    public void Configure(EntityTypeBuilder<ScheduleRow> table) => table.ToTable("workflow_schedules").HasKey(row => row.DefinitionId);
}

internal sealed class RunNumberTable : IEntityTypeConfiguration<RunNumberRow>
{
    public void Configure(EntityTypeBuilder<RunNumberRow> table) => table.ToTable("workflow_run_numbers").HasKey(row => row.Day);
}
