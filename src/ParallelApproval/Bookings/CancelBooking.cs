using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Inputs;

namespace ParallelApproval.Bookings;

/// <summary>取消预约: who booked does not come; the place is free again.</summary>
public sealed record CancelBooking(BookingNumber Booking);

/// <summary>Refuses when the limit has passed.</summary>
public sealed class CancelBookingHandler(BookingDesk desk, BookingQueries bookings, BookingSettings settings)
    : Handler<CancelBooking, Booking>
{
    protected override async Task<ErrorOr<Booking>> CarryOutAsync(CancelBooking command, Act act, CancellationToken cancellation)
    {
        if (await bookings.FindAsync(command.Booking, cancellation) is not { } known)
            return BookingRefusals.NotFound(command.Booking);
        return await desk.OnDayAsync<Booking>(
            known.Offer,
            known.Day,
            async db =>
            {
                if (await BookingQueries.LockAsync(db, command.Booking, cancellation) is not { } found)
                    return BookingRefusals.NotFound(command.Booking);
                if (BookingRules.RefusesChange(found, BookingVerb.CancelBooking, act.At, settings) is { } refusal)
                    return refusal;
                found.Move(BookingVerb.CancelBooking);
                return found;
            },
            cancellation
        );
    }
}
