using ParallelApproval.Calendars;

namespace ParallelApproval.Clocks;

/// <summary>
/// What late means (逾期), decided here and nowhere else: what binds an office ends when the office closes on the last day, so a signature after
/// that is late; what the sweep has announced as late stays late.
/// </summary>
public static class Lateness
{
    /// <summary>Whether a limit was missed.</summary>
    /// <param name="endedAt">When the matter was settled; null while it is open.</param>
    /// <param name="now">Asked for a matter that is open.</param>
    public static bool IsLate(ClockKind kind, DateTimeOffset? endedAt, DateTimeOffset dueAt, ClockColour announced, DateTimeOffset now) =>
        announced == ColourOf(kind) || (endedAt is { } ended ? ended > dueAt : now >= dueAt);

    /// <summary>The colour that a late clock of that kind has.</summary>
    public static ClockColour ColourOf(ClockKind kind) => kind is ClockKind.Legal ? ClockColour.DarkRed : ClockColour.Red;

    /// <summary>The same of an ended clock, as a condition of SQL.</summary>
    /// <param name="clock">The name under which <c>clocks</c> stands in the statement.</param>
    internal static string Ended(string clock) =>
        $"({clock}.ended_at > {clock}.due_at OR {clock}.announced = CASE WHEN {clock}.kind = 'Legal' THEN 'DarkRed' ELSE 'Red' END)";

    /// <summary>Working days left of a stored clock that runs; what an open stop leaves out is not among them. Negative when late.</summary>
    public static ErrorOr.ErrorOr<int> RemainingDays(ClockRow clock, WorkingCalendar calendar, DateOnly today)
    {
        var idle = clock.StopEndsOn > clock.HeldUntil ? clock.StopEndsOn : clock.HeldUntil ?? clock.StopEndsOn;
        return calendar.WorkingDaysBetween(idle > today ? idle.Value : today, clock.DueOn);
    }
}
