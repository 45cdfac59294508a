using System.Text.RegularExpressions;
using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Bookings;

/// <summary>
/// 设置预约服务: enters what can be booked, or changes it. Times that are booked stay; those that are offered no more are called off with a
/// message.
/// </summary>
/// <param name="Window">Number of the window; null where any serves.</param>
/// <param name="From">Official time; of a window's own times the office hours hold, whatever stands here.</param>
/// <param name="ExpectedRevision">0 for a new one, else the state that was looked at.</param>
[Authority("Enter what can be booked (expectedRevision 0) or change it", Role.Administrator, InDistrictOnly = true)]
public sealed record KeepOffer(
    string Code,
    string Name,
    string NameEn,
    BookingKind Kind,
    string? Window,
    TimeOnly From,
    TimeOnly To,
    int Minutes,
    int Places,
    bool IsOpen,
    int ExpectedRevision
);

/// <summary>What can be booked was entered or changed.</summary>
public sealed record OfferKept(string Code, BookingKind Kind, int Minutes, int Places, bool IsOpen, int Revision) : HouseEvent;

internal sealed partial class KeepOfferValidator : AbstractValidator<KeepOffer>
{
    private const int LeastMinutes = 5;
    private const int MostMinutes = 480;
    private const int MostPlaces = 200;

    public KeepOfferValidator()
    {
        RuleFor(command => command.Code).Refuses((code, _) => Code().IsMatch(code ?? "") ? null : BookingRefusals.OfferMalformed(code));
        RuleFor(command => command.Name).Given().IsName();
        RuleFor(command => command.NameEn).Given().IsName();
        RuleFor(command => command.Window).IsCode();
        RuleFor(command => command.Minutes)
            .Refuses(
                (minutes, place) =>
                    minutes is < LeastMinutes or > MostMinutes ? BookingRefusals.OutOfRange(place.Field, LeastMinutes, MostMinutes) : null
            );
        RuleFor(command => command.Places)
            .Refuses((places, place) => places is < 1 or > MostPlaces ? BookingRefusals.OutOfRange(place.Field, 1, MostPlaces) : null);
        RuleFor(command => command)
            .Refuses(
                (command, _) => command.Kind is not BookingKind.Window && command.From >= command.To ? BookingRefusals.HoursWrong() : null
            );
    }

    [GeneratedRegex(@"^[A-Z0-9][A-Z0-9-]{0,15}\z")]
    private static partial Regex Code();
}

/// <inheritdoc cref="KeepOffer"/>
public sealed class KeepOfferHandler(HouseStore house, OfficerRegister officers) : Handler<KeepOffer, BookingOffer>
{
    private const string OneAtATime = "booking-offers";

    protected override Task<ErrorOr<BookingOffer>> CarryOutAsync(KeepOffer command, Act act, CancellationToken cancellation) =>
        house.ActAsync<BookingOffer>(
            act,
            async db =>
            {
                if (command.Window is { Length: > 0 } window && officers.Windows.All(known => known.Number != window))
                    return BookingRefusals.UnknownWindow(window);
                var held = await db.Set<BookingOffer>().FirstOrDefaultAsync(known => known.Code == command.Code, cancellation);
                if ((held?.Revision ?? 0) != command.ExpectedRevision)
                    return BookingRefusals.OfferChanged(command.Code);
                var kept = new BookingOffer
                {
                    Code = command.Code,
                    Name = command.Name.Trim(),
                    NameEn = command.NameEn.Trim(),
                    Kind = command.Kind,
                    Window = string.IsNullOrWhiteSpace(command.Window) ? null : command.Window,
                    From = command.From,
                    To = command.To,
                    Minutes = command.Minutes,
                    Places = command.Places,
                    IsOpen = command.IsOpen,
                    Revision = command.ExpectedRevision + 1,
                };
                if (held is null)
                    db.Add(kept);
                else
                    db.Entry(held).CurrentValues.SetValues(kept);
                return new Entry<BookingOffer>(
                    kept,
                    new OfferKept(kept.Code, kept.Kind, kept.Minutes, kept.Places, kept.IsOpen, kept.Revision)
                );
            },
            cancellation,
            OneAtATime
        );
}
