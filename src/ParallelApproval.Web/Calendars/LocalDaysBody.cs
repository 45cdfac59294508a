using ParallelApproval.Calendars;
using ParallelApproval.Clocks;

namespace ParallelApproval.Web.Calendars;

/// <summary>The local days of a body in one year; they take the place of those kept before.</summary>
/// <param name="Basis">Number of the document that orders them.</param>
internal sealed record LocalDaysBody(IReadOnlyList<LocalDayEntry> Days, string Basis);

/// <summary>What became of local days, or would become of them, and which open due dates they move.</summary>
/// <param name="Areas">The bodies that keep them: the named one and those below it.</param>
/// <param name="InForce">False while a second person has yet to enter the same.</param>
/// <param name="EnteredBy">Who entered them first; null while nobody has.</param>
internal sealed record LocalDaysKept(int Year, IReadOnlyList<string> Areas, bool InForce, string? EnteredBy, RecountMoves Moves);

/// <summary>Local days that wait for a second person.</summary>
internal sealed record WaitingLocalDaysSheet(
    int Year,
    string Area,
    IReadOnlyList<LocalDayEntry> Days,
    string Basis,
    string EnteredBy,
    DateTimeOffset EnteredAt
)
{
    public static WaitingLocalDaysSheet Of(WaitingLocalDays waiting) =>
        new(waiting.Entered.Year, waiting.Entered.Area, waiting.Entered.Days, waiting.Entered.Basis, waiting.EnteredBy, waiting.EnteredAt);
}
