using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ParallelApproval.Database;

/// <summary>A key that protects tokens, cookies and forms, on all nodes.</summary>
internal sealed class ProtectionKeyRow
{
    public required string Name { get; init; }

    public required string Xml { get; init; }
}

/// <summary>How far the demonstration is ahead of the database; one row at most.</summary>
internal sealed class DemoClockRow
{
    public const short TheOne = 1;

    public short Id { get; init; } = TheOne;

    /// <summary>Microseconds.</summary>
    public long Distance { get; set; }
}

internal sealed class ProtectionKeyTable : IEntityTypeConfiguration<ProtectionKeyRow>
{
    public void Configure(EntityTypeBuilder<ProtectionKeyRow> table) => table.ToTable("data_protection_keys").HasKey(row => row.Name);
}

internal sealed class DemoClockTable : IEntityTypeConfiguration<DemoClockRow>
{
    public void Configure(EntityTypeBuilder<DemoClockRow> table)
    {
        table.ToTable("demo_clock", demo => demo.HasCheckConstraint("demo_clock_id_check", "id = 1")).HasKey(row => row.Id);
        table.Property(row => row.Id).ValueGeneratedNever();
        table.Property(row => row.Distance).HasComment("Microseconds by which the demonstration is ahead of the machine");
    }
}
