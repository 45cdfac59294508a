using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ParallelApproval.Workflows;

/// <summary>A proposal to move running cases to another version (迁移申请), and what became of it.</summary>
public sealed class MigrationRow
{
    public required string Id { get; init; }

    public required string DefinitionId { get; init; }

    /// <summary>The version to which the cases are to move.</summary>
    public required int Version { get; init; }

    public required long[] CaseKeys { get; init; }

    public required string Reason { get; init; }

    public required string ProposedBy { get; init; }

    public DateTimeOffset ProposedAt { get; init; }

    public string? ApprovedBy { get; set; }

    public DateTimeOffset? ApprovedAt { get; set; }

    public string? RejectedBy { get; set; }

    public DateTimeOffset? RejectedAt { get; set; }

    public string? RejectedBecause { get; set; }

    /// <summary>The cases that moved; null until all have been tried.</summary>
    public long[]? Moved { get; set; }
}

internal sealed class MigrationTable : IEntityTypeConfiguration<MigrationRow>
{
    public void Configure(EntityTypeBuilder<MigrationRow> table)
    {
        table.ToTable("workflow_migrations").HasKey(row => row.Id);
        table.HasIndex(row => row.ProposedAt);
    }
}
