using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ParallelApproval.Organisation;

internal sealed class SecondFactorTable : IEntityTypeConfiguration<SecondFactor>
{
    private const int LongestSecret = 200;

    public void Configure(EntityTypeBuilder<SecondFactor> table)
    {
        table.ToTable("second_factors");
        table.HasKey(factor => factor.OfficerId);
        table.Property(factor => factor.OfficerId).ValueGeneratedNever();
        table.Property(factor => factor.Secret).HasMaxLength(LongestSecret);
        table.PrimitiveCollection(factor => factor.RecoveryHashes);
        table.HasOne<Officer>().WithOne().HasForeignKey<SecondFactor>(factor => factor.OfficerId).OnDelete(DeleteBehavior.Cascade);
    }
}
