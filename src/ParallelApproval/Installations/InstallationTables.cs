using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ParallelApproval.Installations;

internal sealed class InstallationVersionTable : IEntityTypeConfiguration<InstallationVersion>
{
    public void Configure(EntityTypeBuilder<InstallationVersion> table)
    {
        table.ToTable("installation_versions");
        table.HasKey(version => version.Revision);
        table.Property(version => version.Revision).ValueGeneratedNever();
        table.Property(version => version.Content).HasColumnType("json");
        table.Ignore(version => version.Installation);
    }
}
