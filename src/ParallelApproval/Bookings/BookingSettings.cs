using System.ComponentModel.DataAnnotations;

namespace ParallelApproval.Bookings;

/// <summary>The rules of booking (预约规则), told on the page before anybody books; setting <c>ParallelApproval:Bookings</c>.</summary>
public sealed record BookingSettings
{
    /// <summary>How many calendar days ahead may be booked.</summary>
    [Range(1, 90)]
    public int DaysAhead { get; init; } = 14;

    /// <summary>Until how many hours before its beginning it may be moved or cancelled.</summary>
    [Range(0, 72)]
    public int CancelHours { get; init; } = 2;

    /// <summary>How many times that are still to come one telephone number may have.</summary>
    [Range(1, 50)]
    public int MostOfPhone { get; init; } = 3;

    /// <summary>After how many times that he missed within ninety days somebody may not book for a while; 0 for never.</summary>
    [Range(0, 50)]
    public int MostMissed { get; init; } = 3;

    /// <summary>For how many calendar days since the last one.</summary>
    [Range(1, 365)]
    public int BarredDays { get; init; } = 30;

    /// <summary>How many minutes after its end a time at which nobody was seen counts as missed.</summary>
    [Range(0, 480)]
    public int GraceMinutes { get; init; } = 30;

    /// <summary>How many calendar days it is kept after its day; then it is deleted.</summary>
    [Range(90, 1_000)]
    public int KeepDays { get; init; } = 180;
}
