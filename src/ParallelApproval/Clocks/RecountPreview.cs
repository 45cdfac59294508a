using Npgsql;
using ParallelApproval.Calendars;
using ParallelApproval.Database;
using ParallelApproval.Identities;

namespace ParallelApproval.Clocks;

/// <summary>Which open due dates a year of the calendar would move (时限变动预览), before it is in force. Changes nothing.</summary>
public sealed class RecountPreview(NpgsqlDataSource source, CalendarRegister calendars)
{
    private const int MostShown = 100;

    // Every day that is allowed or left out, as the ledger has it; a stop counts with its planned days until a line ends it.
    private const string Question = """
        SELECT c.case_key, c.branch, c.kind, c.started_on, c.due_on,
            c.budget_days + coalesce((SELECT sum(e.days) FROM clock_entries e WHERE (e.case_key, e.branch, e.kind, e.round) = (c.case_key, c.branch, c.kind, c.round)
                AND (e.entry <> 'Stopped' OR NOT EXISTS (SELECT FROM clock_entries l WHERE (l.case_key, l.branch, l.kind, l.round) = (c.case_key, c.branch, c.kind, c.round)
                    AND l.entry = 'Resumed' AND l.sequence > e.sequence))), 0)::int, c.area
        FROM clocks c WHERE c.ended_on IS NULL AND c.due_on >= $1 AND c.started_on <= $2 ORDER BY c.case_key, c.branch
        """;

    public Task<RecountMoves> OfAsync(CalendarYear year, CancellationToken cancellation) => OfAsync([year], cancellation);

    /// <param name="years">The years of which days change, a notice's own and its neighbours.</param>
    public async Task<RecountMoves> OfAsync(IReadOnlyList<CalendarYear> years, CancellationToken cancellation)
    {
        var (calendar, shown, later, earlier) = (calendars.Current, new List<RecountMove>(), 0, 0);
        foreach (var year in years)
            calendar = calendar.With(year);
        await using var ask = source.CreateCommand(Question);
        ask.Parameters.Add(Statements.Value(new DateOnly(years.Min(year => year.Year), 1, 1)));
        ask.Parameters.Add(Statements.Value(new DateOnly(years.Max(year => year.Year), 12, 31)));
        await using var rows = await ask.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var (old, due) = (
                rows.GetFieldValue<DateOnly>(4),
                calendar.In(rows.GetString(6)).AddWorkingDays(rows.GetFieldValue<DateOnly>(3), rows.GetInt32(5))
            );
            if (due.IsError || due.Value.Due == old)
                continue;
            if (due.Value.Due > old)
                later++;
            else
                earlier++;
            if (shown.Count < MostShown)
                shown.Add(
                    new(new CaseNumber(rows.GetInt64(0)).ToString(), rows.GetInt32(1), rows.GetEnum<ClockKind>(2), old, due.Value.Due)
                );
        }

        return new(later, earlier, shown);
    }
}

/// <summary>What a year of the calendar moves.</summary>
/// <param name="Later">Open due dates that would be later.</param>
/// <param name="Earlier">Open due dates that the calendar alone would make earlier; promised ones stay as told.</param>
/// <param name="First">The first hundred.</param>
public sealed record RecountMoves(int Later, int Earlier, IReadOnlyList<RecountMove> First);

/// <summary>One open due date that moves.</summary>
/// <param name="Branch">The branch; 0 for the whole case.</param>
public sealed record RecountMove(string CaseNumber, int Branch, ClockKind Clock, DateOnly OldDue, DateOnly NewDue);
