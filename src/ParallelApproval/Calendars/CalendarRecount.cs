using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ParallelApproval.Calendars;

/// <summary>
/// A year whose days have changed, for as long as open due dates have not all been computed anew (待重算年度). Written in the transaction that
/// puts the year in force, so that a node that dies in between loses nothing.
/// </summary>
public sealed class CalendarRecount
{
    public int Year { get; init; }

    /// <summary>Number of the notice; null when it is not known.</summary>
    public string? NoticeNumber { get; set; }

    public DateTimeOffset AskedAt { get; set; }
}

internal sealed class CalendarRecountTable : IEntityTypeConfiguration<CalendarRecount>
{
    public void Configure(EntityTypeBuilder<CalendarRecount> table)
    {
        table.ToTable("calendar_recounts").HasKey(row => row.Year);
        table.Property(row => row.Year).ValueGeneratedNever();
    }
}
