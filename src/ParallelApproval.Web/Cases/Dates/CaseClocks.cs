using ErrorOr;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Identities;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web.Cases;

/// <summary>Every date of a case explained, and whose its days were (期限说明与时间去向).</summary>
/// <param name="Clocks">All limits that it ever had: those of the case first, then by branch; of each kind the newest first.</param>
/// <param name="DaysHeld">The whole case first, from receipt to decision, then each branch from its copy; the holders' days add up to the
/// whole.</param>
public sealed record CaseClocksSheet(string CaseNumber, IReadOnlyList<ExplainedClock> Clocks, IReadOnlyList<HeldDaysLine> DaysHeld);

/// <summary>The working days of the case or of one branch by who had them.</summary>
/// <param name="Branch">0 for the whole case.</param>
/// <param name="WorkingDays">From the day after <paramref name="From"/> to <paramref name="To"/>.</param>
/// <param name="ByHolder">Working days of each holder; all of them together are <paramref name="WorkingDays"/>.</param>
/// <param name="Spans">The same day by day, oldest first.</param>
public sealed record HeldDaysLine(
    int Branch,
    DateOnly From,
    DateOnly To,
    int WorkingDays,
    IReadOnlyDictionary<DayHolder, int> ByHolder,
    IReadOnlyList<HeldSpan> Spans
);

/// <summary>Reads them for whoever may see the case.</summary>
internal sealed class CaseClocks(CaseSheets sheets, ExplainClocks explain, SplitDays split)
{
    /// <returns>Null when there is no such case, or none that the caller may know of.</returns>
    public async Task<ErrorOr<CaseClocksSheet>?> FindAsync(CaseNumber number, Caller caller, Act act, CancellationToken cancellation) =>
        await sheets.OpenAsync(number, caller, act, cancellation) is { } file ? Of(file) : (ErrorOr<CaseClocksSheet>?)null;

    private ErrorOr<CaseClocksSheet> Of(CaseFile file) =>
        explain
            .Of(file)
            .Then(clocks => split.Of(file).Then(days => new CaseClocksSheet(file.Number.ToString(), clocks, [.. days.Select(Line)])));

    private static HeldDaysLine Line(HeldDays days) =>
        new(
            days.Branch,
            days.From,
            days.To,
            days.WorkingDays,
            days.Spans.GroupBy(span => span.Holder).ToDictionary(group => group.Key, group => days.Of(group.Key)),
            days.Spans
        );
}
