using System.Text;
using ErrorOr;
using Microsoft.AspNetCore.Http.HttpResults;
using ParallelApproval.Bookings;
using ParallelApproval.Database;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Limits;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web.Bookings;

/// <summary>Booked times (预约): what can be booked, the list of a day, who came, the figures.</summary>
internal static class BookingEndpoints
{
    private const int LongestPeriod = 366;

    public static void MapBookings(this IEndpointRouteBuilder app)
    {
        app.MapGet("/book/mine.ics", InvitationAsync)
            .RequireRateLimiting(RequestLimits.PublicRate)
            .OpenToAnybody()
            .ExcludeFromDescription();
        var bookings = app.MapGroup("/api/bookings").WithTags("Bookings");
        bookings
            .MapGet(
                "",
                async (
                    BookingQueries house,
                    TimeProvider time,
                    CancellationToken cancellation,
                    DateOnly? day = null,
                    string? window = null
                ) => new Listing<BookingLine>(await house.OfDayAsync(day ?? time.OfficialToday(), window, cancellation))
            )
            .Requires<SeeBookings>();
        bookings
            .MapPost("/{id}/arrival", (BookingNumber id, CallersAct act, MarkArrivalHandler house, CancellationToken cancellation) =>
                ArriveAsync(id, act, house, cancellation).Ok()
            )
            .Requires<MarkArrival>();
        bookings.MapGet("/figures", FiguresAsync).Requires<SeeBookingFigures>();
        bookings
            .MapGet("/offers", async (BookingQueries house, CancellationToken cancellation) =>
                new Listing<BookingOffer>(await house.OffersAsync(onlyOpen: false, cancellation))
            )
            .Requires<SeeBookings>()
            .WithSummary("What can be booked");
        bookings
            .MapPost("/offers", (KeepOffer body, CallersAct act, KeepOfferHandler house, CancellationToken cancellation) =>
                house.HandleAsync(body, act, cancellation).Ok()
            )
            .Requires<KeepOffer>();
    }

    private static async Task<ErrorOr<BookingState>> ArriveAsync(
        BookingNumber id,
        Act act,
        MarkArrivalHandler house,
        CancellationToken cancellation
    ) => (await house.HandleAsync(new(id), act, cancellation)).Then(found => new BookingState(found.Id.ToString(), found.Status));

    private static async Task<Results<Ok<Listing<BookingFigure>>, Refused>> FiguresAsync(
        DateOnly first,
        DateOnly last,
        BookingQueries house,
        CancellationToken cancellation
    ) =>
        last.DayNumber - first.DayNumber is < 0 or > LongestPeriod
            ? Refused.With(FrontRefusals.OutOfRange("last", 0, LongestPeriod))
            : TypedResults.Ok(new Listing<BookingFigure>(await house.FiguresAsync(first, last, cancellation)));

    private static async Task<IResult> InvitationAsync(BookingAccess access, PublicBookingReader reader, HttpContext context) =>
        await access.OpenedAsync(context) is not { } found
            ? new ShownRefusal(FrontRefusals.NoSuchPublicBooking())
            : TypedResults.File(
                Encoding.UTF8.GetBytes(await reader.InvitationAsync(found, context.RequestAborted)),
                "text/calendar; charset=utf-8",
                $"{found.Id}.ics"
            );
}

/// <summary>How a booked time stands.</summary>
internal sealed record BookingState(string Booking, BookingStatus Status);
