using ParallelApproval.Calendars;

namespace ParallelApproval.Bookings;

/// <summary>What can be booked (预约服务): a window or a service, in times of equal length with places in each.</summary>
public sealed record BookingOffer
{
    /// <summary>1 to 16 capital letters, digits and hyphens.</summary>
    public required string Code { get; init; }

    public required string Name { get; init; }

    public required string NameEn { get; init; }

    public BookingKind Kind { get; init; }

    /// <summary>Number of the window; null where any of the hall serves.</summary>
    public string? Window { get; init; }

    /// <summary>From when, official time; a window's own times are the office hours.</summary>
    public TimeOnly From { get; init; }

    /// <summary>Until when.</summary>
    public TimeOnly To { get; init; }

    /// <summary>How long one time is.</summary>
    public int Minutes { get; init; }

    /// <summary>How many may book the same time.</summary>
    public int Places { get; init; }

    public bool IsOpen { get; init; } = true;

    /// <summary>Counts its changes from 1: whoever changes it says which state he looked at.</summary>
    public int Revision { get; init; } = 1;

    /// <summary>
    /// The times of a day, none of a day on which it is not offered: service in the place of closed days is offered on those, everything
    /// else on working days. None where the calendar of the year is missing.
    /// </summary>
    public IReadOnlyList<BookingSlot> SlotsOf(DateOnly day, WorkingCalendar calendar, OfficeHours hours)
    {
        if (!IsOpen || calendar.IsWorkingDay(day) is not { IsError: false, Value: var works } || works == (Kind is BookingKind.OffPeak))
            return [];
        (TimeOnly Opens, TimeOnly Closes)[] spans =
            Kind is BookingKind.Window ? [(hours.Opens, hours.LunchFrom), (hours.LunchTo, hours.Closes)] : [(From, To)];
        return [.. spans.SelectMany(span => Within(span.Opens, span.Closes))];
    }

    // A time that does not end within the span is none.
    private IEnumerable<BookingSlot> Within(TimeOnly opens, TimeOnly closes)
    {
        for (var start = opens; (closes - start).TotalMinutes >= Minutes; start = start.AddMinutes(Minutes))
        {
            if (start.AddMinutes(Minutes) < start)
                yield break;
            yield return new(start, start.AddMinutes(Minutes));
            if (start.AddMinutes(Minutes) == closes)
                yield break;
        }
    }
}

/// <summary>One time of a day.</summary>
public readonly record struct BookingSlot(TimeOnly Start, TimeOnly End);
