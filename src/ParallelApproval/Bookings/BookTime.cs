using System.Globalization;
using System.Security.Cryptography;
using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;

namespace ParallelApproval.Bookings;

/// <summary>预约: somebody books a time; number and code go to his telephone.</summary>
/// <param name="Start">When the time begins, official time.</param>
/// <param name="Precheck">Number of what he sent beforehand; null for none.</param>
/// <param name="Address">Where he is visited; needed for a visit, else left out.</param>
public sealed record BookTime(
    string Offer,
    DateOnly Day,
    TimeOnly Start,
    string Name,
    string Phone,
    string? Precheck = null,
    string? Address = null
);

/// <summary>What he keeps.</summary>
/// <param name="Code">Eight digits.</param>
public sealed record BookedTime(string Booking, string Code, DateOnly Day, TimeOnly Start, TimeOnly End);

internal sealed class BookTimeValidator : AbstractValidator<BookTime>
{
    public BookTimeValidator()
    {
        RuleFor(command => command.Offer).IsCode();
        RuleFor(command => command.Name).Given().IsName();
        RuleFor(command => command.Phone).RefusesAll((typed, place) => PhoneNumber.Parse(typed, place.Field).ErrorsOrEmptyList);
        RuleFor(command => command.Precheck).IsLine(32);
        RuleFor(command => command.Address).IsLine(TextLengths.Address);
    }
}

/// <summary>Refuses a time that is not free, one who missed too many, and more at once than the settings allow.</summary>
public sealed class BookTimeHandler(BookingDesk desk, BookingSettings settings, Vault vault) : Handler<BookTime, BookedTime>
{
    protected override async Task<ErrorOr<BookedTime>> CarryOutAsync(BookTime command, Act act, CancellationToken cancellation)
    {
        var phone = PhoneNumber.Parse(command.Phone).Value;
        if (!phone.IsMobile)
            return BookingRefusals.PhoneNotMobile();
        return await desk.OnDayOnceAsync(
            act,
            command.Offer,
            command.Day,
            db => BookAsync(db, command, phone.Value, act.At, cancellation),
            cancellation
        );
    }

    private async Task<ErrorOr<BookedTime>> BookAsync(
        ApprovalDbContext db,
        BookTime command,
        string phone,
        DateTimeOffset now,
        CancellationToken cancellation
    )
    {
        if (await db.Set<BookingOffer>().FindAsync([command.Offer], cancellation) is not { IsOpen: true } offer)
            return BookingRefusals.UnknownOffer(command.Offer);
        if (offer.Kind is BookingKind.HomeVisit && string.IsNullOrWhiteSpace(command.Address))
            return BookingRefusals.AddressMissing();
        var marks = vault.MarksOf(db, typeof(Booking), nameof(Booking.Phone), phone);
        // Of the oldest key, which every node has.
        await BookingDesk.WaitForPhoneAsync(db, marks[0], cancellation);
        var (today, own) = (
            now.OfficialDate(),
            db.Set<Booking>().Where(row => marks.Contains(EF.Property<long?>(row, BookingTable.PhoneMark)!.Value))
        );
        var missed = await own.Where(row => row.Status == BookingStatus.Missed).Select(row => row.Day).ToListAsync(cancellation);
        if (BookingRules.BarredUntil(missed, today, settings) is { } until)
            return BookingRefusals.Barred(until);
        if (await own.CountAsync(row => row.Status == BookingStatus.Booked && row.Day >= today, cancellation) >= settings.MostOfPhone)
            return BookingRefusals.TooMany(settings.MostOfPhone);
        var place = await desk.PlaceAsync(db, offer, command.Day, command.Start, now, cancellation);
        if (place.IsError)
            return place.Errors;
        var booked = new Booking
        {
            Code = RandomNumberGenerator.GetInt32(100_000_000).ToString("D8", CultureInfo.InvariantCulture),
            Offer = offer.Code,
            Kind = offer.Kind,
            Day = command.Day,
            StartsAt = place.Value.Slot.Start,
            EndsAt = place.Value.Slot.End,
            Place = place.Value.Place,
            Name = command.Name.Trim(),
            Phone = phone,
            Precheck = string.IsNullOrWhiteSpace(command.Precheck) ? null : command.Precheck.Trim(),
            Address = offer.Kind is BookingKind.HomeVisit ? command.Address!.Trim() : null,
            MadeAt = now,
        };
        db.Add(booked);
        await db.SaveChangesAsync(cancellation);
        desk.Tell(db, booked, offer, $"预约成功（查询码 {booked.Code}）", now);
        return new BookedTime(booked.Id.ToString(), booked.Code, booked.Day, booked.StartsAt, booked.EndsAt);
    }
}
