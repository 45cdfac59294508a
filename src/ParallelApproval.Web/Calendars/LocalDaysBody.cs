using ParallelApproval.Calendars;

namespace ParallelApproval.Web.Calendars;

/// <summary>The local days of a body in one year; they take the place of those kept before.</summary>
/// <param name="Basis">Number of the document that orders them.</param>
internal sealed record LocalDaysBody(IReadOnlyList<LocalDayEntry> Days, string Basis);

/// <summary>Which bodies now keep these days: the named one and those below it.</summary>
internal sealed record LocalDaysKept(int Year, IReadOnlyList<string> Areas);
