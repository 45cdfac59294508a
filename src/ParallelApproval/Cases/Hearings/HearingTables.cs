using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ParallelApproval.Cases;

/// <summary>A row of <c>hearings</c>.</summary>
public sealed class HearingRow
{
    public long CaseKey { get; init; }

    public int Branch { get; init; }

    public int Round { get; init; }

    /// <summary>JSON of a <see cref="Hearing"/>.</summary>
    public required string Document { get; init; }
}

/// <summary>A row of <c>interested_parties</c>.</summary>
public sealed class InterestedPartyRow
{
    public long CaseKey { get; init; }

    public int Number { get; init; }

    /// <summary>JSON of an <see cref="InterestedParty"/>.</summary>
    public required string Document { get; init; }
}

internal sealed class HearingTable : IEntityTypeConfiguration<HearingRow>
{
    public void Configure(EntityTypeBuilder<HearingRow> table)
    {
        table
            .ToTable("hearings")
            .HasKey(row => new
            {
                row.CaseKey,
                row.Branch,
                row.Round,
            });
        table.Property(row => row.Document).HasColumnType("json");
    }
}

internal sealed class InterestedPartyTable : IEntityTypeConfiguration<InterestedPartyRow>
{
    public void Configure(EntityTypeBuilder<InterestedPartyRow> table)
    {
        table.ToTable("interested_parties").HasKey(row => new { row.CaseKey, row.Number });
        table.Property(row => row.Document).HasColumnType("json");
    }
}
