using ParallelApproval.Calendars;
using ParallelApproval.Clocks;

namespace ParallelApproval.Evaluations;

/// <summary>
/// When a limit of good service has passed (评议时限届满), one rule for call-backs, fixes, recalls, appeals and answers to complaints: they bind
/// an office, so the last day ends when it closes (民法典 art. 203).
/// </summary>
internal static class ServiceLimit
{
    /// <summary>The moment at which a limit ends whose last day is that one.</summary>
    public static DateTimeOffset EndOf(DateOnly due) => OfficeHours.Standard.Close(due);

    /// <summary>Whether that moment has come.</summary>
    public static bool HasEnded(DateOnly due, DateTimeOffset now) => now >= EndOf(due);

    /// <summary>Yellow from the day on that was set with it, red when it has ended; green where nothing is due.</summary>
    public static ClockColour ColourAt(DateTimeOffset now, DateOnly? due, DateOnly? yellowOn) =>
        due is not { } last ? ClockColour.Green
        : HasEnded(last, now) ? ClockColour.Red
        : now.OfficialDate() >= yellowOn ? ClockColour.Yellow
        : ClockColour.Green;
}
