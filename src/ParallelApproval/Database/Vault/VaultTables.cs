using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ParallelApproval.Database;

/// <summary>A key of the data (数据密钥) as it lies in the database: wrapped, and of no use there.</summary>
internal sealed class DataKeyRow
{
    public required string Id { get; init; }

    public DataKeyUse Use { get; set; }

    /// <summary>Name of the cipher it is for, as it stands in the values.</summary>
    public required string Cipher { get; init; }

    /// <summary>The wrapped secret; nothing of a key that was retired.</summary>
    public required byte[] Wrapped { get; set; }

    /// <summary>Name of the master key.</summary>
    public required string WrappedWith { get; set; }

    public DateTimeOffset MadeAt { get; init; }

    /// <summary>What it is, for the wrapping.</summary>
    public string About => $"{Id} {Use} {Cipher}";
}

/// <summary>What a key of the data is for.</summary>
internal enum DataKeyUse
{
    /// <summary>Encrypts values: the newest; all decrypt.</summary>
    Values,

    /// <summary>Makes the marks by which encrypted values are found: the newest; those of all are looked for.</summary>
    Search,

    /// <summary>Made marks of which none is left (停用); its secret is gone.</summary>
    Retired,
}

internal sealed class DataKeyTable : IEntityTypeConfiguration<DataKeyRow>
{
    public void Configure(EntityTypeBuilder<DataKeyRow> table)
    {
        table.ToTable("data_keys").HasKey(row => row.Id);
        table.Ignore(row => row.About);
        table.Property(row => row.Id).HasMaxLength(16);
        table.Property(row => row.Cipher).HasMaxLength(16);
        table.Property(row => row.WrappedWith).HasMaxLength(64);
    }
}
