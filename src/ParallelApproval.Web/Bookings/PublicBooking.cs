using ErrorOr;
using ParallelApproval.Bookings;
using ParallelApproval.Installations;
using ParallelApproval.Web.Languages;

namespace ParallelApproval.Web.Bookings;

/// <summary>What anybody may book.</summary>
/// <param name="Window">Number of the window; null where any of the hall serves.</param>
/// <param name="Minutes">How long one time is.</param>
internal sealed record PublicOffer(string Offer, string Name, BookingKind Kind, string? Window, int Minutes);

/// <summary>A day with its times; full ones are told, too.</summary>
internal sealed record PublicDay(DateOnly Day, IReadOnlyList<FreeSlot> Times);

/// <summary>A booked time as its citizen sees it.</summary>
/// <param name="Address">Where he is visited; null for a time at a window.</param>
internal sealed record PublicBooking(
    string Booking,
    string Offer,
    string OfferName,
    BookingKind Kind,
    DateOnly Day,
    TimeOnly Start,
    TimeOnly End,
    string Name,
    string? Address,
    string? Precheck,
    BookingStatus Status
);

/// <summary>Reads what can be booked and what is booked for anybody outside, by page or by program.</summary>
internal sealed class PublicBookingReader(BookingQueries bookings, BookingAccess access, InstallationRegister installed)
{
    public async Task<IReadOnlyList<PublicOffer>> OffersAsync(CancellationToken cancellation) =>
        [
            .. (await bookings.OffersAsync(onlyOpen: true, cancellation)).Select(offer => new PublicOffer(
                offer.Code,
                NameOf(offer),
                offer.Kind,
                offer.Window,
                offer.Minutes
            )),
        ];

    /// <summary>Null when nothing of that code is offered.</summary>
    public async Task<IReadOnlyList<PublicDay>?> TimesAsync(string code, CancellationToken cancellation)
    {
        var offer = (await bookings.OffersAsync(onlyOpen: true, cancellation)).FirstOrDefault(known => known.Code == code);
        return offer is null ? null : [.. (await bookings.DaysAsync(offer, cancellation)).Select(day => new PublicDay(day.Day, day.Slots))];
    }

    public async Task<ErrorOr<PublicBooking>> FindAsync(string? number, string? code, CancellationToken cancellation)
    {
        var found = await access.FindAsync(number, code, cancellation);
        return found.IsError ? found.Errors : await ShowAsync(found.Value, cancellation);
    }

    /// <summary>Does something with it, and shows how it stands then.</summary>
    public async Task<ErrorOr<PublicBooking>> OnAsync(
        string? number,
        string? code,
        Func<Booking, Task<ErrorOr<Booking>>> work,
        CancellationToken cancellation
    )
    {
        var found = await access.FindAsync(number, code, cancellation);
        if (found.IsError)
            return found.Errors;
        var done = await work(found.Value);
        return done.IsError ? done.Errors : await ShowAsync(done.Value, cancellation);
    }

    /// <summary>As a calendar file, in the reader's language.</summary>
    public async Task<string> InvitationAsync(Booking booking, CancellationToken cancellation) =>
        BookingInvitation.Of(
            booking,
            await OfferNameAsync(booking, cancellation),
            booking.Address ?? installed.Current?.Place ?? installed.Current?.Centre
        );

    private async Task<PublicBooking> ShowAsync(Booking found, CancellationToken cancellation) =>
        new(
            found.Id.ToString(),
            found.Offer,
            await OfferNameAsync(found, cancellation),
            found.Kind,
            found.Day,
            found.StartsAt,
            found.EndsAt,
            found.Name,
            found.Address,
            found.Precheck,
            found.Status
        );

    private async Task<string> OfferNameAsync(Booking booking, CancellationToken cancellation) =>
        (await bookings.OffersAsync(onlyOpen: false, cancellation)).FirstOrDefault(known => known.Code == booking.Offer) is { } offer
            ? NameOf(offer)
            : booking.Offer;

    private static string NameOf(BookingOffer offer) => ReaderLanguage.IsEnglish ? offer.NameEn : offer.Name;
}
