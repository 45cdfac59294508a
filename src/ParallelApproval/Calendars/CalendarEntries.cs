using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;

namespace ParallelApproval.Calendars;

/// <summary>A year that one person has entered and that waits for a second one (待复核年度).</summary>
/// <param name="Days">The days as he entered them.</param>
/// <param name="EnteredBy">His account.</param>
public sealed record WaitingYear(CalendarYear Days, string EnteredBy, DateTimeOffset EnteredAt);

/// <summary>Local days that one person has entered and that wait for a second one (待复核地方性放假).</summary>
/// <param name="EnteredBy">His account.</param>
public sealed record WaitingLocalDays(KeepLocalDays Entered, string EnteredBy, DateTimeOffset EnteredAt);

/// <summary>What one person entered, until a second one enters the same: a year of the country, or the local days of a body.</summary>
/// <param name="Area">Code of the body, <c>*</c> for the whole district; <see cref="Country"/> for a year of the country.</param>
/// <param name="Content">What was entered, as JSON.</param>
internal sealed record CalendarEntry(int Year, string Area, string Content, string EnteredBy, DateTimeOffset EnteredAt)
{
    /// <summary>Stands for the country: no body has an empty code.</summary>
    public const string Country = "";

    public static CalendarEntry Of(CalendarYear year, Act act) => Of(year.Year, Country, year, act);

    public static CalendarEntry Of(KeepLocalDays days, Act act) => Of(days.Year, days.Area, days, act);

    /// <summary>Puts an entry in the place of the former one; the caller saves.</summary>
    public static void Put(ApprovalDbContext db, CalendarEntry? former, CalendarEntry entry)
    {
        if (former is null)
            db.Add(entry);
        else
            db.Entry(former).CurrentValues.SetValues(entry);
    }

    public T Read<T>() => JsonSerializer.Deserialize<T>(Content, HouseJson.Options)!;

    public bool Holds(CalendarYear year) => Read<CalendarYear>().HasSameDaysAs(year);

    /// <summary>Whether the same days were entered under the same document; reasons may be written differently.</summary>
    public bool Holds(KeepLocalDays days)
    {
        var held = Read<KeepLocalDays>();
        return held.Basis.Trim() == days.Basis.Trim()
            && held.Days.Select(day => (day.Date, day.IsWorking)).ToHashSet().SetEquals(days.Days.Select(day => (day.Date, day.IsWorking)));
    }

    private static CalendarEntry Of<T>(int year, string area, T entered, Act act) =>
        new(year, area, JsonSerializer.Serialize(entered, HouseJson.Options), act.UserName, act.At.ToUniversalTime());
}

/// <summary>Reading the entries that wait.</summary>
public sealed class CalendarEntries(IDbContextFactory<ApprovalDbContext> contexts)
{
    /// <summary>Every year that waits, oldest first.</summary>
    public async Task<IReadOnlyList<WaitingYear>> WaitingAsync(CancellationToken cancellation) =>
        [
            .. from row in await ReadAsync(cancellation)
            where row.Area == CalendarEntry.Country
            select new WaitingYear(row.Read<CalendarYear>(), row.EnteredBy, row.EnteredAt.InShanghai()),
        ];

    /// <summary>All local days that wait, oldest year first.</summary>
    public async Task<IReadOnlyList<WaitingLocalDays>> WaitingLocalDaysAsync(CancellationToken cancellation) =>
        [
            .. from row in await ReadAsync(cancellation)
            where row.Area != CalendarEntry.Country
            select new WaitingLocalDays(row.Read<KeepLocalDays>(), row.EnteredBy, row.EnteredAt.InShanghai()),
        ];

    private async Task<List<CalendarEntry>> ReadAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Set<CalendarEntry>().AsNoTracking().OrderBy(row => row.Year).ThenBy(row => row.Area).ToListAsync(cancellation);
    }
}
