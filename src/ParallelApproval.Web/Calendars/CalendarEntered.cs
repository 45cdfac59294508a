using ErrorOr;
using ParallelApproval.Calendars;
using ParallelApproval.Clocks;

namespace ParallelApproval.Web.Calendars;

/// <summary>What became of an entry, and which open due dates it moves.</summary>
/// <param name="InForce">False while a second person has yet to enter the same.</param>
/// <param name="EnteredBy">Who entered it first.</param>
/// <param name="Warnings">At what both persons should look.</param>
internal sealed record CalendarEntered(int Year, bool InForce, string EnteredBy, RecountMoves Moves, IReadOnlyList<WarningSheet> Warnings);

/// <summary>A year that waits for a second person, and what it changes of the one in force.</summary>
internal sealed record WaitingSheet(CalendarYear Days, string EnteredBy, DateTimeOffset EnteredAt, CalendarDifference Difference)
{
    /// <param name="outlook">What the entry would come to; an error where the notices in force forbid it meanwhile.</param>
    public static WaitingSheet Of(WaitingYear waiting, ErrorOr<CalendarOutlook> outlook) =>
        new(
            waiting.Days,
            waiting.EnteredBy,
            waiting.EnteredAt,
            outlook.IsError
                ? CalendarDifference.Between(null, waiting.Days)
                : CalendarDifference.Between(outlook.Value.Held, outlook.Value.Year)
        );
}
