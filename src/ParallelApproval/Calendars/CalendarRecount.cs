using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ParallelApproval.Database;

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

    /// <summary>Asks for the year; the caller saves it together with the days that have changed.</summary>
    /// <param name="number">Number of the notice or document; null when it is not known.</param>
    internal static async Task AskAsync(ApprovalDbContext db, int year, string? number, DateTimeOffset at, CancellationToken cancellation)
    {
        var asked = at.ToUniversalTime();
        if (await db.Set<CalendarRecount>().SingleOrDefaultAsync(row => row.Year == year, cancellation) is { } waiting)
            (waiting.NoticeNumber, waiting.AskedAt) = (number, asked);
        else
            db.Add(
                new CalendarRecount
                {
                    Year = year,
                    NoticeNumber = number,
                    AskedAt = asked,
                }
            );
    }
}

internal sealed class CalendarRecountTable : IEntityTypeConfiguration<CalendarRecount>
{
    public void Configure(EntityTypeBuilder<CalendarRecount> table)
    {
        table.ToTable("calendar_recounts").HasKey(row => row.Year);
        table.Property(row => row.Year).ValueGeneratedNever();
    }
}
