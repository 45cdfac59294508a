using ErrorOr;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Inputs;

namespace ParallelApproval.Bookings;

/// <summary>改约: who booked takes another time of the same offer.</summary>
public sealed record MoveBooking(BookingNumber Booking, DateOnly Day, TimeOnly Start);

/// <summary>Refuses when the limit has passed, and a time that is not free; the old one is kept then.</summary>
public sealed class MoveBookingHandler(BookingDesk desk, BookingQueries bookings, BookingSettings settings) : Handler<MoveBooking, Booking>
{
    protected override async Task<ErrorOr<Booking>> CarryOutAsync(MoveBooking command, Act act, CancellationToken cancellation)
    {
        if (await bookings.FindAsync(command.Booking, cancellation) is not { } known)
            return BookingRefusals.NotFound(command.Booking);
        return await desk.OnDayAsync<Booking>(
            known.Offer,
            command.Day,
            async db =>
            {
                if (await BookingQueries.LockAsync(db, command.Booking, cancellation) is not { } found)
                    return BookingRefusals.NotFound(command.Booking);
                if (BookingRules.RefusesChange(found, BookingVerb.MoveBooking, act.At, settings) is { } refusal)
                    return refusal;
                if (await db.Set<BookingOffer>().FindAsync([found.Offer], cancellation) is not { IsOpen: true } offer)
                    return BookingRefusals.UnknownOffer(found.Offer);
                var place = await desk.PlaceAsync(db, offer, command.Day, command.Start, act.At, cancellation);
                if (place.IsError)
                    return place.Errors;
                (found.Day, found.StartsAt, found.EndsAt) = (command.Day, place.Value.Slot.Start, place.Value.Slot.End);
                (found.Place, found.RemindedAt) = (place.Value.Place, null);
                desk.Tell(db, found, offer, "已改约", act.At);
                return found;
            },
            cancellation
        );
    }
}
