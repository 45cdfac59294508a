using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ParallelApproval.Scans;

/// <summary>A row of <c>scans</c>; nothing in it changes but that it is struck out.</summary>
internal sealed class ScanRow
{
    public long CaseKey { get; init; }

    public int Number { get; init; }

    public required string Paper { get; init; }

    public int PaperVersion { get; init; }

    public required string Name { get; init; }

    public ScanFormat Format { get; init; }

    public long Size { get; init; }

    public required string Sha256 { get; init; }

    public required string FiledBy { get; init; }

    public required string Department { get; init; }

    public DateTimeOffset FiledAt { get; init; }

    public string? StruckBy { get; init; }

    public string? StrikeReason { get; init; }

    internal Scan ToScan() =>
        new(
            new(CaseKey),
            Number,
            Paper,
            PaperVersion,
            Name,
            Format,
            Size,
            Sha256,
            FiledBy,
            Department,
            FiledAt.InShanghai(),
            StruckBy,
            StrikeReason
        );
}

/// <summary>
/// The bytes of a scan, once for each case however often they were sent; encrypted, but for those from before; never changed, never
/// removed.
/// </summary>
internal sealed class ScanContentRow
{
    public long CaseKey { get; init; }

    public required string Sha256 { get; init; }

    public required byte[] Content { get; init; }
}

internal sealed class ScanTable : IEntityTypeConfiguration<ScanRow>
{
    public void Configure(EntityTypeBuilder<ScanRow> table)
    {
        table.ToTable("scans").HasKey(row => new { row.CaseKey, row.Number });
        table.Property(row => row.Sha256).HasMaxLength(64);
    }
}

internal sealed class ScanContentTable : IEntityTypeConfiguration<ScanContentRow>
{
    public void Configure(EntityTypeBuilder<ScanContentRow> table)
    {
        table.ToTable("scan_contents").HasKey(row => new { row.CaseKey, row.Sha256 });
        table.Property(row => row.Sha256).HasMaxLength(64);
    }
}
