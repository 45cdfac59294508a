using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ParallelApproval.Database;
using ParallelApproval.Inputs;

namespace ParallelApproval.Catalogue;

/// <summary>The row that holds one version of an item as a document.</summary>
internal sealed class ServiceItemVersion
{
    public required string ItemCode { get; init; }

    public required int Version { get; init; }

    /// <summary>The item itself, as jsonb.</summary>
    public required ServiceItem Item { get; init; }

    /// <summary>Who published it; null when it came with the sample district.</summary>
    public Guid? PublishedBy { get; init; }

    public required DateTimeOffset PublishedAt { get; init; }
}

internal sealed class ServiceItemVersionTable : IEntityTypeConfiguration<ServiceItemVersion>
{
    public void Configure(EntityTypeBuilder<ServiceItemVersion> table)
    {
        table.ToTable("service_item_versions");
        // Two designers who publish the same next version meet at this key.
        table.HasKey(row => new { row.ItemCode, row.Version });
        table.Property(row => row.ItemCode).HasMaxLength(TextLengths.Code);
        table
            .Property(row => row.Item)
            .HasColumnName("document")
            .HasColumnType("jsonb")
            .HasConversion(
                item => JsonSerializer.Serialize(item, HouseJson.Options),
                text => JsonSerializer.Deserialize<ServiceItem>(text, HouseJson.Options)!
            );
    }
}

internal sealed class MaterialTable : IEntityTypeConfiguration<Material>
{
    public void Configure(EntityTypeBuilder<Material> table)
    {
        table.ToTable("materials");
        table.HasKey(material => material.Code);
        table.Property(material => material.Code).HasMaxLength(16);
        table.Property(material => material.Revision).HasDefaultValue(1).IsConcurrencyToken();
    }
}
