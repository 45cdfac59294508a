using Npgsql;
using ParallelApproval.Calendars;
using ParallelApproval.Database;
using ParallelApproval.Identities;

namespace ParallelApproval.Clocks;

/// <summary>Which open due dates a year of the calendar would move (时限变动预览), before it is in force. Changes nothing.</summary>
public sealed class RecountPreview(NpgsqlDataSource source, CalendarRegister calendars, DamagedRecords damaged, TimeProvider time)
{
    private const int MostShown = 100;

    public Task<RecountMoves> OfAsync(CalendarYear year, CancellationToken cancellation) => OfAsync([year], cancellation);

    /// <param name="years">The years of which days change, a notice's own and its neighbours.</param>
    public Task<RecountMoves> OfAsync(IReadOnlyList<CalendarYear> years, CancellationToken cancellation) =>
        OfAsync(
            years.Aggregate(calendars.Current, (calendar, year) => calendar.With(year)),
            years.Min(year => year.Year),
            years.Max(year => year.Year),
            cancellation
        );

    /// <param name="days">Local days as they are entered.</param>
    /// <param name="bodies">The bodies that would keep them.</param>
    public Task<RecountMoves> OfAsync(KeepLocalDays days, IReadOnlyList<string> bodies, CancellationToken cancellation) =>
        OfAsync(calendars.Current.With(days.Year, bodies, days.Days), days.Year, days.Year, cancellation);

    private async Task<RecountMoves> OfAsync(WorkingCalendar calendar, int firstYear, int lastYear, CancellationToken cancellation)
    {
        var (shown, later, earlier) = (new List<RecountMove>(), 0, 0);
        await using var ask = source.CreateCommand(ClockSection.Running);
        ask.Parameters.Add(Statements.Value(new DateOnly(firstYear, 1, 1)));
        ask.Parameters.Add(Statements.Value(new DateOnly(lastYear, 12, 31)));
        await using var rows = await ask.ExecuteReaderAsync(cancellation);
        await foreach (var (number, clock) in ClockSection.ReadRunningAsync(rows, damaged, cancellation))
        {
            var moved = ClockRules.RecountedBy(clock, calendar.In(clock.Area), time.GetUtcNow());
            // What was told stays, what has passed stays: such a date does not move.
            if (moved.IsError || moved.Value.Due == clock.DueOn)
                continue;
            if (moved.Value.Due > clock.DueOn)
                later++;
            else
                earlier++;
            if (shown.Count < MostShown)
                shown.Add(new(number.ToString(), clock.Branch, clock.Kind, clock.DueOn, moved.Value.Due));
        }

        return new(later, earlier, shown);
    }
}

/// <summary>What a year of the calendar moves.</summary>
/// <param name="Later">Open due dates that would be later.</param>
/// <param name="Earlier">Open due dates that would be earlier; what was told to an applicant stays and is not among them.</param>
/// <param name="First">The first hundred.</param>
public sealed record RecountMoves(int Later, int Earlier, IReadOnlyList<RecountMove> First);

/// <summary>One open due date that moves.</summary>
/// <param name="Branch">The branch; 0 for the whole case.</param>
public sealed record RecountMove(string CaseNumber, int Branch, ClockKind Clock, DateOnly OldDue, DateOnly NewDue);
