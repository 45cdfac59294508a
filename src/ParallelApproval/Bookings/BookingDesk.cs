using System.Globalization;
using ErrorOr;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Calendars;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Notices;
using ParallelApproval.Organisation;

namespace ParallelApproval.Bookings;

/// <summary>
/// Where times are given out (预约台). Whoever asks for the same day of the same offer asks one after the other, in the database; no two get
/// the same place.
/// </summary>
public sealed class BookingDesk(
    HouseStore house,
    OfficerRegister officers,
    CalendarRegister calendars,
    CitizenMessages messages,
    BookingSettings settings
)
{
    // Those that hold a place.
    private static readonly BookingStatus[] Holding = [BookingStatus.Booked, BookingStatus.Arrived, BookingStatus.Missed];

    /// <summary>
    /// The times of a day of what is open, at a window that is open, by the days that the window's body keeps: a local festival or a
    /// closing
    /// of its own stands above the national calendar.
    /// </summary>
    public IReadOnlyList<BookingSlot> SlotsOf(BookingOffer offer, DateOnly day)
    {
        var window = officers.Windows.FirstOrDefault(known => offer.Window is { } number ? known.Number == number : IsOfHall(known));
        if (offer.Window is not null && window is not { IsOpen: true })
            return [];
        var calendar = window is null ? calendars.Current : calendars.Current.In(window.DepartmentCode);
        return offer.SlotsOf(day, calendar, OfficeHours.Standard);
    }

    // What any of the hall serves is served when its comprehensive windows are.
    private static bool IsOfHall(ServiceWindow window) => window is { IsComprehensive: true, IsOpen: true, Tier: Tier.District };

    /// <summary>Works under the lock of that day of that offer; stores nothing when it refuses.</summary>
    internal Task<ErrorOr<T>> OnDayAsync<T>(
        string offer,
        DateOnly day,
        Func<ApprovalDbContext, Task<ErrorOr<T>>> work,
        CancellationToken cancellation
    ) => house.KeepAsync(work, cancellation, LockOf(offer, day));

    /// <summary>The same for an act that may bear a key, and is then carried out once for it.</summary>
    internal Task<ErrorOr<T>> OnDayOnceAsync<T>(
        Act act,
        string offer,
        DateOnly day,
        Func<ApprovalDbContext, Task<ErrorOr<T>>> work,
        CancellationToken cancellation
    ) => house.KeepOnceAsync(act, work, cancellation, LockOf(offer, day));

    /// <summary>A place of that time; refuses a time that is not offered, is past or too far ahead, or is full.</summary>
    internal async Task<ErrorOr<(BookingSlot Slot, int Place)>> PlaceAsync(
        ApprovalDbContext db,
        BookingOffer offer,
        DateOnly day,
        TimeOnly start,
        DateTimeOffset now,
        CancellationToken cancellation
    )
    {
        var slot = SlotsOf(offer, day).FirstOrDefault(known => known.Start == start);
        if (slot == default || day.At(start) <= now || day > now.OfficialDate().AddDays(settings.DaysAhead))
            return BookingRefusals.NoSuchTime(day);
        var taken = await db.Set<Booking>()
            .Where(row => row.Offer == offer.Code && row.Day == day && row.StartsAt == start && Holding.Contains(row.Status))
            .Select(row => row.Place)
            .ToListAsync(cancellation);
        return BookingRules.FreePlace(taken, offer.Places) is { } place ? (slot, place) : BookingRefusals.Full();
    }

    private static string LockOf(string offer, DateOnly day) =>
        string.Create(CultureInfo.InvariantCulture, $"booking {offer} {day:yyyy-MM-dd}");

    /// <summary>Lets acts of one telephone come one after the other, on whatever day: so its limits hold. Asked after the lock of the
    /// day.</summary>
    internal static Task WaitForPhoneAsync(ApprovalDbContext db, long? mark, CancellationToken cancellation) =>
        HouseStore.WaitAsync(db, string.Create(CultureInfo.InvariantCulture, $"booking phone {mark}"), cancellation);

    internal void Tell(ApprovalDbContext db, Booking booking, BookingOffer? offer, string what, DateTimeOffset at) =>
        messages.Tell(
            db,
            booking.Id.ToString(),
            booking.Phone,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{what}：“{offer?.Name ?? booking.Offer}” {booking.Day:yyyy-MM-dd} {booking.StartsAt:HH\\:mm}，预约编号 {booking.Id}。"
            ),
            at
        );
}
