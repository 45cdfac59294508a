using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ParallelApproval.Database;

/// <summary>
/// A change of a row of the house that its transaction has not sealed yet; the database notes it, and the seal takes it away. None is left
/// after a commit: one that stays was made by somebody else.
/// </summary>
internal sealed class UnsealedChangeRow
{
    public long Id { get; init; }

    public long Transaction { get; init; }

    /// <summary>Name of the table.</summary>
    public required string Name { get; init; }

    /// <summary>1 for a row as it has become, -1 for one as it was.</summary>
    public int Sign { get; init; }

    public required string Content { get; init; }
}

/// <summary>What the rows of one table of the house come to, sealed.</summary>
internal sealed class TableSealRow
{
    /// <summary>Name of the table.</summary>
    public required string Name { get; init; }

    public long Rows { get; init; }

    public required byte[] RowSum { get; init; }

    /// <summary>How often it was sealed: it never goes down.</summary>
    public long Version { get; init; }

    /// <summary>The columns that the program which sealed it knew.</summary>
    public required string Columns { get; init; }

    public required byte[] Seal { get; init; }

    public required string SealedWith { get; init; }
}

/// <summary>A key of the trail that this database was sealed with: its name, and never itself.</summary>
internal sealed class TrailKeyRow
{
    public required string Id { get; init; }

    /// <summary>HMAC-SHA256; a later key may be of another method.</summary>
    public required string Method { get; init; }

    /// <summary>By which the key is known again.</summary>
    public required byte[] Proof { get; init; }

    public DateTimeOffset KnownSince { get; init; }
}

internal sealed class UnsealedChangeTable : IEntityTypeConfiguration<UnsealedChangeRow>
{
    public void Configure(EntityTypeBuilder<UnsealedChangeRow> table)
    {
        table.ToTable("unsealed_changes").HasKey(row => new { row.Transaction, row.Id });
        table.Property(row => row.Id).UseIdentityAlwaysColumn();
        // It lives as long as its transaction, which a crash takes back. Of what somebody else has left there, the sums tell after a crash.
        table.IsUnlogged();
    }
}

internal sealed class TableSealTable : IEntityTypeConfiguration<TableSealRow>
{
    public void Configure(EntityTypeBuilder<TableSealRow> table)
    {
        table.ToTable("table_seals").HasKey(row => row.Name);
        table.Property(row => row.Name).HasMaxLength(63);
        table.Property(row => row.SealedWith).HasMaxLength(32);
        table.HasStorageParameter("fillfactor", 50);
    }
}

internal sealed class TrailKeyTable : IEntityTypeConfiguration<TrailKeyRow>
{
    public void Configure(EntityTypeBuilder<TrailKeyRow> table)
    {
        table.ToTable("trail_keys").HasKey(row => row.Id);
        table.Property(row => row.Id).HasMaxLength(32);
        table.Property(row => row.Method).HasMaxLength(32);
    }
}
