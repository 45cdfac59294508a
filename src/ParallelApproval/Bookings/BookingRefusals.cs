using ErrorOr;
using ParallelApproval.Refusals;

namespace ParallelApproval.Bookings;

/// <summary>What is refused about booked times, and in which words.</summary>
public static class BookingRefusals
{
    public static Error NotFound(BookingNumber number) => Refusal.NotFound(RefusalCode.BookingNotFound, ("booking", number));

    public static Error UnknownOffer(string code) => Refusal.Input("offer", RefusalCode.BookingOfferUnknown, ("offer", code));

    public static Error NoSuchTime(DateOnly day) => Refusal.Input("start", RefusalCode.BookingNoSuchTime, ("day", day));

    public static Error Full() => Refusal.Conflict(RefusalCode.BookingFull);

    public static Error PhoneNotMobile() => Refusal.Input("phone", RefusalCode.PhoneNotMobile);

    public static Error Barred(DateOnly until) => Refusal.Conflict(RefusalCode.BookingBarred, ("day", until));

    public static Error TooMany(int most) => Refusal.Conflict(RefusalCode.BookingTooMany, ("most", most));

    public static Error AddressMissing() => Refusal.Input("address", RefusalCode.BookingAddressMissing);

    public static Error TooLate(int hours) => Refusal.Conflict(RefusalCode.BookingTooLate, ("hours", hours));

    public static Error WrongStatus(Booking booking) =>
        Refusal.Conflict(RefusalCode.BookingStatusConflict, ("booking", booking.Id), ("status", booking.Status));

    public static Error NotYet(DateOnly day) => Refusal.Conflict(RefusalCode.BookingNotToday, ("day", day));

    public static Error OfferMalformed(string? code) => Refusal.Input("code", RefusalCode.BookingOfferMalformed, ("offer", code));

    public static Error OutOfRange(string field, int least, int most) =>
        Refusal.Input(field, RefusalCode.BookingNumberOutOfRange, ("least", least), ("most", most));

    public static Error HoursWrong() => Refusal.Input("to", RefusalCode.BookingHoursWrong);

    public static Error UnknownWindow(string number) => Refusal.Input("window", RefusalCode.BookingWindowUnknown, ("window", number));

    public static Error OfferChanged(string code) => Refusal.Conflict(RefusalCode.BookingOfferChanged, ("offer", code));
}
