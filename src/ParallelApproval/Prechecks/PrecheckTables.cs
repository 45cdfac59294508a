using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ParallelApproval.Database;

namespace ParallelApproval.Prechecks;

internal sealed class PrecheckTable : IEntityTypeConfiguration<Precheck>
{
    /// <summary>The mark by which those of a telephone are counted.</summary>
    internal const string PhoneMark = "PhoneMark";

    public void Configure(EntityTypeBuilder<Precheck> table)
    {
        table.ToTable("prechecks").HasKey(row => row.Number);
        table.Property(row => row.Number).UseIdentityAlwaysColumn();
        table.Property(row => row.Code).HasMaxLength(8);
        table.Property(row => row.ItemCode).HasMaxLength(64);
        table.Property(row => row.IntakeDepartment).HasMaxLength(16);
        string[] bound = [nameof(Precheck.Code), nameof(Precheck.ItemCode)];
        table.Property(row => row.Phone).IsEncrypted(bound, PhoneMark);
        table.Property<long?>(PhoneMark);
        table.Property(row => row.Address).HasMaxLength(64);
        table.Property(row => row.Typed).HasColumnType("json").IsEncrypted(bound);
        table.Property(row => row.CheckedBy).HasMaxLength(64);
        table.Ignore(row => row.Id);
        table.Ignore(row => row.CaseNumber);
        table.HasMany(row => row.Papers).WithOne().HasForeignKey(paper => paper.Number).OnDelete(DeleteBehavior.Cascade);
        table.HasIndex(PhoneMark);
        table.HasIndex(row => row.Address);
        table.HasIndex(row => row.KeptUntil);
        table.HasIndex(row => new { row.Status, row.SentAt });
    }
}

internal sealed class PrecheckPaperTable : IEntityTypeConfiguration<PrecheckPaper>
{
    public void Configure(EntityTypeBuilder<PrecheckPaper> table)
    {
        table.ToTable("precheck_papers").HasKey(row => new { row.Number, row.Paper });
        table.Property(row => row.Paper).HasMaxLength(64);
    }
}

internal sealed class PrecheckFileTable : IEntityTypeConfiguration<PrecheckFile>
{
    public void Configure(EntityTypeBuilder<PrecheckFile> table)
    {
        table.ToTable("precheck_files").HasKey(row => new { row.Number, row.File });
        table.Property(row => row.File).ValueGeneratedNever();
        table.Property(row => row.Paper).HasMaxLength(64);
        table.Property(row => row.Sha256).HasMaxLength(64);
        table.HasOne<Precheck>().WithMany().HasForeignKey(row => row.Number).OnDelete(DeleteBehavior.Cascade);
    }
}

/// <summary>That a case was received from it, so that none is received twice; it goes with the precheck.</summary>
internal sealed class PrecheckReceiptRow
{
    public long Number { get; init; }

    public long CaseKey { get; init; }
}

internal sealed class PrecheckReceiptTable : IEntityTypeConfiguration<PrecheckReceiptRow>
{
    public void Configure(EntityTypeBuilder<PrecheckReceiptRow> table)
    {
        table.ToTable("precheck_receipts").HasKey(row => row.Number);
        table.Property(row => row.Number).ValueGeneratedNever();
    }
}
