using System.Text;
using ErrorOr;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using ParallelApproval.Bookings;
using ParallelApproval.Database;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Idempotency;
using ParallelApproval.Web.Limits;
using ParallelApproval.Web.OpenApi;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Public;

namespace ParallelApproval.Web.Bookings;

/// <summary>
/// Times booked by a program of the citizen's (预约接口): what the pages do, by the same commands. Number and code are his proof at every call.
/// </summary>
internal static class PublicBookingEndpoints
{
    public static void MapPublicBookings(this IEndpointRouteBuilder app)
    {
        var open = app.MapGroup("/api/public").WithTags("Public").RequireRateLimiting(RequestLimits.PublicRate).OpenToAnybody();
        open.MapGet("/booking-offers", async (PublicBookingReader reader, CancellationToken cancellation) =>
                new Listing<PublicOffer>(await reader.OffersAsync(cancellation))
            )
            .WithSummary("What can be booked, at the windows and outside of their hours");
        open.MapGet("/booking-offers/{offer}/times", TimesAsync).WithSummary("The days and times still to come, with the places left");
        open.MapPost(
                "/bookings",
                (BookTime body, BookTimeHandler house, TimeProvider time, HttpContext context, CancellationToken cancellation) =>
                    house
                        .HandleAsync(body, Act.OfPublic(time, IdempotencyHeader.Of(context)), cancellation)
                        .Created(booked => $"/api/public/bookings/{booked.Booking}")
            )
            .RequireRateLimiting(RequestLimits.PublicFormRate)
            .TakesKey()
            .WithSummary("Book a time; number and code go to the telephone, too");
        open.MapGet(
                "/bookings/{id}",
                (
                    string id,
                    [FromHeader(Name = QueryCode.Header)] string? code,
                    PublicBookingReader reader,
                    CancellationToken cancellation
                ) => reader.FindAsync(id, code, cancellation).Ok()
            )
            .WithSummary("How a booked time stands");
        open.MapGet("/bookings/{id}/invitation", InvitationAsync)
            .Produces(StatusCodes.Status200OK, contentType: "text/calendar")
            .WithSummary("A booked time as a calendar file (iCalendar, RFC 5545)");
        open.MapPost("/bookings/{id}/move", MoveAsync).WithSummary("Take another time of the same offer");
        open.MapPost("/bookings/{id}/cancellation", CancelAsync).WithSummary("Cancel a booked time; its place is free again");
    }

    private static async Task<Results<Ok<Listing<PublicDay>>, Refused>> TimesAsync(
        string offer,
        PublicBookingReader reader,
        CancellationToken cancellation
    ) =>
        await reader.TimesAsync(offer, cancellation) is { } days
            ? TypedResults.Ok(new Listing<PublicDay>(days))
            : Refused.With(BookingRefusals.UnknownOffer(offer));

    private static async Task<IResult> InvitationAsync(
        string id,
        [FromHeader(Name = QueryCode.Header)] string? code,
        BookingAccess access,
        PublicBookingReader reader,
        CancellationToken cancellation
    )
    {
        var found = await access.FindAsync(id, code, cancellation);
        return found.IsError
            ? new Refused(found.Errors)
            : TypedResults.File(
                Encoding.UTF8.GetBytes(await reader.InvitationAsync(found.Value, cancellation)),
                "text/calendar; charset=utf-8",
                $"{found.Value.Id}.ics"
            );
    }

    private static Task<Results<Ok<PublicBooking>, Refused>> MoveAsync(
        string id,
        MoveBookingBody body,
        [FromHeader(Name = QueryCode.Header)] string? code,
        PublicBookingReader reader,
        MoveBookingHandler house,
        TimeProvider time,
        CancellationToken cancellation
    ) =>
        reader
            .OnAsync(
                id,
                code,
                found => house.HandleAsync(new(found.Id, body.Day, body.Start), Act.OfPublic(time), cancellation),
                cancellation
            )
            .Ok();

    private static Task<Results<Ok<PublicBooking>, Refused>> CancelAsync(
        string id,
        [FromHeader(Name = QueryCode.Header)] string? code,
        PublicBookingReader reader,
        CancelBookingHandler house,
        TimeProvider time,
        CancellationToken cancellation
    ) => reader.OnAsync(id, code, found => house.HandleAsync(new(found.Id), Act.OfPublic(time), cancellation), cancellation).Ok();
}

/// <summary>Body of <c>POST /api/public/bookings/{id}/move</c>.</summary>
/// <param name="Start">When the time begins, official time.</param>
internal sealed record MoveBookingBody(DateOnly Day, TimeOnly Start);
