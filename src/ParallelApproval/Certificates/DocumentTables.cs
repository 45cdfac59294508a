using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ParallelApproval.Database;

namespace ParallelApproval.Certificates;

/// <summary>A row of <c>documents</c>; never changed, never removed.</summary>
public sealed class DocumentRow
{
    public long CaseKey { get; init; }

    public required string Number { get; init; }

    public DocumentKind Kind { get; init; }

    public int Branch { get; init; }

    public int Cause { get; init; }

    public DateTimeOffset IssuedAt { get; init; }

    public required string Facts { get; init; }

    public int Template { get; init; }

    public required string Code { get; init; }

    public string? Seal { get; init; }

    public required string SealedBy { get; init; }

    public required byte[] Stamp { get; init; }

    public DateTimeOffset MadeAt { get; init; }

    internal Document ToDocument() =>
        new(new(CaseKey), Number, Kind, Branch, Cause, IssuedAt.InShanghai(), Facts, Template, Code, Seal, SealedBy, Stamp);
}

/// <summary>A use of a seal (用印登记): who, which seal, on which paper. Never changed, never removed.</summary>
public sealed class SealUseRow
{
    public long CaseKey { get; init; }

    public required string Document { get; init; }

    public required string Seal { get; init; }

    public required string Officer { get; init; }

    public DateTimeOffset At { get; init; }
}

/// <summary>A version of a template (文书模板版本); never changed, never removed.</summary>
public sealed class TemplateRow
{
    public DocumentKind Kind { get; init; }

    /// <summary>1, 2, 3 …; the newest is in force.</summary>
    public int Version { get; init; }

    /// <summary>Liquid.</summary>
    public required string Text { get; init; }

    /// <summary>Account of the designer; <see cref="DocumentTemplates.Product"/> for the text that comes with the product.</summary>
    public required string PublishedBy { get; init; }

    public DateTimeOffset PublishedAt { get; init; }
}

/// <summary>How many numbers of a kind and year have been given out.</summary>
internal sealed class DocumentNumberRow
{
    public DocumentKind Kind { get; init; }

    public int Year { get; init; }

    public int Taken { get; init; }
}

/// <summary>The last number that was given out under a word of a body's own (机关代字).</summary>
internal sealed class BodyNumberRow
{
    public required string Mark { get; init; }

    public DocumentKind Kind { get; init; }

    public int Year { get; init; }

    public int Taken { get; init; }
}

internal sealed class BodyNumberTable : IEntityTypeConfiguration<BodyNumberRow>
{
    public void Configure(EntityTypeBuilder<BodyNumberRow> table)
    {
        table
            .ToTable("document_numbers_of_bodies")
            .HasKey(row => new
            {
                row.Mark,
                row.Kind,
                row.Year,
            });
        table.Property(row => row.Mark).HasMaxLength(Organisation.KeepDepartment.LongestMark);
    }
}

internal sealed class DocumentTable : IEntityTypeConfiguration<DocumentRow>
{
    public void Configure(EntityTypeBuilder<DocumentRow> table)
    {
        table.ToTable("documents").HasKey(row => new { row.CaseKey, row.Number });
        table.Property(row => row.Facts).HasColumnType("json").IsEncrypted([nameof(DocumentRow.CaseKey), nameof(DocumentRow.Number)]);
        table.Property(row => row.Number).HasMaxLength(40);
        // One paper of a kind for one event of one branch, however often the relay tells of it.
        table
            .HasIndex(
                row => new
                {
                    row.CaseKey,
                    row.Cause,
                    row.Kind,
                    row.Branch,
                },
                "ix_documents_once"
            )
            .IsUnique();
        table.HasIndex(row => row.Number, "ix_documents_number").IsUnique();
    }
}

internal sealed class SealUseTable : IEntityTypeConfiguration<SealUseRow>
{
    public void Configure(EntityTypeBuilder<SealUseRow> table)
    {
        table.ToTable("seal_uses").HasKey(row => new { row.CaseKey, row.Document });
        table.HasIndex(row => new { row.Seal, row.At });
    }
}

internal sealed class TemplateTable : IEntityTypeConfiguration<TemplateRow>
{
    public void Configure(EntityTypeBuilder<TemplateRow> table) =>
        table.ToTable("document_templates").HasKey(row => new { row.Kind, row.Version });
}

internal sealed class DocumentNumberTable : IEntityTypeConfiguration<DocumentNumberRow>
{
    public void Configure(EntityTypeBuilder<DocumentNumberRow> table) =>
        table.ToTable("document_numbers").HasKey(row => new { row.Kind, row.Year });
}
