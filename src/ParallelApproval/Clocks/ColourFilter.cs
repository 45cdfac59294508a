using System.Linq.Expressions;

namespace ParallelApproval.Clocks;

/// <summary>The running clocks that show a colour on a day, as a condition that PostgreSQL answers from the dates kept with the clock.</summary>
public static class ColourFilter
{
    public static Expression<Func<ClockRow, bool>> Shows(ClockColour colour, DateOnly today) => colour switch
    {
        ClockColour.Green => clock => clock.EndedOn == null && clock.BlueOn > today,
        ClockColour.Blue => clock => clock.EndedOn == null && clock.BlueOn <= today && clock.YellowOn > today,
        ClockColour.Yellow => clock => clock.EndedOn == null && clock.YellowOn <= today && clock.DueOn >= today,
        ClockColour.Red => clock => clock.EndedOn == null && clock.Kind == ClockKind.Promised && clock.DueOn < today,
        _ => clock => clock.EndedOn == null && clock.Kind == ClockKind.Legal && clock.DueOn < today,
    };

    /// <summary>Which clock a colour is read from.</summary>
    public static ClockKind KindOf(ClockColour colour) => colour is ClockColour.DarkRed ? ClockKind.Legal : ClockKind.Promised;

    /// <summary>The colour of a stored clock; the same rule as <see cref="Clock.ColourOn"/>.</summary>
    public static ClockColour Of(ClockRow clock, DateOnly today)
    {
        var day = clock.EndedOn ?? today;
        if (day > clock.DueOn) return clock.Kind is ClockKind.Legal ? ClockColour.DarkRed : ClockColour.Red;
        if (clock.EndedOn is not null) return ClockColour.Green;
        return day >= clock.YellowOn ? ClockColour.Yellow : day >= clock.BlueOn ? ClockColour.Blue : ClockColour.Green;
    }
}
