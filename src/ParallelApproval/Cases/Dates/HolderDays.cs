namespace ParallelApproval.Cases;

/// <summary>Working days by who had the matter (时间去向), of one case or of many; every day has one holder.</summary>
public sealed record HolderDays(int Window, int Applicant, int Department, int Predecessor, int Stop, int System)
{
    public static readonly HolderDays None = new(0, 0, 0, 0, 0, 0);

    /// <summary>All of them together.</summary>
    public int Whole => Window + Applicant + Department + Predecessor + Stop + System;

    public int Of(DayHolder holder) =>
        holder switch
        {
            DayHolder.Window => Window,
            DayHolder.Applicant => Applicant,
            DayHolder.Department => Department,
            DayHolder.Predecessor => Predecessor,
            DayHolder.Stop => Stop,
            _ => System,
        };

    public static HolderDays operator +(HolderDays one, HolderDays other) =>
        new(
            one.Window + other.Window,
            one.Applicant + other.Applicant,
            one.Department + other.Department,
            one.Predecessor + other.Predecessor,
            one.Stop + other.Stop,
            one.System + other.System
        );

    internal static HolderDays Of(HeldDays days) =>
        new(
            days.Of(DayHolder.Window),
            days.Of(DayHolder.Applicant),
            days.Of(DayHolder.Department),
            days.Of(DayHolder.Predecessor),
            days.Of(DayHolder.Stop),
            days.Of(DayHolder.System)
        );
}
