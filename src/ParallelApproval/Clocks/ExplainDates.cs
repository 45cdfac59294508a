using ErrorOr;
using ParallelApproval.Calendars;

namespace ParallelApproval.Clocks;

/// <summary>
/// Explains last days by the days of the calendar, with the notice behind each holiday (为什么是这一天): for clocks from the walk by which they
/// were computed, for other limits by the same walk without a ledger.
/// </summary>
public sealed class ExplainDates(CalendarRegister calendars)
{
    /// <summary>
    /// A limit in working days. A last day that was set by an earlier calendar stays what it is. Refused as <c>calendar_year_missing</c>
    /// when the calendar does not reach that far.
    /// </summary>
    /// <param name="startedAt">The event from which it is counted; its day does not count.</param>
    /// <param name="days">Working days allowed, without extensions.</param>
    /// <param name="due">The last day as it was set; null for a limit that is kept nowhere.</param>
    /// <param name="area">Code of the body whose local days are left out; empty for none's.</param>
    internal ErrorOr<ExplainedLimit> Days(
        LimitKind kind,
        LimitStart start,
        DateTimeOffset startedAt,
        int days,
        DateOnly? due,
        string? law = null,
        int extended = 0,
        string area = ""
    )
    {
        var from = startedAt.OfficialDate();
        return WalkTo(from, days + extended, due, area)
            .Then(walk => new ExplainedLimit(
                kind,
                start,
                startedAt.InShanghai(),
                null,
                law,
                from,
                days,
                extended,
                walk.Due,
                OfficeHours.Standard.Close(walk.Due),
                walk.IsProvisional,
                [.. Of(walk)]
            ));
    }

    /// <summary>A limit in office hours: every working day from the event to the last instant gives hours, the first of them too.</summary>
    internal ErrorOr<ExplainedLimit> OfficeHoursOf(
        LimitKind kind,
        LimitStart start,
        DateTimeOffset startedAt,
        int hours,
        DateTimeOffset dueAt
    )
    {
        var (from, due) = (startedAt.OfficialDate(), dueAt.OfficialDate());
        var calendar = calendars.Current;
        var works = calendar.IsWorkingDay(from);
        if (works.IsError)
            return works.Errors;
        var between = calendar.WorkingDaysBetween(from, due);
        return between.IsError
            ? between.Errors
            : WalkTo(from, between.Value, due, "")
                .Then(walk => new ExplainedLimit(
                    kind,
                    start,
                    startedAt.InShanghai(),
                    hours,
                    null,
                    from,
                    0,
                    0,
                    due,
                    dueAt.InShanghai(),
                    walk.IsProvisional,
                    [
                        .. Of(walk)
                            .Select(span =>
                                span.Fate is DayFate.Start && works.Value ? span with { Fate = DayFate.Counted, WorkingDays = 1 }
                                : span.FirstCounted is null ? span
                                : span with { FirstCounted = null }
                            ),
                    ]
                ));
    }

    /// <summary>The spans of a walk, with the number of the first day of each that counts and the notice behind each holiday.</summary>
    /// <param name="hold">The ground of a hold-up, and the branch that stood still.</param>
    internal IEnumerable<ExplainedDays> Of(DayWalk walk, Func<LedgerEntry, (string Ground, int Branch)>? hold = null)
    {
        var counted = 0;
        foreach (var span in walk.Spans)
        {
            var held = span is { Fate: DayFate.HeldUp, Line: { } line } ? hold?.Invoke(line) : null;
            yield return new(
                span.From,
                span.To,
                span.Fate,
                span.WorkingDays,
                span.IsCounted ? counted + 1 : null,
                span.Name,
                span.Fate is DayFate.Holiday ? NoticeOf(span.From.Year) : null,
                held is { } other ? other.Ground : span.Line?.Ground,
                held?.Branch,
                span.Fate is DayFate.Stopped or DayFate.HeldUp ? span.Line?.Days : null,
                span.Line?.EnteredBy,
                span.Line?.EnteredAt
            );
            if (span.IsCounted)
                counted += span.WorkingDays;
        }
    }

    private ErrorOr<DayWalk> WalkTo(DateOnly from, int days, DateOnly? due, string area)
    {
        var limit = new Clock
        {
            Branch = Clock.OfCase,
            Kind = ClockKind.Promised,
            Area = area,
            BudgetDays = days,
            StartedOn = from,
        };
        if (due is not { } set)
            return LedgerWalk.Of(limit, calendars.Current.In(area));
        limit.DueOn = set;
        return LedgerWalk.OfEnded(limit, calendars.Current.In(area));
    }

    private string? NoticeOf(int year) =>
        calendars.Current.Years.FirstOrDefault(held => held.Year == year) switch
        {
            null => null,
            { Status: CalendarYearStatus.Provisional } => StatutoryHolidays.Law,
            { Amendments: [.., var newest] } held => $"{held.NoticeNumber}，{newest}",
            var held => held.NoticeNumber,
        };
}
