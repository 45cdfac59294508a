namespace ParallelApproval.Calendars;

/// <summary>
/// When a clock warns (预警规则). Limits are counted in working days; percentages of a few days are coarse, so short limits are counted in
/// office hours.
/// </summary>
/// <param name="BluePercent">提醒: blue when so much of the limit is used.</param>
/// <param name="YellowPercent">预警: yellow when so much of the limit is used …</param>
/// <param name="YellowDaysLeft">… or when no more working days than these are left after today, whichever comes first.</param>
/// <param name="ShortLimitDays">Up to so many working days a limit is short.</param>
/// <param name="YellowHoursLeft">A short limit is yellow when so many office hours are left.</param>
public sealed record Warnings(
    int BluePercent = 70,
    int YellowPercent = 90,
    int YellowDaysLeft = 1,
    int ShortLimitDays = 3,
    int YellowHoursLeft = 4
)
{
    /// <summary>What holds where an item has no rules of its own.</summary>
    public static readonly Warnings OfHouse = new();

    /// <summary>Whether the percentages are between 1 and 100, blue is not after yellow, and nothing is negative.</summary>
    public bool AreSound =>
        BluePercent is >= 1 and <= 100
        && YellowPercent is >= 1 and <= 100
        && BluePercent <= YellowPercent
        && YellowDaysLeft >= 0
        && ShortLimitDays >= 0
        && YellowHoursLeft >= 0;

    internal bool IsShort(int days) => days <= ShortLimitDays;

    /// <summary>Working days left after the day on which a long limit turns yellow.</summary>
    internal int DaysLeftAtYellow(int days) => Math.Max(days * (100 - YellowPercent) / 100, YellowDaysLeft);

    /// <summary>Working days left after the day on which a long limit turns blue.</summary>
    internal int DaysLeftAtBlue(int days) => Math.Max(days * (100 - BluePercent) / 100, DaysLeftAtYellow(days));

    /// <summary>Office time left when a short limit turns yellow; a matter of the same day is given until the last hour.</summary>
    internal TimeSpan TimeLeftAtYellow(int days) => TimeSpan.FromHours(days == 0 ? Math.Min(1, YellowHoursLeft) : YellowHoursLeft);

    /// <summary>Office time left when a short limit turns blue.</summary>
    internal TimeSpan TimeLeftAtBlue(int days, TimeSpan officeDay) => officeDay * days * (100 - BluePercent) / 100;
}
