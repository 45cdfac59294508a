using ErrorOr;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;

namespace ParallelApproval.Calendars;

/// <summary>What local days would come to if they were in force (地方性放假预览).</summary>
/// <param name="Bodies">The bodies that would keep them: the named one and those below it.</param>
/// <param name="IsInForce">Whether each of them keeps these very days already.</param>
public sealed record LocalDaysOutlook(IReadOnlyList<string> Bodies, bool IsInForce);

/// <summary>Reading what local days would come to.</summary>
public sealed class LocalDaysOutlooks(IDbContextFactory<ApprovalDbContext> contexts, IEnumerable<ICountDays> counts, TimeProvider time)
{
    /// <summary>
    /// Refuses what entering them would be refused for. What has been counted stays counted (<c>local_day_past</c>): a day before today may
    /// be
    /// stated again as it was kept, and nothing else; so may today once the office has closed, or something has ended today.
    /// </summary>
    public async Task<ErrorOr<LocalDaysOutlook>> OfAsync(KeepLocalDays days, CancellationToken cancellation)
    {
        if (Validators.Check(days, time.OfficialToday()) is { Count: > 0 } faults)
            return faults;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await OfAsync(db, days, counts, time.OfficialNow(), cancellation);
    }

    internal static async Task<ErrorOr<LocalDaysOutlook>> OfAsync(
        ApprovalDbContext db,
        KeepLocalDays days,
        IEnumerable<ICountDays> counts,
        DateTimeOffset now,
        CancellationToken cancellation
    )
    {
        var bodies = await BodiesOfArea.ReadAsync(db, days.Area, cancellation);
        if (bodies.Count == 0)
            return Refusal.Input("area", RefusalCode.AreaUnknown, ("area", days.Area));
        var changed = await ChangedAsync(db, days, bodies, cancellation);
        var today = now.OfficialDate();
        if (changed.Count > 0 && changed.Min < today)
            return Refusal.Input(FieldOf(days, changed.Min), RefusalCode.LocalDayPast, ("date", changed.Min), ("today", today));
        if (changed.Contains(today) && await HasEndedAsync(db, bodies, counts, now, cancellation))
            return Refusal.Input(FieldOf(days, today), RefusalCode.LocalDayEnded, ("date", today), ("today", today));
        return new LocalDaysOutlook(bodies, changed.Count == 0);
    }

    private static string FieldOf(KeepLocalDays days, DateOnly day)
    {
        var at = days.Days.Index().FirstOrDefault(entry => entry.Item.Date == day, (-1, null!)).Index;
        return at < 0 ? "days" : $"days[{at}].date";
    }

    // The days of which any of the bodies would keep something else than it does.
    private static async Task<SortedSet<DateOnly>> ChangedAsync(
        ApprovalDbContext db,
        KeepLocalDays wanted,
        List<string> bodies,
        CancellationToken cancellation
    )
    {
        var (first, last) = (new DateOnly(wanted.Year, 1, 1), new DateOnly(wanted.Year, 12, 31));
        var held = await db.Set<LocalDay>()
            .AsNoTracking()
            .Where(day => bodies.Contains(day.Area) && day.Date >= first && day.Date <= last)
            .ToListAsync(cancellation);
        var kept = held.ToLookup(day => day.Area, day => (day.Date, day.IsWorking));
        return
        [
            .. bodies.SelectMany(body =>
            {
                var differs = wanted.Days.Select(day => (day.Date, day.IsWorking)).ToHashSet();
                differs.SymmetricExceptWith(kept[body]);
                return differs.Select(day => day.Date);
            }),
        ];
    }

    private static async Task<bool> HasEndedAsync(
        ApprovalDbContext db,
        List<string> bodies,
        IEnumerable<ICountDays> counts,
        DateTimeOffset now,
        CancellationToken cancellation
    )
    {
        if (OfficeHours.Standard.LastEnded(now) == now.OfficialDate())
            return true;
        foreach (var room in counts)
            if (await room.HasEndedOnAsync(db, bodies, now.OfficialDate(), cancellation))
                return true;
        return false;
    }
}
