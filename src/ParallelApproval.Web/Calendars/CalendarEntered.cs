using ParallelApproval.Clocks;

namespace ParallelApproval.Web.Calendars;

/// <summary>What became of an entry, and which open due dates it moves.</summary>
/// <param name="InForce">False while a second person has yet to enter the same.</param>
/// <param name="EnteredBy">Who entered it first.</param>
internal sealed record CalendarEntered(int Year, bool InForce, string EnteredBy, RecountMoves Moves);
