using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ParallelApproval.Cases;

/// <summary>
/// A phrase (常用语) that an approver may begin his opinion with; what he signs is what stands in the field, whoever wrote it first.
/// </summary>
public sealed class Phrase
{
    /// <summary>Code of the department that uses it; <see cref="OfCentre"/> for every department that has none of its own.</summary>
    public required string Department { get; init; }

    public required PhraseKind Kind { get; init; }

    /// <summary>1, 2, 3 … in the order in which they are offered.</summary>
    public required int Position { get; init; }

    public required string Text { get; init; }

    /// <summary>In place of a department: the phrases of the whole centre, which designers keep.</summary>
    public const string OfCentre = "";
}

/// <summary>Where a phrase belongs.</summary>
public enum PhraseKind
{
    /// <summary>同意意见.</summary>
    Approval,

    /// <summary>不同意意见.</summary>
    Refusal,

    /// <summary>不予许可理由.</summary>
    Reason,
}

internal sealed class PhraseTable : IEntityTypeConfiguration<Phrase>
{
    public void Configure(EntityTypeBuilder<Phrase> table)
    {
        table
            .ToTable("phrases")
            .HasKey(phrase => new
            {
                phrase.Department,
                phrase.Kind,
                phrase.Position,
            });
        table.Property(phrase => phrase.Department).HasMaxLength(16);
        table.Property(phrase => phrase.Text).HasMaxLength(KeepPhrases.Longest);
    }
}
