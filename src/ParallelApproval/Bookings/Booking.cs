using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using ErrorOr;

namespace ParallelApproval.Bookings;

/// <summary>
/// A booked time (预约): a citizen comes to a window at a time that is kept for him, or is visited. It has no legal effect: who comes without
/// one is served too.
/// </summary>
public sealed class Booking
{
    public long Number { get; init; }

    /// <summary>Eight digits; number and code open it to whoever booked.</summary>
    public required string Code { get; init; }

    /// <summary>Code of what was booked.</summary>
    public required string Offer { get; init; }

    /// <summary>As the offer was when it was booked; figures are counted by it.</summary>
    public BookingKind Kind { get; init; }

    /// <summary>Official time (Asia/Shanghai).</summary>
    public DateOnly Day { get; internal set; }

    public TimeOnly StartsAt { get; internal set; }

    public TimeOnly EndsAt { get; internal set; }

    /// <summary>1, 2, 3 … of the places of that time; no two have the same.</summary>
    public int Place { get; internal set; }

    public required string Name { get; init; }

    /// <summary>A mobile number, digits only.</summary>
    public required string Phone { get; init; }

    /// <summary>Number of what was sent beforehand, as he says; null for none.</summary>
    public string? Precheck { get; init; }

    /// <summary>Where he is visited; null for a time at a window.</summary>
    public string? Address { get; init; }

    public BookingStatus Status { get; private set; }

    public DateTimeOffset MadeAt { get; init; }

    /// <summary>When the message beforehand was put in; null before.</summary>
    public DateTimeOffset? RemindedAt { get; internal set; }

    public BookingNumber Id => new(Number);

    /// <summary>Whether the move is lawful now; if it is not, why.</summary>
    internal Error? Refuses(BookingVerb verb) => BookingMoves.Table.Allows(Status, verb) ? null : BookingRefusals.WrongStatus(this);

    /// <summary>Moves as the table says.</summary>
    internal void Move(BookingVerb verb) => Status = BookingMoves.Table.After(Status, verb, null);

    /// <summary>When it begins.</summary>
    public DateTimeOffset Starts => Day.At(StartsAt);

    /// <summary>When it ends.</summary>
    public DateTimeOffset Ends => Day.At(EndsAt);
}

/// <summary>Where a booked time stands.</summary>
public enum BookingStatus
{
    /// <summary>已预约.</summary>
    Booked,

    /// <summary>已到场.</summary>
    Arrived,

    /// <summary>爽约: he did not come.</summary>
    Missed,

    /// <summary>已取消, by the citizen.</summary>
    Cancelled,

    /// <summary>已停办: the office called it off; it counts against nobody.</summary>
    CalledOff,
}

/// <summary>What is offered (预约服务类型). All but the first are service outside of the hours of the hall.</summary>
public enum BookingKind
{
    /// <summary>窗口预约, within office hours.</summary>
    Window,

    /// <summary>午间服务: at midday, when the windows rest.</summary>
    Midday,

    /// <summary>错时服务: on days on which the hall is closed.</summary>
    OffPeak,

    /// <summary>延时服务: after the hall has closed.</summary>
    Extended,

    /// <summary>上门服务: an officer comes.</summary>
    HomeVisit,
}

/// <summary>The number of a booked time (预约编号): YY and a running number of at least eight digits.</summary>
public readonly record struct BookingNumber(long Serial)
{
    private const string Prefix = "YY";

    public static bool TryParse([NotNullWhen(true)] string? text, out BookingNumber number)
    {
        number = default;
        if (text is null || !text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            return false;
        if (!long.TryParse(text.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var serial) || serial < 1)
            return false;
        number = new(serial);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Serial:00000000}");
}
