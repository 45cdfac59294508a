using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ParallelApproval.Calendars;

internal sealed class CalendarYearTable : IEntityTypeConfiguration<CalendarYear>
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public void Configure(EntityTypeBuilder<CalendarYear> table)
    {
        table.ToTable("calendar_years");
        table.HasKey(year => year.Year);
        table.Property(year => year.Year).ValueGeneratedNever();
        table.Property(year => year.Holidays).HasColumnType("jsonb").HasConversion(
            holidays => JsonSerializer.Serialize(holidays, Json),
            text => JsonSerializer.Deserialize<List<Holiday>>(text, Json)!,
            new ValueComparer<IReadOnlyList<Holiday>>((a, b) => a!.SequenceEqual(b!), list => list.Count, list => list.ToList()));
        table.PrimitiveCollection(year => year.MakeUpDays);
    }
}

internal sealed class LocalDayTable : IEntityTypeConfiguration<LocalDay>
{
    public void Configure(EntityTypeBuilder<LocalDay> table)
    {
        table.ToTable("calendar_local_days");
        table.HasKey(local => new { local.Area, local.Date });
        table.Property(local => local.Area).HasMaxLength(16);
    }
}
