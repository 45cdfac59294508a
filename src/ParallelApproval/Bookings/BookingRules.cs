using ErrorOr;

namespace ParallelApproval.Bookings;

/// <summary>Who may book, move and cancel, and until when (预约规则); computed in memory.</summary>
public static class BookingRules
{
    /// <summary>How far back missed times count.</summary>
    public const int MissedWithinDays = 90;

    /// <summary>The last day on which he may not book, because of times that he missed; null when he may.</summary>
    /// <param name="missed">The days of the times that he missed.</param>
    public static DateOnly? BarredUntil(IEnumerable<DateOnly> missed, DateOnly today, BookingSettings settings)
    {
        DateOnly[] counted = [.. missed.Where(day => day > today.AddDays(-MissedWithinDays)).Order()];
        if (settings.MostMissed == 0 || counted.Length < settings.MostMissed)
            return null;
        var until = counted[^1].AddDays(settings.BarredDays);
        return until >= today ? until : null;
    }

    /// <summary>Whether it may still be moved or cancelled by who booked it; if not, why.</summary>
    /// <param name="verb">To move or to cancel it.</param>
    public static Error? RefusesChange(Booking booking, BookingVerb verb, DateTimeOffset now, BookingSettings settings) =>
        booking.Refuses(verb) is { } refusal ? refusal
        : now > booking.Starts.AddHours(-settings.CancelHours) ? BookingRefusals.TooLate(settings.CancelHours)
        : null;

    /// <summary>The smallest place that is free; null when none is.</summary>
    public static int? FreePlace(IReadOnlyCollection<int> taken, int places)
    {
        for (var place = 1; place <= places; place++)
            if (!taken.Contains(place))
                return place;
        return null;
    }
}
