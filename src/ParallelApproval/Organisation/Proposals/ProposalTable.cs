using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ParallelApproval.Organisation;

internal sealed class ProposalTable : IEntityTypeConfiguration<Proposal>
{
    private const int LongestWord = 64;

    public void Configure(EntityTypeBuilder<Proposal> table)
    {
        table.ToTable("proposals");
        table.Property(proposal => proposal.Id).ValueGeneratedNever();
        table.Property(proposal => proposal.Verb).HasMaxLength(LongestWord);
        table.Property(proposal => proposal.Concerns).HasMaxLength(LongestWord);
        table.Property(proposal => proposal.ProposedBy).HasMaxLength(LongestWord);
        table.Property(proposal => proposal.ClosedBy).HasMaxLength(LongestWord);
        table.Property(proposal => proposal.Status).HasConversion<string>().HasMaxLength(16).IsConcurrencyToken();
        table.HasIndex(proposal => proposal.ProposedAt).HasFilter("status = 'Waiting'").HasDatabaseName("ix_proposals_waiting");
        table.ToTable(check => check.HasCheckConstraint("ck_proposals_two_persons", "status <> 'Confirmed' OR closed_by <> proposed_by"));
    }
}
