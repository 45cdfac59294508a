using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;

namespace ParallelApproval.Bookings;

/// <summary>A time with how many places are free.</summary>
public sealed record FreeSlot(TimeOnly Start, TimeOnly End, int Free);

/// <summary>One in the list of a day.</summary>
public sealed record BookingLine(
    string Booking,
    string Offer,
    BookingKind Kind,
    DateOnly Day,
    TimeOnly Start,
    TimeOnly End,
    string Name,
    string Phone,
    string? Precheck,
    string? Address,
    BookingStatus Status
);

/// <summary>How many times of a kind were booked for days of a period, and what became of them.</summary>
/// <param name="Booked">All but those that were cancelled or called off.</param>
public sealed record BookingFigure(BookingKind Kind, int Booked, int Arrived, int Missed);

/// <summary>What can be booked and what is booked (预约查询).</summary>
public sealed class BookingQueries(
    IDbContextFactory<ApprovalDbContext> contexts,
    BookingDesk desk,
    BookingSettings settings,
    TimeProvider time
)
{
    public async Task<IReadOnlyList<BookingOffer>> OffersAsync(bool onlyOpen, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Set<BookingOffer>()
            .AsNoTracking()
            .Where(offer => !onlyOpen || offer.IsOpen)
            .OrderBy(offer => offer.Code)
            .ToListAsync(cancellation);
    }

    /// <summary>The days on which it is offered, from today on as far as may be booked, with the times that are still to come.</summary>
    public async Task<IReadOnlyList<(DateOnly Day, IReadOnlyList<FreeSlot> Slots)>> DaysAsync(
        BookingOffer offer,
        CancellationToken cancellation
    )
    {
        var now = time.OfficialNow();
        var (today, last) = (now.OfficialDate(), now.OfficialDate().AddDays(settings.DaysAhead));
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var rows = await db.Set<Booking>()
            .AsNoTracking()
            .Where(row => row.Offer == offer.Code && row.Day >= today && row.Day <= last)
            .Where(row => row.Status != BookingStatus.Cancelled && row.Status != BookingStatus.CalledOff)
            .Select(row => new { row.Day, row.StartsAt })
            .ToListAsync(cancellation);
        var taken = rows.CountBy(row => (row.Day, row.StartsAt)).ToDictionary();
        return
        [
            .. Enumerable
                .Range(0, settings.DaysAhead + 1)
                .Select(ahead => today.AddDays(ahead))
                .Select(day =>
                    (
                        day,
                        (IReadOnlyList<FreeSlot>)
                            [
                                .. desk.SlotsOf(offer, day)
                                    .Where(slot => day.At(slot.Start) > now)
                                    .Select(slot => new FreeSlot(
                                        slot.Start,
                                        slot.End,
                                        Math.Max(0, offer.Places - taken.GetValueOrDefault((day, slot.Start)))
                                    )),
                            ]
                    )
                )
                .Where(day => day.Item2.Count > 0),
        ];
    }

    public async Task<Booking?> FindAsync(BookingNumber number, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Set<Booking>().AsNoTracking().SingleOrDefaultAsync(row => row.Number == number.Serial, cancellation);
    }

    /// <summary>Those of a day, in the order in which they come.</summary>
    /// <param name="window">Those of that window, and those that any window of the hall serves; null for all.</param>
    public async Task<IReadOnlyList<BookingLine>> OfDayAsync(DateOnly day, string? window, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var rows = await db.Set<Booking>()
            .AsNoTracking()
            .Where(row => row.Day == day && row.Status != BookingStatus.Cancelled)
            .Where(row =>
                window == null
                || db.Set<BookingOffer>().Any(offer => offer.Code == row.Offer && (offer.Window == null || offer.Window == window))
            )
            .OrderBy(row => row.StartsAt)
            .ThenBy(row => row.Offer)
            .ThenBy(row => row.Place)
            .ToListAsync(cancellation);
        return rows.ConvertAll(row => new BookingLine(
            row.Id.ToString(),
            row.Offer,
            row.Kind,
            row.Day,
            row.StartsAt,
            row.EndsAt,
            row.Name,
            row.Phone,
            row.Precheck,
            row.Address,
            row.Status
        ));
    }

    /// <summary>By kind, for days from the first to the last, both within it; kinds of which there are none are left out.</summary>
    public async Task<IReadOnlyList<BookingFigure>> FiguresAsync(DateOnly first, DateOnly last, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var counted = await db.Set<Booking>()
            .Where(row => row.Day >= first && row.Day <= last)
            .GroupBy(row => new { row.Kind, row.Status })
            .Select(group => new
            {
                group.Key.Kind,
                group.Key.Status,
                Count = group.Count(),
            })
            .ToListAsync(cancellation);
        return
        [
            .. counted
                .Where(row => row.Status is BookingStatus.Booked or BookingStatus.Arrived or BookingStatus.Missed)
                .GroupBy(row => row.Kind)
                .OrderBy(group => group.Key)
                .Select(group => new BookingFigure(
                    group.Key,
                    group.Sum(row => row.Count),
                    group.Where(row => row.Status is BookingStatus.Arrived).Sum(row => row.Count),
                    group.Where(row => row.Status is BookingStatus.Missed).Sum(row => row.Count)
                )),
        ];
    }

    /// <summary>
    /// Those of a day that nobody has come to yet, locked: a clerk who notes that somebody is there is waited for, and not overwritten.
    /// </summary>
    internal static async Task<List<Booking>> LockBookedAsync(
        ApprovalDbContext db,
        string offer,
        DateOnly day,
        CancellationToken cancellation
    )
    {
        var locked = await db.Set<Booking>()
            .FromSql($"SELECT * FROM bookings WHERE offer = {offer} AND day = {day} ORDER BY number FOR UPDATE")
            .AsTracking()
            .ToListAsync(cancellation);
        return locked.FindAll(row => row.Status is BookingStatus.Booked);
    }

    internal static Task<Booking?> LockAsync(ApprovalDbContext db, BookingNumber number, CancellationToken cancellation) =>
        db.Set<Booking>()
            .FromSql($"SELECT * FROM bookings WHERE number = {number.Serial} FOR UPDATE")
            .AsTracking()
            .SingleOrDefaultAsync(cancellation);
}
