using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;

namespace ParallelApproval.Bookings;

/// <summary>What can be booked in the sample district (样例预约服务).</summary>
internal static class SampleOffers
{
    private const string Loading = "sample-offers";

    private static readonly BookingOffer[] All =
    [
        Of("HALL", "综合窗口预约", "Comprehensive window", BookingKind.Window, new(9, 0), new(17, 0), 30, 4),
        Of("NOON", "午间服务", "Midday service", BookingKind.Midday, new(12, 0), new(13, 0), 30, 2),
        Of("WEEKEND", "双休日错时服务", "Service on closed days", BookingKind.OffPeak, new(9, 0), new(12, 0), 30, 2),
        Of("LATE", "延时服务", "Service after hours", BookingKind.Extended, new(17, 0), new(18, 0), 30, 2),
        Of("HOME", "上门服务", "Visit at home", BookingKind.HomeVisit, new(9, 0), new(17, 0), 120, 1),
    ];

    public static Task LoadAsync(ApprovalDbContext db, CancellationToken cancellation) =>
        HouseStore.LoadAsync(
            db,
            Loading,
            async () =>
            {
                if (!await db.Set<BookingOffer>().AnyAsync(cancellation))
                    db.AddRange(All);
                return [];
            },
            cancellation
        );

    private static BookingOffer Of(
        string code,
        string name,
        string nameEn,
        BookingKind kind,
        TimeOnly from,
        TimeOnly to,
        int minutes,
        int places
    ) =>
        new()
        {
            Code = code,
            Name = name,
            NameEn = nameEn,
            Kind = kind,
            From = from,
            To = to,
            Minutes = minutes,
            Places = places,
        };
}
