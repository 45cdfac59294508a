using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ParallelApproval.Cases;

namespace ParallelApproval.Publication;

/// <summary>
/// A result as anybody may read it (结果公示; 行政许可法 art. 40). It is written down masked (个人信息保护法 art. 28): this table holds no citizen's name
/// and no number of a document, so nothing that is shown from it can give one away.
/// </summary>
public sealed class PublishedResult
{
    public long CaseKey { get; init; }

    public required string ItemCode { get; init; }

    public required string ItemName { get; init; }

    /// <summary>A citizen's name masked; an organisation's in full.</summary>
    public required string Applicant { get; init; }

    public CaseStatus Result { get; init; }

    public required string LeadDepartment { get; init; }

    public DateTimeOffset ClosedAt { get; init; }

    public DateTimeOffset PublishedAt { get; init; }

    /// <summary>Code of the department of each branch, in order.</summary>
    public required string[] Departments { get; init; }

    /// <summary>What each branch granted or not, e.g. 营业执照.</summary>
    public required string[] Certificates { get; init; }

    /// <summary>How each branch ended.</summary>
    public required string[] Outcomes { get; init; }
}

internal sealed class PublishedResultTable : IEntityTypeConfiguration<PublishedResult>
{
    public void Configure(EntityTypeBuilder<PublishedResult> table)
    {
        table.ToTable("published_results").HasKey(row => row.CaseKey);
        table.Property(row => row.CaseKey).ValueGeneratedNever();
        table.HasIndex(row => new { row.ClosedAt, row.CaseKey });
        table.HasIndex(row => new
        {
            row.ItemCode,
            row.ClosedAt,
            row.CaseKey,
        });
        table.HasIndex(row => new
        {
            row.Applicant,
            row.ClosedAt,
            row.CaseKey,
        });
    }
}
