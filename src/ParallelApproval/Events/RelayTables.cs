using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ParallelApproval.Events;

/// <summary>Up to where a listener has been told.</summary>
internal sealed class ListenerRow
{
    public required string Name { get; init; }

    public long Position { get; init; }
}

/// <summary>An event that a listener failed on. It is told again until it succeeds; nobody waits behind it.</summary>
internal sealed class EventRetryRow
{
    public required string Listener { get; init; }

    public long Position { get; init; }

    public int Tries { get; init; }

    public required string Fault { get; init; }

    public DateTimeOffset NextAt { get; init; }
}

internal sealed class ListenerTable : IEntityTypeConfiguration<ListenerRow>
{
    public void Configure(EntityTypeBuilder<ListenerRow> table)
    {
        table.ToTable("listeners").HasKey(row => row.Name);
        table.Property(row => row.Name).HasMaxLength(64);
        table.HasStorageParameter("fillfactor", 50);
    }
}

internal sealed class EventRetryTable : IEntityTypeConfiguration<EventRetryRow>
{
    public void Configure(EntityTypeBuilder<EventRetryRow> table)
    {
        table.ToTable("event_retries").HasKey(row => new { row.Listener, row.Position });
        table.Property(row => row.Listener).HasMaxLength(64);
    }
}
