using ParallelApproval.Cases;
using ParallelApproval.Clocks;
using ParallelApproval.Database;

namespace ParallelApproval.Statistics;

/// <summary>
/// Cases as they lie in their tables, for what is counted of each once it is decided, late or over (办结案件统计): the case, its branches, its
/// clocks.
/// </summary>
internal static class ClosedCases
{
    private const string ReadCases = """
        SELECT c.case_key, c.closed_at, c.item_code, c.item_version, c.station, coalesce(c.result, c.status), e.supplements, e.collected, r.satisfied
        FROM cases c
        CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE v.kind = 'MaterialsSupplied')::int,
                coalesce(bool_or(v.data->>'way' = 'window') FILTER (WHERE v.kind = 'CaseDelivered'), false)
            FROM case_events v WHERE v.case_key = c.case_key AND v.kind IN ('MaterialsSupplied', 'CaseDelivered'))
                AS e (supplements, collected)
        CROSS JOIN LATERAL (SELECT bool_and(g.grade NOT IN ('Dissatisfied', 'VeryDissatisfied'))
            FROM ratings g LEFT JOIN rating_appeals a USING (case_key, service)
            WHERE g.case_key = c.case_key AND a.is_granted IS NOT TRUE) AS r (satisfied)
        WHERE c.case_key = ANY ($1)
        """;

    private const string ReadParts =
        "SELECT case_key, number, department, status, hard, settled_at FROM branches WHERE case_key = ANY ($1)";

    private static readonly string ReadRuns = $"""
        SELECT k.case_key, k.branch, k.kind, k.round, k.budget_days, k.started_on, k.ended_on, k.due_on, coalesce({Lateness.Ended(
            "k"
        )}, false),
            coalesce((SELECT sum(e.days)::int FROM clock_entries e
                WHERE e.case_key = k.case_key AND e.branch = k.branch AND e.kind = k.kind AND e.round = k.round AND e.entry IN ('Resumed', 'Released')), 0)
        FROM clocks k WHERE k.case_key = ANY ($1) AND k.kind IN ('Promised', 'Legal')
        """;

    /// <summary>These cases, closed or not.</summary>
    public static Query<ClosedCase> Of(long[] keys) =>
        new(
            ReadCases,
            rows =>
                new(
                    rows.GetInt64(0),
                    rows.GetInstantOrNull(1),
                    rows.GetString(2),
                    rows.GetInt32(3),
                    rows.GetString(4),
                    rows.GetEnum<CaseStatus>(5),
                    rows.GetInt32(6),
                    rows.GetBoolean(7),
                    rows.IsDBNull(8) ? null : rows.GetBoolean(8)
                ),
            Statements.Value(keys)
        );

    /// <summary>Their branches.</summary>
    public static Query<ClosedPart> PartsOf(long[] keys) =>
        new(
            ReadParts,
            rows =>
                new(
                    rows.GetInt64(0),
                    rows.GetInt32(1),
                    rows.GetString(2),
                    rows.GetEnum<BranchStatus>(3),
                    rows.GetFieldValue<int[]>(4),
                    rows.GetInstantOrNull(5)?.OfficialDate()
                ),
            Statements.Value(keys)
        );

    /// <summary>Their promised and legal clocks.</summary>
    public static Query<ClockRun> RunsOf(long[] keys) =>
        new(
            ReadRuns,
            rows =>
                new(
                    rows.GetInt64(0),
                    rows.GetInt32(1),
                    rows.GetEnum<ClockKind>(2),
                    rows.GetInt32(3),
                    rows.GetInt32(4),
                    rows.GetFieldValue<DateOnly>(5),
                    rows.GetDateOrNull(6),
                    rows.GetFieldValue<DateOnly>(7),
                    rows.GetBoolean(8),
                    rows.GetInt32(9)
                ),
            Statements.Value(keys)
        );
}

/// <summary>A case.</summary>
/// <param name="ClosedAt">Null while it is open.</param>
/// <param name="Supplements">How often papers were supplied.</param>
/// <param name="IsCollected">The results were fetched at the window.</param>
/// <param name="IsSatisfied">All ratings that stand are good; null when there is none.</param>
internal sealed record ClosedCase(
    long Key,
    DateTimeOffset? ClosedAt,
    string ItemCode,
    int ItemVersion,
    string Station,
    CaseStatus Status,
    int Supplements,
    bool IsCollected,
    bool? IsSatisfied
);

/// <summary>A branch of one.</summary>
internal sealed record ClosedPart(long CaseKey, int Number, string Department, BranchStatus Status, int[] Hard, DateOnly? SettledOn);

/// <summary>A clock that has run.</summary>
/// <param name="IsLate">It ended after its limit, or runs though the limit has passed.</param>
/// <param name="StoppedDays">Working days left out by its stops.</param>
internal sealed record ClockRun(
    long CaseKey,
    int Branch,
    ClockKind Kind,
    int Round,
    int BudgetDays,
    DateOnly StartedOn,
    DateOnly? EndedOn,
    DateOnly DueOn,
    bool IsLate,
    int StoppedDays
);
