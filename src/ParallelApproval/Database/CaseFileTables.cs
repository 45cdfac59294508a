using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ParallelApproval.Database;

/// <summary>The cover of a case file: the row that every command locks first, with the head of the audit chain.</summary>
public sealed class CoverRow
{
    public long CaseKey { get; init; }

    public int EventCount { get; init; }

    public required byte[] LastHash { get; init; }
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

/// <summary>The newest edition of a book.</summary>
internal sealed class BookRow
{
    public required string Title { get; init; }

    public long Edition { get; init; }
}

internal sealed class CoverTable : IEntityTypeConfiguration<CoverRow>
{
    public void Configure(EntityTypeBuilder<CoverRow> table)
    {
        table.ToTable("case_files").HasKey(row => row.CaseKey);
        table.Property(row => row.CaseKey).ValueGeneratedNever();
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

internal sealed class BookTable : IEntityTypeConfiguration<BookRow>
{
    public void Configure(EntityTypeBuilder<BookRow> table) => table.ToTable("books").HasKey(row => row.Title);
}
