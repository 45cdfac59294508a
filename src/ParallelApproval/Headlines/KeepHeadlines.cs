using Npgsql;
using ParallelApproval.Cases;
using ParallelApproval.Calendars;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Evaluations;
using ParallelApproval.Events;
using ParallelApproval.Organisation;

namespace ParallelApproval.Headlines;

/// <summary>
/// Keeps what every closed case adds to the headline figures (总览汇总): counted when the case is closed, and again when it is rated, an appeal against its rating is
/// decided, or its grant is revoked. Drills are left out. Told again, it changes nothing.
/// </summary>
internal sealed class KeepHeadlines(NpgsqlDataSource source, CatalogueRegister catalogue, OfficerRegister officers, CalendarRegister calendars) : IListener
{
    private const string ReadCases = """
        SELECT c.case_key, c.closed_at, c.item_code, c.item_version, c.station, c.status, e.supplements, e.collected, r.satisfied
        FROM cases c
        CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE v.kind = 'MaterialsSupplied')::int, coalesce(bool_or(v.data->>'way' = 'window') FILTER (WHERE v.kind = 'CaseDelivered'), false)
            FROM case_events v WHERE v.case_key = c.case_key AND v.kind IN ('MaterialsSupplied', 'CaseDelivered')) AS e (supplements, collected)
        CROSS JOIN LATERAL (SELECT bool_and(g.grade NOT IN ('Dissatisfied', 'VeryDissatisfied')) FROM ratings g LEFT JOIN rating_appeals a USING (case_key, service)
            WHERE g.case_key = c.case_key AND a.is_granted IS NOT TRUE) AS r (satisfied)
        WHERE c.case_key = ANY ($1) AND c.closed_at IS NOT NULL
        """;

    private const string ReadParts = "SELECT case_key, number, department, status, hard, settled_at FROM branches WHERE case_key = ANY ($1)";

    private const string ReadRuns = """
        SELECT k.case_key, k.branch, k.kind, k.round, k.budget_days, k.started_on, k.ended_on, k.due_on,
            coalesce((SELECT sum(e.days)::int FROM clock_entries e WHERE e.case_key = k.case_key AND e.branch = k.branch AND e.kind = k.kind AND e.round = k.round AND e.entry = 'Resumed'), 0)
        FROM clocks k WHERE k.case_key = ANY ($1) AND k.kind IN ('Promised', 'Legal')
        """;

    private const string Keep = """
        INSERT INTO headline_cases (case_key, closed_on, item_code, kind, tier, departments, result, is_late, promised_days, legal_days, series_days, actual_days, visits, visits_apart, is_satisfied)
        SELECT n.case_key, n.closed_on, n.item_code, n.kind, n.tier, string_to_array(n.departments, ','), n.result, n.is_late, n.promised_days, n.legal_days, n.series_days, n.actual_days, n.visits, n.visits_apart, n.is_satisfied
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
            AS n (case_key, closed_on, item_code, kind, tier, departments, result, is_late, promised_days, legal_days, series_days, actual_days, visits, visits_apart, is_satisfied)
        ON CONFLICT (case_key) DO UPDATE SET result = excluded.result, is_satisfied = excluded.is_satisfied
        """;

    public string Name => "headline-cases";

    public IReadOnlyCollection<Type> Kinds { get; } =
    [
        typeof(CaseFinished), typeof(CaseDeclined), typeof(CaseWithdrawn), typeof(SupplementUnanswered), typeof(DeferralMissed), typeof(ServiceRated), typeof(RatingAppealDecided), typeof(GrantRevoked),
    ];

    public async Task HearAsync(IReadOnlyList<Heard> batch, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        var facts = await ReadAsync(connection, [.. batch.Select(heard => heard.Case.Key).Distinct()], cancellation);
        if (facts.Count == 0) return;
        var known = new Dictionary<(DateOnly, DateOnly), int>();
        await StoreAsync(connection, facts.ConvertAll(fact => fact.Row((from, to) => Days(from, to, known))), cancellation);
    }

    private async Task<List<HeadlineFact>> ReadAsync(NpgsqlConnection connection, long[] keys, CancellationToken cancellation)
    {
        await using var read = new NpgsqlBatch(connection);
        var statements = new Statements(read);
        foreach (var question in (string[])[ReadParts, ReadRuns, ReadCases]) statements.Add(question, Statements.Value(keys));
        await using var rows = await read.ExecuteReaderAsync(cancellation);
        var parts = new List<(long Key, HeadlineFact.Part Part)>();
        while (await rows.ReadAsync(cancellation))
            parts.Add((rows.GetInt64(0), new(rows.GetInt32(1), rows.GetString(2), rows.GetEnum<BranchStatus>(3), rows.GetFieldValue<int[]>(4), rows.GetInstantOrNull(5)?.OfficialDate())));
        await rows.NextResultAsync(cancellation);
        var runs = new List<(long Key, HeadlineFact.Run Run)>();
        while (await rows.ReadAsync(cancellation))
            runs.Add((rows.GetInt64(0), new(rows.GetInt32(1), rows.GetEnum<ClockKind>(2), rows.GetInt32(3), rows.GetInt32(4), rows.GetFieldValue<DateOnly>(5), rows.GetDateOrNull(6), rows.GetFieldValue<DateOnly>(7), rows.GetInt32(8))));
        await rows.NextResultAsync(cancellation);
        var (partsOf, runsOf) = (parts.ToLookup(part => part.Key, part => part.Part), runs.ToLookup(run => run.Key, run => run.Run));
        var facts = new List<HeadlineFact>(keys.Length);
        while (await rows.ReadAsync(cancellation))
            if (catalogue.Version(rows.GetString(2), rows.GetInt32(3)) is { IsDrill: false } item) facts.Add(Fact(rows, item, [.. partsOf[rows.GetInt64(0)]], [.. runsOf[rows.GetInt64(0)]]));
        return facts;
    }

    private HeadlineFact Fact(NpgsqlDataReader rows, ServiceItem item, HeadlineFact.Part[] parts, HeadlineFact.Run[] runs) => new(
        rows.GetInt64(0), rows.GetInstant(1).OfficialDate(), item.ItemCode, item.Kind,
        officers.Department(rows.GetString(4))?.Tier ?? Tier.District, rows.GetEnum<CaseStatus>(5), rows.GetInt32(6), rows.GetBoolean(7), rows.IsDBNull(8) ? null : rows.GetBoolean(8), parts, runs);

    private static async Task StoreAsync(NpgsqlConnection connection, List<HeadlineRow> rows, CancellationToken cancellation)
    {
        await using var keep = new NpgsqlCommand(Keep, connection);
        keep.Parameters.AddRange((NpgsqlParameter[])
        [
            Statements.Value(rows.ConvertAll(row => row.CaseKey)), Statements.Value(rows.ConvertAll(row => row.ClosedOn)), Statements.Value(rows.ConvertAll(row => row.ItemCode)),
            Statements.Value(rows.ConvertAll(row => row.Kind.ToString())), Statements.Value(rows.ConvertAll(row => row.Tier.ToString())), Statements.Value(rows.ConvertAll(row => string.Join(',', row.Departments))),
            Statements.Value(rows.ConvertAll(row => row.Result.ToString())), Statements.Value(rows.ConvertAll(row => row.IsLate)), Statements.Value(rows.ConvertAll(row => row.PromisedDays)),
            Statements.Value(rows.ConvertAll(row => row.LegalDays)), Statements.Value(rows.ConvertAll(row => row.SeriesDays)), Statements.Value(rows.ConvertAll(row => row.ActualDays)),
            Statements.Value(rows.ConvertAll(row => row.Visits)), Statements.Value(rows.ConvertAll(row => row.VisitsApart)), Statements.Value(rows.ConvertAll(row => row.IsSatisfied)),
        ]);
        await keep.ExecuteNonQueryAsync(cancellation);
    }

    // A year that the calendar does not know counts nothing; its cases cannot have been received.
    private int Days(DateOnly from, DateOnly to, Dictionary<(DateOnly, DateOnly), int> known)
    {
        if (known.TryGetValue((from, to), out var counted)) return counted;
        var between = calendars.Current.WorkingDaysBetween(from, to);
        return known[(from, to)] = between.IsError ? 0 : between.Value;
    }
}
