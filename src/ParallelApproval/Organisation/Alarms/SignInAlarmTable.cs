using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ParallelApproval.Inputs;

namespace ParallelApproval.Organisation;

internal sealed class SignInAlarmTable : IEntityTypeConfiguration<SignInAlarm>
{
    private const int LongestSign = 16;

    public void Configure(EntityTypeBuilder<SignInAlarm> table)
    {
        table.ToTable("sign_in_alarms");
        table.Property(alarm => alarm.Sign).HasConversion<string>().HasMaxLength(LongestSign);
        table.Property(alarm => alarm.SeenBy).HasMaxLength(TextLengths.Code);
        table.Property(alarm => alarm.Note).HasMaxLength(TextLengths.Opinion);
        table.HasIndex(alarm => alarm.At);
        table.HasIndex(alarm => new { alarm.OfficerId, alarm.At });
        table.HasOne<Officer>().WithMany().HasForeignKey(alarm => alarm.OfficerId).OnDelete(DeleteBehavior.Restrict);
    }
}
