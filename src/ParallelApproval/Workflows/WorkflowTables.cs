using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ParallelApproval.Engine;

namespace ParallelApproval.Workflows;

/// <summary>A version of a workflow definition as Elsa Studio saves it. A version that has been published is never changed again.</summary>
public sealed class DefinitionRow
{
    /// <summary>Id of this version.</summary>
    public required string Id { get; init; }

    /// <summary>Id that all versions share.</summary>
    public required string DefinitionId { get; init; }

    public required int Version { get; init; }

    public string? Name { get; set; }

    public string? Description { get; set; }

    /// <summary>No later version exists.</summary>
    public bool IsLatest { get; set; }

    /// <summary>New cases start on it; at most one version of a definition.</summary>
    public bool IsPublished { get; set; }

    /// <summary>It has been published at some time, so cases may run on it.</summary>
    public bool WasPublished { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The whole definition in its canonical JSON, see <see cref="DefinitionDocument"/>.</summary>
    public required string Content { get; set; }

    /// <summary>Counts the changes of <see cref="Content"/>; part of the stamp by which a stale save is known.</summary>
    public int Revision { get; set; }

    /// <summary>Account that changed the content last; empty for what came with the product.</summary>
    public string EditedBy { get; set; } = "";

    public DateTimeOffset? EditedAt { get; set; }

    /// <summary>Account that published it; empty for what came with the product.</summary>
    public string PublishedBy { get; set; } = "";

    public DateTimeOffset? PublishedAt { get; set; }

    /// <summary>Taken out of the lists. The row of a version that was ever published stays, because cases have run on it.</summary>
    public DateTimeOffset? RemovedAt { get; set; }
}

/// <summary>Where a case stands in its flow.</summary>
public sealed class InstanceRow
{
    public long CaseKey { get; init; }

    public required string DefinitionId { get; init; }

    public int Version { get; init; }

    /// <summary>The engine on which it began, and on which it stays.</summary>
    public string Engine { get; init; } = OwnEngine.OwnName;

    public required string Status { get; init; }

    public required string SubStatus { get; init; }

    public int Incidents { get; init; }

    /// <summary>JSON that its engine alone reads.</summary>
    public required string State { get; init; }

    /// <summary>JSON; null when no step of it waits for a time.</summary>
    public string? Timers { get; init; }

    /// <summary>When the first of its timers falls due; null when it has none.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>Names of the events for which it waits.</summary>
    public required string[] Awaits { get; init; }

    /// <summary>What it is known by outside (Correlate); null for nothing.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>Whether a step waits for an event, a task or another flow, which may never come.</summary>
    public bool WaitsForOthers { get; init; }

    /// <summary>The step that started it and waits for its end, see <see cref="FlowParent"/>; null for none.</summary>
    public string? Parent { get; init; }

    /// <summary>JSON; its steps that wait for several flows; null when none does.</summary>
    public string? Children { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>What the flow did in one command: a JSON array of the engine's events.</summary>
public sealed class JournalRow
{
    public long CaseKey { get; init; }

    public int FirstSequence { get; init; }

    public DateTimeOffset At { get; init; }

    public required string Events { get; init; }
}

internal sealed class DefinitionTable : IEntityTypeConfiguration<DefinitionRow>
{
    public void Configure(EntityTypeBuilder<DefinitionRow> table)
    {
        table.ToTable("workflow_definitions");
        table.HasIndex(row => new { row.DefinitionId, row.Version }).IsUnique();
        table.HasIndex(row => row.DefinitionId, "ix_workflow_definitions_published").IsUnique().HasFilter("is_published");
        table.Property(row => row.Content).HasColumnType("json");
    }
}

internal sealed class InstanceTable : IEntityTypeConfiguration<InstanceRow>
{
    public void Configure(EntityTypeBuilder<InstanceRow> table)
    {
        table.ToTable("workflow_instances").HasKey(row => row.CaseKey);
        table.Property(row => row.CaseKey).ValueGeneratedNever();
        table.Property(row => row.Engine).HasDefaultValue(OwnEngine.OwnName);
        table.Property(row => row.State).HasColumnType("json");
        table.Property(row => row.Timers).HasColumnType("json");
        table.HasIndex(row => new { row.DefinitionId, row.Version });
        // The sweep reads what is due from here, oldest first, however many timers wait.
        table.HasIndex(row => row.NextAt, "ix_workflow_instances_next").HasFilter("next_at IS NOT NULL");
        table.Property(row => row.Children).HasColumnType("json");
        table.Property(row => row.Awaits).HasDefaultValueSql("'{}'");
        table.HasIndex(row => row.Awaits, "ix_workflow_instances_awaits").HasMethod("gin").HasFilter("awaits <> '{}'");
        table.HasStorageParameter("fillfactor", 50);
    }
}

internal sealed class JournalTable : IEntityTypeConfiguration<JournalRow>
{
    public void Configure(EntityTypeBuilder<JournalRow> table)
    {
        table.ToTable("workflow_journal").HasKey(row => new { row.CaseKey, row.FirstSequence });
        table.Property(row => row.Events).HasColumnType("json");
    }
}
