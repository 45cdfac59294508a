using Npgsql;
using ParallelApproval.Calendars;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Evaluations;
using ParallelApproval.Events;
using ParallelApproval.Organisation;
using ParallelApproval.Statistics;

namespace ParallelApproval.Headlines;

/// <summary>
/// Keeps what every case adds to the headline figures (总览汇总): counted when its promise passes, when it is decided and when it is closed, and
/// again when it is worked on anew, rated, an appeal against its rating is decided, or its grant is revoked. Drills are left out. Told again, it changes nothing.
/// </summary>
internal sealed class KeepHeadlines(
    NpgsqlDataSource source,
    CatalogueRegister catalogue,
    OfficerRegister officers,
    CalendarRegister calendars
) : IListener
{
    private const string Keep = """
        INSERT INTO headline_cases (case_key, closed_on, item_code, kind, tier, departments, result, is_late, promised_days, legal_days, series_days, actual_days, visits, visits_apart, is_satisfied, ended_on, late_on)
        SELECT n.case_key, n.closed_on, n.item_code, n.kind, n.tier, string_to_array(n.departments, ','), n.result, n.is_late, n.promised_days, n.legal_days, n.series_days, n.actual_days, n.visits, n.visits_apart, n.is_satisfied, n.ended_on, n.late_on
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
            AS n (case_key, closed_on, item_code, kind, tier, departments, result, is_late, promised_days, legal_days, series_days, actual_days, visits, visits_apart, is_satisfied, ended_on, late_on)
        ON CONFLICT (case_key) DO UPDATE SET result = excluded.result, is_satisfied = excluded.is_satisfied,
            ended_on = excluded.ended_on, late_on = excluded.late_on, is_late = excluded.is_late,
            closed_on = excluded.closed_on, departments = excluded.departments, promised_days = excluded.promised_days,
            legal_days = excluded.legal_days, series_days = excluded.series_days, actual_days = excluded.actual_days,
            visits = excluded.visits, visits_apart = excluded.visits_apart
        """;

    public string Name => "headline-matters";

    public IReadOnlyCollection<Type> Kinds { get; } =
    [
        typeof(CaseFinished),
        typeof(CaseDeclined),
        typeof(CaseWithdrawn),
        typeof(SupplementUnanswered),
        typeof(DeferralMissed),
        typeof(ServiceRated),
        typeof(RatingAppealDecided),
        typeof(GrantRevoked),
        typeof(CaseDecided),
        typeof(ClockTurned),
        typeof(BranchReapplied),
    ];

    public async Task HearAsync(IReadOnlyList<Heard> batch, CancellationToken cancellation)
    {
        var facts = await ReadAsync([.. batch.Where(Counts).Select(heard => heard.Case.Key).Distinct()], cancellation);
        if (facts.Count == 0)
            return;
        var known = new Dictionary<(DateOnly, DateOnly), int>();
        await StoreAsync(facts.ConvertAll(fact => fact.Row((from, to) => Days(from, to, known))), cancellation);
    }

    // Of the clocks only the promise of the whole case that has passed counts.
    private static bool Counts(Heard heard) =>
        heard.Event.Kind != nameof(ClockTurned)
        || heard.As<ClockTurned>() is { Branch: Clock.OfCase, Clock: ClockKind.Promised, Colour: ClockColour.Red };

    private async Task<List<HeadlineFact>> ReadAsync(long[] keys, CancellationToken cancellation)
    {
        if (keys.Length == 0)
            return [];
        var (parts, runs, cases) = await source.ReadAsync(
            ClosedCases.PartsOf(keys),
            ClosedCases.RunsOf(keys),
            ClosedCases.Of(keys),
            cancellation
        );
        var (partsOf, runsOf) = (parts.ToLookup(part => part.CaseKey), runs.ToLookup(run => run.CaseKey));
        var facts = new List<HeadlineFact>(cases.Count);
        foreach (var @case in cases)
            if (catalogue.Version(@case.ItemCode, @case.ItemVersion) is { IsDrill: false } item)
                facts.Add(Fact(@case, item, [.. partsOf[@case.Key]], [.. runsOf[@case.Key]]));
        return facts;
    }

    private HeadlineFact Fact(ClosedCase closed, ServiceItem item, ClosedPart[] parts, ClockRun[] runs) =>
        new(
            closed.Key,
            closed.ClosedAt?.OfficialDate(),
            item.ItemCode,
            item.Kind,
            officers.Department(closed.Station)?.Tier ?? Tier.District,
            closed.Status,
            closed.Supplements,
            closed.IsCollected,
            closed.IsSatisfied,
            parts,
            runs
        );

    private async Task StoreAsync(List<HeadlineRow> rows, CancellationToken cancellation)
    {
        await using var keep = source.CreateCommand(Keep);
        keep.Parameters.AddRange(
            (NpgsqlParameter[])
                [
                    Statements.Value(rows.ConvertAll(row => row.CaseKey)),
                    Statements.Dates([.. rows.Select(row => row.ClosedOn)]),
                    Statements.Value(rows.ConvertAll(row => row.ItemCode)),
                    Statements.Value(rows.ConvertAll(row => row.Kind.ToString())),
                    Statements.Value(rows.ConvertAll(row => row.Tier.ToString())),
                    Statements.Value(rows.ConvertAll(row => string.Join(',', row.Departments))),
                    Statements.Value(rows.ConvertAll(row => row.Result.ToString())),
                    Statements.Value(rows.ConvertAll(row => row.IsLate)),
                    Statements.Value(rows.ConvertAll(row => row.PromisedDays)),
                    Statements.Value(rows.ConvertAll(row => row.LegalDays)),
                    Statements.Value(rows.ConvertAll(row => row.SeriesDays)),
                    Statements.Value(rows.ConvertAll(row => row.ActualDays)),
                    Statements.Value(rows.ConvertAll(row => row.Visits)),
                    Statements.Value(rows.ConvertAll(row => row.VisitsApart)),
                    Statements.Value(rows.ConvertAll(row => row.IsSatisfied)),
                    Statements.Dates([.. rows.Select(row => row.EndedOn)]),
                    Statements.Dates([.. rows.Select(row => row.LateOn)]),
                ]
        );
        await keep.ExecuteNonQueryAsync(cancellation);
    }

    // A year that the calendar does not know counts nothing; its cases cannot have been received.
    private int Days(DateOnly from, DateOnly to, Dictionary<(DateOnly, DateOnly), int> known)
    {
        if (known.TryGetValue((from, to), out var counted))
            return counted;
        var between = calendars.Current.WorkingDaysBetween(from, to);
        return known[(from, to)] = between.IsError ? 0 : between.Value;
    }
}
