using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Bookings;

/// <summary>登记到场: who booked is there, or was visited; also one who was taken for missing, on the same day.</summary>
[Authority("Note that somebody who booked is there", Role.Clerk)]
public sealed record MarkArrival(BookingNumber Booking);

/// <summary>Somebody who booked was there; who he is stands in the list of the day.</summary>
public sealed record BookingArrived(string Booking, string Offer, BookingKind Kind, DateOnly Day) : HouseEvent;

/// <summary>Refuses on another day than the booked one, and what was cancelled.</summary>
public sealed class MarkArrivalHandler(HouseStore house) : Handler<MarkArrival, Booking>
{
    protected override Task<ErrorOr<Booking>> CarryOutAsync(MarkArrival command, Act act, CancellationToken cancellation) =>
        house.ActAsync<Booking>(
            act,
            async db =>
            {
                if (await BookingQueries.LockAsync(db, command.Booking, cancellation) is not { } found)
                    return BookingRefusals.NotFound(command.Booking);
                if (found.Day != act.Today)
                    return BookingRefusals.NotYet(found.Day);
                if (found.Status is BookingStatus.Arrived)
                    return new Entry<Booking>(found, []);
                if (found.Refuses(BookingVerb.MarkArrival) is { } refusal)
                    return refusal;
                found.Move(BookingVerb.MarkArrival);
                return new Entry<Booking>(found, new BookingArrived(found.Id.ToString(), found.Offer, found.Kind, found.Day));
            },
            cancellation
        );
}
