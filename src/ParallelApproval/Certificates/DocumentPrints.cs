using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ParallelApproval.Database;
using ParallelApproval.Events;

namespace ParallelApproval.Certificates;

/// <summary>
/// The files that were made of papers (出件登记): each PDF that left the house is known by its SHA-256, so that a file somebody shows can be
/// told from an altered one. The files themselves are not kept.
/// </summary>
public sealed class DocumentPrints(IDbContextFactory<ApprovalDbContext> contexts, HouseStore house, TimeProvider time)
{
    private const string Put = """
        INSERT INTO document_prints (case_key, document, digest, made_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING
        """;

    /// <summary>Notes that this file was made of that paper; noted twice, it is noted once.</summary>
    public Task NoteAsync(Document document, byte[] pdf, CancellationToken cancellation) =>
        house.NoteAsync(
            statements =>
                statements.Add(
                    Put,
                    Statements.Value(document.Case.Key),
                    Statements.Text(document.Number),
                    Statements.Value(SHA256.HashData(pdf)),
                    Statements.Instant(time.GetUtcNow())
                ),
            cancellation
        );

    /// <summary>
    /// Whether any file is known that was made of that paper; of one that was printed before files were noted there is none.
    /// </summary>
    public async Task<bool> HasAnyAsync(Document document, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Set<PrintRow>().AnyAsync(row => row.CaseKey == document.Case.Key && row.Document == document.Number, cancellation);
    }

    /// <summary>The number of the paper of which this file was made; null when no file of ours has that digest.</summary>
    public async Task<string?> FindAsync(byte[] digest, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Set<PrintRow>()
            .AsNoTracking()
            .Where(row => row.Digest == digest)
            .Select(row => row.Document)
            .FirstOrDefaultAsync(cancellation);
    }
}

/// <summary>A row of <c>document_prints</c>.</summary>
internal sealed class PrintRow
{
    public long CaseKey { get; init; }

    /// <summary>Number of the paper.</summary>
    public required string Document { get; init; }

    /// <summary>SHA-256 of the file.</summary>
    public required byte[] Digest { get; init; }

    public DateTimeOffset MadeAt { get; init; }
}

internal sealed class PrintTable : IEntityTypeConfiguration<PrintRow>
{
    public void Configure(EntityTypeBuilder<PrintRow> table)
    {
        table.ToTable("document_prints").HasKey(row => new { row.CaseKey, row.Digest });
        table.Property(row => row.Document).HasMaxLength(40);
        table.HasIndex(row => row.Digest);
    }
}
