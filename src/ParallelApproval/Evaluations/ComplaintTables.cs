using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ParallelApproval.Clocks;
using ParallelApproval.Database;

namespace ParallelApproval.Evaluations;

/// <summary>
/// A row of <c>complaints</c> as lists and reports read it; commands go through the case file, or lock the row where there is no case.
/// </summary>
public sealed class ComplaintRow
{
    public long Number { get; init; }

    public long? CaseKey { get; init; }

    public ComplaintSubject Subject { get; init; }

    public required string Words { get; init; }

    public string? Contact { get; init; }

    public required string Code { get; init; }

    public DateTimeOffset LodgedAt { get; init; }

    public DateOnly AnswerDue { get; init; }

    public DateOnly YellowOn { get; init; }

    public string? Against { get; init; }

    public ComplaintStatus Status { get; init; }

    public bool? IsUpheld { get; init; }

    public string? Answer { get; init; }

    public DateTimeOffset? AnsweredAt { get; init; }

    public DateTimeOffset? ToldAt { get; init; }

    public ClockColour Announced { get; init; }

    public DateTimeOffset? NextAt { get; init; }

    /// <summary>The key under which a complaint without a case was sent, so that sending it twice lodges it once.</summary>
    public string? RequestKey { get; init; }
}

internal sealed class ComplaintTable : IEntityTypeConfiguration<ComplaintRow>
{
    /// <summary>Where the contact of a complaint stands, for what is written without a context.</summary>
    internal static CipherPlace ContactOf(ComplaintNumber number) =>
        new("complaints", "contact", number.Serial.ToString(CultureInfo.InvariantCulture));

    public void Configure(EntityTypeBuilder<ComplaintRow> table)
    {
        table.ToTable("complaints").HasKey(row => row.Number);
        table.Property(row => row.Number).UseIdentityByDefaultColumn();
        table.Property(row => row.Contact).IsEncrypted([nameof(ComplaintRow.Number)]);
        table.HasIndex(row => row.CaseKey).HasFilter("case_key IS NOT NULL");
        table.HasIndex(row => row.AnsweredAt).HasFilter("answered_at IS NOT NULL");
        table.HasIndex(row => row.NextAt, "ix_complaints_next").HasFilter("next_at IS NOT NULL");
        table.HasIndex(row => row.RequestKey).IsUnique();
    }
}
