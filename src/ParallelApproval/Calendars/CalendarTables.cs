using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ParallelApproval.Database;

namespace ParallelApproval.Calendars;

internal sealed class CalendarYearTable : IEntityTypeConfiguration<CalendarYear>
{
    public void Configure(EntityTypeBuilder<CalendarYear> table)
    {
        table.ToTable("calendar_years");
        table.HasKey(year => year.Year);
        table.Property(year => year.Year).ValueGeneratedNever();
        table
            .Property(year => year.Holidays)
            .HasColumnType("jsonb")
            .HasConversion(
                holidays => JsonSerializer.Serialize(holidays, HouseJson.Options),
                text => JsonSerializer.Deserialize<List<Holiday>>(text, HouseJson.Options)!,
                new ValueComparer<IReadOnlyList<Holiday>>((a, b) => a!.SequenceEqual(b!), list => list.Count, list => list.ToList())
            );
        table.PrimitiveCollection(year => year.MakeUpDays);
        table.PrimitiveCollection(year => year.Amendments).HasDefaultValueSql("'{}'");
        table.Ignore(year => year.Amends);
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

internal sealed class CalendarEntryTable : IEntityTypeConfiguration<CalendarEntry>
{
    public void Configure(EntityTypeBuilder<CalendarEntry> table)
    {
        table.ToTable("calendar_entries");
        table.HasKey(entry => new { entry.Year, entry.Area });
        table.Property(entry => entry.Year).ValueGeneratedNever();
        table.Property(entry => entry.Area).HasMaxLength(16).HasDefaultValue(CalendarEntry.Country);
        table.Property(entry => entry.Content).HasColumnType("json");
    }
}
