using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ParallelApproval.Inputs;

namespace ParallelApproval.Organisation;

internal sealed class PasskeyTable : IEntityTypeConfiguration<Passkey>
{
    // WebAuthn, 6.1: at most 1023 bytes.
    private const int LongestId = 1023;
    private const int LongestKey = 2048;

    public void Configure(EntityTypeBuilder<Passkey> table)
    {
        table.ToTable("passkeys");
        table.Property(passkey => passkey.CredentialId).HasMaxLength(LongestId);
        table.Property(passkey => passkey.PublicKey).HasMaxLength(LongestKey);
        table.Property(passkey => passkey.Name).HasMaxLength(TextLengths.Name);
        table.PrimitiveCollection(passkey => passkey.Transports);
        table.HasIndex(passkey => passkey.CredentialId).IsUnique();
        table.HasOne<Officer>().WithMany().HasForeignKey(passkey => passkey.OfficerId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class PasskeyChallengeTable : IEntityTypeConfiguration<PasskeyChallenge>
{
    public void Configure(EntityTypeBuilder<PasskeyChallenge> table)
    {
        table.ToTable("passkey_challenges");
        table.HasIndex(challenge => challenge.LapsesAt);
    }
}
