using ErrorOr;
using ParallelApproval.Calendars;
using ParallelApproval.Clocks;
using ParallelApproval.Database;

namespace ParallelApproval.Cases;

/// <summary>
/// Explains every date of a case (为什么是这一天): the same walk by which the date was computed, with the notice behind each holiday and the act
/// behind each stop and extension.
/// </summary>
public sealed class ExplainClocks(ClockRules clocks, CalendarRegister calendars)
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
            var walk = clocks.Explain(clock);
            if (walk.IsError)
                return walk.Errors;
            explained.Add(Explain(file, clock, walk.Value));
        }

        return explained;
    }

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
            [.. Days(walk)],
            clock.IsEnded || clock.IsLateAt(file.Act.At) ? [] : [.. Movers(clock, walk)]
        );

    private IEnumerable<ExplainedDays> Days(DayWalk walk)
    {
        var counted = 0;
        foreach (var span in walk.Spans)
        {
            var hold = span is { Fate: DayFate.HeldUp, Line: { } line } ? CriticalPath.Ground.Of(line.Ground) : (CriticalPath.Ground?)null;
            yield return new(
                span.From,
                span.To,
                span.Fate,
                span.WorkingDays,
                span.IsCounted ? counted + 1 : null,
                span.Name,
                span.Fate is DayFate.Holiday ? NoticeOf(span.From.Year) : null,
                hold is { } held ? held.Stop : span.Line?.Ground,
                hold?.Branch,
                span.Fate is DayFate.Stopped or DayFate.HeldUp ? span.Line?.Days : null,
                span.Line?.EnteredBy,
                span.Line?.EnteredAt
            );
            if (span.IsCounted)
                counted += span.WorkingDays;
        }
    }

    private string? NoticeOf(int year) =>
        calendars.Current.Years.FirstOrDefault(held => held.Year == year) switch
        {
            null => null,
            { Status: CalendarYearStatus.Provisional } => StatutoryHolidays.Law,
            { Amendments: [.., var newest] } held => $"{held.NoticeNumber}，{newest}",
            var held => held.NoticeNumber,
        };

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
