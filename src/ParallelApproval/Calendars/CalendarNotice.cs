using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ParallelApproval.Database;

namespace ParallelApproval.Calendars;

/// <summary>
/// A notice as two persons have entered it (放假通知), kept for good: the days in force are what all notices together leave
/// (<see cref="CalendarLayers"/>).
/// </summary>
/// <param name="Year">The year it is about; it may name days of the neighbouring ones.</param>
/// <param name="Sequence">The how manieth notice of that year, from 1; 0 is what came with the product.</param>
/// <param name="Content">The days, as JSON.</param>
/// <param name="EnteredBy">Account of the first person; null for what came with the product.</param>
/// <param name="InForceAt">When the second person entered the same.</param>
public sealed record CalendarNotice(int Year, int Sequence, string Content, string? EnteredBy, DateTimeOffset InForceAt)
{
    private CalendarYear? _days;

    /// <summary>What it says.</summary>
    public CalendarYear Days() => _days ??= JsonSerializer.Deserialize<CalendarYear>(Content, HouseJson.Options)!;

    internal static CalendarNotice Of(CalendarYear days, int sequence, string? enteredBy, DateTimeOffset now) =>
        new(days.Year, sequence, JsonSerializer.Serialize(days, HouseJson.Options), enteredBy, now);
}

internal sealed class CalendarNoticeTable : IEntityTypeConfiguration<CalendarNotice>
{
    public void Configure(EntityTypeBuilder<CalendarNotice> table)
    {
        table.ToTable("calendar_notices").HasKey(notice => new { notice.Year, notice.Sequence });
        table.Property(notice => notice.Year).ValueGeneratedNever();
        table.Property(notice => notice.Sequence).ValueGeneratedNever();
        table.Property(notice => notice.Content).HasColumnType("json");
    }
}
