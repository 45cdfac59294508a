using ErrorOr;
using ParallelApproval.Clocks;
using ParallelApproval.Database;

namespace ParallelApproval.Cases;

/// <summary>
/// Explains every date of a case (为什么是这一天): the same walk by which the date was computed, with the notice behind each holiday and the act
/// behind each stop and extension.
/// </summary>
public sealed class ExplainClocks(ClockRules clocks, ExplainDates dates)
{
    /// <summary>
    /// All clocks that the case ever had: those of the case first, then by branch; of each kind the newest first. Refused as
    /// <c>calendar_year_missing</c> when the calendar no longer reaches that far.
    /// </summary>
    public ErrorOr<IReadOnlyList<ExplainedClock>> Of(CaseFile file)
    {
        var explained = new List<ExplainedClock>();
        foreach (var clock in file.Clocks.OrderBy(clock => (clock.Branch, clock.Kind, -clock.Round)))
        {
            var one = Of(file, clock);
            if (one.IsError)
                return one.Errors;
            explained.Add(one.Value);
        }

        return explained;
    }

    /// <summary>One of its clocks; refused as above.</summary>
    public ErrorOr<ExplainedClock> Of(CaseFile file, Clock clock) => clocks.Explain(clock).Then(walk => Explain(file, clock, walk));

    private ExplainedClock Explain(CaseFile file, Clock clock, DayWalk walk) =>
        new(
            clock.Branch,
            clock.Kind,
            clock.Round,
            file.StartOf(clock),
            walk.Start,
            clock.BudgetDays,
            clock.ExtendedDays,
            walk.Due,
            clock.EndOf(walk.Due),
            clock.EndedAt,
            clock.IsLateAt(file.Act.At),
            walk.IsProvisional,
            [.. dates.Of(walk, HeldUpBy)],
            clock.IsEnded || clock.IsLateAt(file.Act.At) ? [] : [.. Movers(clock, walk)]
        );

    private static (string Ground, int Branch) HeldUpBy(LedgerEntry line)
    {
        var hold = CriticalPath.Ground.Of(line.Ground);
        return (hold.Stop, hold.Branch);
    }

    private static IEnumerable<DueMover> Movers(Clock clock, DayWalk walk)
    {
        if (walk.IsProvisional)
            yield return DueMover.HolidayNotice;
        if (clock.OpenStop is not null)
            yield return DueMover.EndOfStop;
        if (clock.OpenHold is not null)
            yield return DueMover.EndOfHold;
        if (clock.Kind is not (ClockKind.Promised or ClockKind.Legal))
            yield break;
        if (clock.OpenStop is null)
            yield return DueMover.Stop;
        // Granted once, and what was promised is not extended (行政许可法 art. 42).
        if (clock is { Kind: ClockKind.Legal, ExtendedDays: 0 })
            yield return DueMover.Extension;
    }
}
