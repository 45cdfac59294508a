using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ParallelApproval.Identities;

namespace ParallelApproval.Publication;

/// <summary>Why a result is kept from the public (行政许可法 art. 5; 政府信息公开条例 art. 14, 15).</summary>
public enum WithholdingGround
{
    /// <summary>国家秘密.</summary>
    StateSecret,

    /// <summary>商业秘密: a third party's business would be harmed.</summary>
    BusinessSecret,

    /// <summary>个人隐私.</summary>
    PersonalPrivacy,
}

/// <summary>A result that is kept from the public (不予公开), for as long as it is; before and after, the trail of the case tells.</summary>
/// <param name="WithheldBy">Account of the head who decided it.</param>
public sealed record WithheldResult(CaseNumber Case, WithholdingGround Ground, string Reason, string WithheldBy, DateTimeOffset WithheldAt);

/// <summary>A row of <c>withheld_results</c>; whatever shows results to the public leaves out the cases that have one.</summary>
internal sealed class WithheldResultRow
{
    public long CaseKey { get; init; }

    public WithholdingGround Ground { get; init; }

    public required string Reason { get; init; }

    public required string WithheldBy { get; init; }

    public DateTimeOffset WithheldAt { get; init; }

    public WithheldResult Result => new(new(CaseKey), Ground, Reason, WithheldBy, WithheldAt.InShanghai());
}

internal sealed class WithheldResultTable : IEntityTypeConfiguration<WithheldResultRow>
{
    public void Configure(EntityTypeBuilder<WithheldResultRow> table)
    {
        table.ToTable("withheld_results").HasKey(row => row.CaseKey);
        table.Property(row => row.CaseKey).ValueGeneratedNever();
        table.Ignore(row => row.Result);
        table.HasIndex(row => new { row.WithheldAt, row.CaseKey });
    }
}
