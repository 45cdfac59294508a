using ErrorOr;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;

namespace ParallelApproval.Bookings;

/// <summary>
/// One round of what booked times ask for by themselves (预约巡检): who did not come is marked, who comes tomorrow is told, a time that is
/// offered no more (a holiday, a window that closed) is called off with a message, and what is old is deleted. Run twice it does no more.
/// </summary>
public sealed class BookingRound(
    IDbContextFactory<ApprovalDbContext> contexts,
    BookingDesk desk,
    BookingSettings settings,
    TimeProvider time
)
{
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(1);

    public async Task RunOnceAsync(CancellationToken cancellation)
    {
        var now = Act.Instant(time);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var last = now.OfficialDate().AddDays(-settings.KeepDays);
        await db.Set<Booking>().Where(row => row.Day < last).ExecuteDeleteAsync(cancellation);
        var days = await db.Set<Booking>()
            .Where(row => row.Status == BookingStatus.Booked)
            .Select(row => new { row.Offer, row.Day })
            .Distinct()
            .ToListAsync(cancellation);
        foreach (var of in days)
            await desk.OnDayAsync<Success>(of.Offer, of.Day, open => LookAsync(open, of.Offer, of.Day, now, cancellation), cancellation);
    }

    private async Task<ErrorOr<Success>> LookAsync(
        ApprovalDbContext db,
        string code,
        DateOnly day,
        DateTimeOffset now,
        CancellationToken cancellation
    )
    {
        var offer = await db.Set<BookingOffer>().FindAsync([code], cancellation);
        var slots = offer is null ? [] : desk.SlotsOf(offer, day);
        var booked = await BookingQueries.LockBookedAsync(db, code, day, cancellation);
        foreach (var booking in booked)
            if (now >= booking.Ends.AddMinutes(settings.GraceMinutes))
                booking.Move(BookingVerb.MissBooking);
            else if (booking.Starts > now && slots.All(slot => slot.End <= booking.StartsAt || slot.Start >= booking.EndsAt))
            {
                booking.Move(BookingVerb.CallOffBooking);
                desk.Tell(db, booking, offer, "因停办或放假，您的预约已取消，请另选时间", now);
            }
            else if (booking.RemindedAt is null && booking.Starts > now && booking.Starts - now <= Ahead)
            {
                booking.RemindedAt = now;
                // Who booked within the last day has been told already.
                if (booking.Starts - booking.MadeAt > Ahead)
                    desk.Tell(db, booking, offer, "预约提醒", now);
            }

        return Result.Success;
    }
}
