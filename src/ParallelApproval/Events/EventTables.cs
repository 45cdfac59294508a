using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ParallelApproval.Events;

/// <summary>A row of the audit trail; written once, guarded by the database against change and removal.</summary>
public sealed class EventRow
{
    public long CaseKey { get; init; }

    public int Sequence { get; init; }

    /// <summary>Order of writing over all cases; holes are possible, two events of one case keep their order.</summary>
    public long Position { get; init; }

    public required string Kind { get; init; }

    public DateTimeOffset At { get; init; }

    public required string UserName { get; init; }

    public required string Actor { get; init; }

    public required string Department { get; init; }

    public int? Branch { get; init; }

    /// <summary>JSON exactly as hashed; hence <c>json</c> and not <c>jsonb</c>, which would forget the order of the members.</summary>
    public required string Data { get; init; }

    public required byte[] Hash { get; init; }

    /// <summary>Name of the key by which it is linked; null for what was linked before the house had keys (SHA-256).</summary>
    public string? LinkedWith { get; init; }

    /// <inheritdoc cref="ParallelApproval.Database.Act.Through"/>
    public string? Through { get; init; }
}

internal sealed class EventTable : IEntityTypeConfiguration<EventRow>
{
    /// <summary>
    /// What was recorded of branches, for queries of other rooms: <c>case_key</c>, <c>branch</c>, <c>kind</c>, <c>data</c>.
    /// </summary>
    internal const string OfBranches = "(SELECT case_key, branch, kind, data FROM case_events WHERE branch IS NOT NULL)";

    /// <summary>Which kinds of events were recorded of cases, for queries of other rooms: <c>case_key</c>, <c>kind</c>.</summary>
    internal const string OfCases = "(SELECT case_key, kind FROM case_events)";

    public void Configure(EntityTypeBuilder<EventRow> table)
    {
        table.ToTable("case_events").HasKey(row => new { row.CaseKey, row.Sequence });
        table.Property(row => row.Position).UseIdentityAlwaysColumn();
        table.HasIndex(row => row.Position);
        table.Property(row => row.Data).HasColumnType("json");
        table.Property(row => row.LinkedWith).HasMaxLength(32);
        table.Property(row => row.Through).HasMaxLength(128);
    }
}
