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

/// <summary>
/// When a clock changes its colour: percent of the days allowed, with an absolute floor, because with promises of one to seven days percentages
/// are coarse. Blue at 70 %; yellow at 90 % or with one working day left; red when the due date has passed.
/// </summary>
internal static class ColourRules
{
    private const int BluePercentLeft = 30;
    private const int YellowPercentLeft = 10;
    private const int YellowFloorDays = 1;

    /// <summary>Working days left when it turns blue.</summary>
    public static int LeftAtBlue(int allowedDays) => Math.Max(allowedDays * BluePercentLeft / 100, LeftAtYellow(allowedDays));

    /// <summary>Working days left when it turns yellow.</summary>
    public static int LeftAtYellow(int allowedDays) => Math.Max(allowedDays * YellowPercentLeft / 100, YellowFloorDays);
}
