namespace ParallelApproval.Clocks;

/// <summary>How a clock stands at a given instant.</summary>
/// <param name="Due">The last day in time.</param>
/// <param name="DueAt">When that day has passed: for an office when it closes, for the applicant at midnight.</param>
/// <param name="RemainingDays">Working days left after today, without those that a stop leaves out; negative when late. For an ended clock:
/// what was left when it ended.</param>
/// <param name="RemainingHours">Office hours left, for a running limit that is short or ends today; null for the others. 0 when it has
/// passed.</param>
/// <param name="StopEndsOn">The last day that the open stop leaves out if it ends as planned; null while none is open.</param>
/// <param name="HeldUntil">The same of a branch that stands still and whose result is waited for.</param>
/// <param name="IsProvisional">暂定: computed through a year whose holiday notice is not out.</param>
public sealed record ClockReading(
    DateOnly Due,
    DateTimeOffset DueAt,
    int RemainingDays,
    decimal? RemainingHours,
    ClockColour Colour,
    bool IsProvisional,
    bool IsStopped,
    DateOnly? EndedOn,
    DateOnly? StopEndsOn = null,
    DateOnly? HeldUntil = null
);

/// <summary>The colours of supervision (红黄灯).</summary>
public enum ClockColour
{
    /// <summary>绿: in time.</summary>
    Green,

    /// <summary>蓝 (提示): 70 % used.</summary>
    Blue,

    /// <summary>黄 (黄牌): 90 % used, or at most one day left.</summary>
    Yellow,

    /// <summary>红 (红牌): promised time passed.</summary>
    Red,

    /// <summary>暗红: legal time passed.</summary>
    DarkRed,
}
