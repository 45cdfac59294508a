using ErrorOr;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;
using ParallelApproval.Calendars;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;

namespace ParallelApproval.Clocks;

/// <summary>
/// 日历变更后重算: computes open due dates anew when the days of a year have changed. What binds an office takes the new date, unless it has passed.
/// A date that was told to the applicant never moves earlier: it is kept in the ledger, and a promise turns blue, so that somebody looks. Can be
/// broken off and begun again at any time: a clock that stands right already is left alone.
/// </summary>
public sealed class RecountClocks(
    IDbContextFactory<ApprovalDbContext> contexts,
    CaseStore store,
    NpgsqlDataSource source,
    RegisterCache registers,
    ClockRules rules,
    TimeProvider time,
    ILogger<RecountClocks> log
)
{
    private const string Open =
        "SELECT DISTINCT case_key FROM clocks WHERE ended_on IS NULL AND due_on >= $1 AND started_on <= $2 AND case_key > $3 "
        + "ORDER BY case_key LIMIT 1000";

    /// <summary>Does what is waiting to be done, if anything is.</summary>
    /// <returns>How many cases were looked into.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var waiting = await db.Set<CalendarRecount>().OrderBy(row => row.Year).ToListAsync(cancellation);
        if (waiting.Count == 0)
            return 0;
        await registers.RefreshAsync(cancellation);
        var cases = 0;
        foreach (var year in waiting)
        {
            var (count, isComplete) = await RecountAsync(year, cancellation);
            cases += count;
            // Not when the year was changed once more meanwhile: then all of it is done again.
            if (isComplete)
                await db.Set<CalendarRecount>()
                    .Where(row => row.Year == year.Year && row.AskedAt == year.AskedAt)
                    .ExecuteDeleteAsync(cancellation);
        }

        return cases;
    }

    private async Task<(int Cases, bool IsComplete)> RecountAsync(CalendarRecount year, CancellationToken cancellation)
    {
        var (count, isComplete, last) = (0, true, 0L);
        while (await OpenAsync(year.Year, last, cancellation) is { Count: > 0 } page)
        {
            foreach (var number in page)
            {
                var outcome = await store.WorkOnAsync(number, Act.OfSystem(time), file => Recount(file, year), cancellation);
                if (outcome.IsError)
                    log.LogError(
                        "The clocks of case {Case} could not be computed anew and are tried again: {Reason}",
                        number,
                        outcome.FirstError.Description
                    );
                isComplete &= !outcome.IsError;
            }

            (count, last) = (count + page.Count, page[^1].Key);
        }

        return (count, isComplete);
    }

    private ErrorOr<int> Recount(CaseFile file, CalendarRecount year)
    {
        var moved = 0;
        foreach (var clock in file.Clocks.Where(clock => !clock.IsEnded).ToList())
        {
            var (told, wasProvisional) = (clock.DueOn, clock.IsProvisional);
            var computed = rules.Recount(file, clock, year.NoticeNumber ?? "");
            if (computed.IsError)
                return computed.Errors;
            if (computed.Value == told && clock.DueOn == told)
            {
                if (wasProvisional != clock.IsProvisional)
                    moved++;
                continue;
            }

            file.Record(new ClockRecounted(clock.Branch, clock.Kind, clock.Round, told, computed.Value, clock.DueOn, year.NoticeNumber));
            if (computed.Value < told && !clock.IsLateAt(file.Act.At))
                TurnBlue(file, clock);
            moved++;
        }

        return moved;
    }

    private static void TurnBlue(CaseFile file, Clock clock)
    {
        if (clock.Kind is not ClockKind.Promised || clock.Announced >= ClockColour.Blue)
            return;
        ClockRules.Announce(clock, ClockColour.Blue);
        file.Record(new ClockTurned(clock.Branch, clock.Kind, clock.Round, ClockColour.Blue, clock.DueOn, file.Act.At));
    }

    private async Task<List<CaseNumber>> OpenAsync(int year, long after, CancellationToken cancellation)
    {
        await using var find = source.CreateCommand(Open);
        find.Parameters.Add(Statements.Value(new DateOnly(year, 1, 1)));
        find.Parameters.Add(Statements.Value(new DateOnly(year, 12, 31)));
        find.Parameters.Add(Statements.Value(after));
        await using var rows = await find.ExecuteReaderAsync(cancellation);
        var found = new List<CaseNumber>();
        while (await rows.ReadAsync(cancellation))
            found.Add(new CaseNumber(rows.GetInt64(0)));
        return found;
    }
}
