namespace ParallelApproval.Calendars;

/// <summary>Why a day was not counted.</summary>
public enum LeftOutReason
{
    /// <summary>周末.</summary>
    Weekend,

    /// <summary>法定节假日或调休放假.</summary>
    Holiday,

    /// <summary>A day that the area itself keeps free.</summary>
    Local,
}

/// <summary>
/// A day that was left out of a count, and why; <paramref name="Name"/> is the Chinese name of the holiday, or the local reason.
/// </summary>
public sealed record LeftOutDay(DateOnly Date, LeftOutReason Reason, string? Name);

/// <summary>
/// A due date (到期日) with all the facts that it was computed from, so that it can be shown and checked.
/// </summary>
/// <param name="Start">The day the limit started.</param>
/// <param name="Due">The last day; the limit ends when the office closes.</param>
/// <param name="Days">Working days that were counted.</param>
/// <param name="Policy">From which day they were counted.</param>
/// <param name="LeftOut">The days between that were not counted, in order.</param>
/// <param name="IsProvisional">暂定: the count runs through a year whose notice is not out, and may still move. May not be printed without
/// that word.</param>
public sealed record DueDate(
    DateOnly Start,
    DateOnly Due,
    int Days,
    CountingPolicy Policy,
    IReadOnlyList<LeftOutDay> LeftOut,
    bool IsProvisional
);
