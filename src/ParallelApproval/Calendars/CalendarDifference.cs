namespace ParallelApproval.Calendars;

/// <summary>What an entry changes of a year (差异): the days that become free or working days, and those that do so no more.</summary>
/// <param name="NewlyOff">Holidays that were none.</param>
/// <param name="OffNoMore">Holidays that are none any more.</param>
/// <param name="NewMakeUp">Weekend days that become working days.</param>
/// <param name="MakeUpNoMore">Make-up days that are none any more.</param>
public sealed record CalendarDifference(
    IReadOnlyList<DateOnly> NewlyOff,
    IReadOnlyList<DateOnly> OffNoMore,
    IReadOnlyList<DateOnly> NewMakeUp,
    IReadOnlyList<DateOnly> MakeUpNoMore
)
{
    public bool IsNone => NewlyOff.Count + OffNoMore.Count + NewMakeUp.Count + MakeUpNoMore.Count == 0;

    /// <summary>Every day that changes, in order.</summary>
    public IEnumerable<DateOnly> Days() => NewlyOff.Concat(OffNoMore).Concat(NewMakeUp).Concat(MakeUpNoMore).Distinct().Order();

    /// <param name="held">The year in force; null when there is none, and then every named day is new.</param>
    /// <param name="entered">The year as it was entered.</param>
    public static CalendarDifference Between(CalendarYear? held, CalendarYear entered)
    {
        var (was, now) = (Off(held), Off(entered));
        var (wasMadeUp, madeUp) = (held?.MakeUpDays ?? [], entered.MakeUpDays);
        return new(
            [.. now.Except(was).Order()],
            [.. was.Except(now).Order()],
            [.. madeUp.Except(wasMadeUp).Order()],
            [.. wasMadeUp.Except(madeUp).Order()]
        );
    }

    private static List<DateOnly> Off(CalendarYear? year) => year is null ? [] : [.. year.OffDays()];
}
