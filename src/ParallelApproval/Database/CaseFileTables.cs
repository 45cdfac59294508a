using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ParallelApproval.Database;

/// <summary>The cover of a case file: the row that every command locks first, with the head of the audit chain.</summary>
public sealed class CaseLockRow
{
    public long CaseKey { get; init; }

    public int EventCount { get; init; }

    public required byte[] LastHash { get; init; }

    /// <summary>The sum of all sealed rows of the case, under the first key of the trail.</summary>
    public byte[]? RowSum { get; init; }

    /// <summary>What only somebody with the key of the trail can say of this row; null before the house had one.</summary>
    public byte[]? Seal { get; init; }

    /// <summary>Name of the key.</summary>
    public string? SealedWith { get; init; }

    /// <summary>Raised with every change of the file, so that whoever holds it in memory sees that it is no longer that.</summary>
    public long Revision { get; init; }
}

/// <summary>A command that came with an idempotency key, and what was answered.</summary>
internal sealed class AnswerRow
{
    public required string UserName { get; init; }

    public required string Key { get; init; }

    public required byte[] RequestHash { get; init; }

    public required string Answer { get; init; }

    public DateTimeOffset At { get; init; }
}

/// <summary>The newest version of a register.</summary>
internal sealed class RegisterRow
{
    public required string Name { get; init; }

    public long Version { get; init; }
}

internal sealed class CaseLockTable : IEntityTypeConfiguration<CaseLockRow>
{
    public void Configure(EntityTypeBuilder<CaseLockRow> table)
    {
        table.ToTable("case_files").HasKey(row => row.CaseKey);
        table.Property(row => row.CaseKey).ValueGeneratedNever();
        table.Property(row => row.SealedWith).HasMaxLength(32);
        table.Property(row => row.Revision).HasDefaultValue(0L);
        table.HasStorageParameter("fillfactor", 50);
    }
}

internal sealed class AnswerTable : IEntityTypeConfiguration<AnswerRow>
{
    public void Configure(EntityTypeBuilder<AnswerRow> table)
    {
        table.ToTable("idempotency_keys").HasKey(row => new { row.UserName, row.Key });
        table.Property(row => row.Key).HasMaxLength(128);
        table.Property(row => row.Answer).HasColumnType("json");
        table.HasIndex(row => row.At);
    }
}

internal sealed class RegisterTable : IEntityTypeConfiguration<RegisterRow>
{
    public void Configure(EntityTypeBuilder<RegisterRow> table) => table.ToTable("registers").HasKey(row => row.Name);
}
