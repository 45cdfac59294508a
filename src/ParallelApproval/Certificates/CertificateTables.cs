using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ParallelApproval.Certificates;

/// <summary>A row of <c>certificates</c>.</summary>
public sealed class CertificateRow
{
    public long CaseKey { get; init; }

    public int Branch { get; init; }

    public required string Number { get; init; }

    public required string Name { get; init; }

    public required string Document { get; init; }

    public required string Department { get; init; }

    public DateTimeOffset IssuedAt { get; init; }
}

internal sealed class CertificateTable : IEntityTypeConfiguration<CertificateRow>
{
    public void Configure(EntityTypeBuilder<CertificateRow> table) =>
        table.ToTable("certificates").HasKey(row => new { row.CaseKey, row.Branch });
}
