namespace ParallelApproval.Clocks;

/// <summary>How a clock stands on a given day.</summary>
/// <param name="Due">The last day in time.</param>
/// <param name="RemainingDays">Working days left after today; negative when late. For an ended clock: what was left when it ended.</param>
/// <param name="IsProvisional">暂定: computed through a year whose holiday notice is not out.</param>
public sealed record ClockReading(DateOnly Due, int RemainingDays, ClockColour Colour, bool IsProvisional, bool IsStopped, DateOnly? EndedOn);

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

/// <summary>When a clock changes its colour; percent of the days allowed, with an absolute floor.</summary>
internal static class ColourRules
{
    private const int BluePercent = 70;
    private const int YellowPercent = 90;
    private const int YellowFloorDays = 1;

    public static ClockColour Of(Clock clock, int remaining)
    {
        if (remaining < 0) return clock.Kind is ClockKind.Legal ? ClockColour.DarkRed : ClockColour.Red;
        if (clock.IsEnded) return ClockColour.Green;
        var allowed = clock.BudgetDays + clock.ExtendedDays;
        var usedPercent = allowed == 0 ? 100 : (allowed - remaining) * 100 / allowed;
        if (usedPercent >= YellowPercent || remaining <= YellowFloorDays) return ClockColour.Yellow;
        return usedPercent >= BluePercent ? ClockColour.Blue : ClockColour.Green;
    }
}
