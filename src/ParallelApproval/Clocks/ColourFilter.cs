using System.Linq.Expressions;

namespace ParallelApproval.Clocks;

/// <summary>
/// The colour of a clock at an instant: of one in memory, of a stored one, and as a condition that PostgreSQL answers from what is kept
/// with the clock.
/// </summary>
public static class ColourFilter
{
    /// <summary>The running clocks that show a colour.</summary>
    public static Expression<Func<ClockRow, bool>> Shows(ClockColour colour, DateTimeOffset now)
    {
        var at = now.ToUniversalTime();
        return colour switch
        {
            ClockColour.Green => clock => clock.EndedOn == null && clock.BlueAt > at,
            ClockColour.Blue => clock => clock.EndedOn == null && clock.BlueAt <= at && clock.YellowAt > at,
            ClockColour.Yellow => clock => clock.EndedOn == null && clock.YellowAt <= at && clock.DueAt > at,
            ClockColour.Red => clock => clock.EndedOn == null && clock.Kind == ClockKind.Promised && clock.DueAt <= at,
            _ => clock => clock.EndedOn == null && clock.Kind == ClockKind.Legal && clock.DueAt <= at,
        };
    }

    /// <summary>Which clock a colour is read from.</summary>
    public static ClockKind KindOf(ClockColour colour) => colour is ClockColour.DarkRed ? ClockKind.Legal : ClockKind.Promised;

    /// <summary>The colour of a stored clock.</summary>
    public static ClockColour Of(ClockRow clock, DateTimeOffset now) =>
        Of(clock.Kind, clock.EndedAt, clock.DueAt, clock.BlueAt, clock.YellowAt, clock.Announced, now);

    internal static ClockColour Of(
        ClockKind kind,
        DateTimeOffset? endedAt,
        DateTimeOffset dueAt,
        DateTimeOffset blueAt,
        DateTimeOffset yellowAt,
        ClockColour announced,
        DateTimeOffset now
    )
    {
        if (Lateness.IsLate(kind, endedAt, dueAt, announced, now))
            return Lateness.ColourOf(kind);
        if (endedAt is not null)
            return ClockColour.Green;
        return now >= yellowAt ? ClockColour.Yellow
            : now >= blueAt ? ClockColour.Blue
            : ClockColour.Green;
    }
}
