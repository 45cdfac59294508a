using ErrorOr;
using Npgsql;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Evaluations;
using ParallelApproval.Identities;
using ParallelApproval.Installations;
using ParallelApproval.Organisation;
using ParallelApproval.Statistics;

namespace ParallelApproval.Headlines;

/// <summary>
/// Reads the headline table and the cases behind its figures (总览查询). What is read grows with the window that is asked for, not with the
/// history before it.
/// </summary>
public sealed class HeadlineQueries(
    ReadPool pool,
    CatalogueRegister catalogue,
    EvaluationRules rules,
    TimeProvider time,
    DamagedRecords damaged,
    InstallationRegister installation
)
{
    /// <summary>The most cases on one page.</summary>
    public const int LongestPage = 500;

    // Where an installation says so, a service that nobody rated within seven days counts as satisfactory; see UnratedPolicy.
    private const string Satisfied =
        "coalesce(h.is_satisfied, CASE WHEN $3 AND h.result NOT IN ('Withdrawn', 'AcceptanceRevoked') AND h.closed_on < $4::date - 7 THEN true END)";

    private const string IsClosed = "coalesce(h.closed_on BETWEEN $1 AND $2, false)";

    // A matter counts in the rate of time where its promise ended, that is with its decision, and where it passed.
    private const string IsTimed =
        "(h.is_late IS NOT NULL AND coalesce(h.ended_on BETWEEN $1 AND $2 OR h.late_on BETWEEN $1 AND $2, false))";

    // Each of the three days is asked for bare, as its index knows it; within an expression the whole table would be read.
    internal const string InWindow =
        $"(SELECT h.*, {Satisfied} AS content, greatest(h.series_days - h.actual_days, 0) AS days_saved, "
        + $"greatest(h.visits_apart - h.visits, 0) AS visits_saved, {IsClosed} AS is_closed, {IsTimed} AS is_timed "
        + "FROM headline_cases h WHERE h.closed_on BETWEEN $1 AND $2 OR h.ended_on BETWEEN $1 AND $2 OR h.late_on BETWEEN $1 AND $2) AS w";

    // A few hundred lines, however many cases: what is behind the window is counted from them.
    private const string Totals = $"""
        SELECT item_code, kind, tier, departments, count(*) FILTER (WHERE is_closed)::int, count(*) FILTER (WHERE is_timed)::int,
            count(*) FILTER (WHERE is_timed AND NOT is_late)::int, count(*) FILTER (WHERE is_timed AND is_late)::int,
            coalesce(sum(promised_days) FILTER (WHERE is_closed), 0), coalesce(sum(legal_days) FILTER (WHERE is_closed), 0),
            coalesce(sum(series_days) FILTER (WHERE is_closed), 0), coalesce(sum(actual_days) FILTER (WHERE is_closed), 0),
            coalesce(sum(days_saved) FILTER (WHERE is_closed), 0), count(*) FILTER (WHERE is_closed AND days_saved > 0)::int,
            coalesce(sum(visits) FILTER (WHERE is_closed), 0), coalesce(sum(visits_saved) FILTER (WHERE is_closed), 0),
            count(*) FILTER (WHERE is_closed AND visits_saved > 0)::int, count(content) FILTER (WHERE is_closed)::int,
            count(*) FILTER (WHERE is_closed AND content)::int, count(is_late) FILTER (WHERE is_closed)::int
        FROM {InWindow} GROUP BY item_code, kind, tier, departments
        """;

    private const string Columns =
        "case_key, coalesce(closed_on, ended_on, late_on), item_code, kind, tier, departments, result, is_late, promised_days, legal_days, series_days, actual_days, days_saved, visits, visits_saved, content";

    /// <summary>The table of the cases closed from the one day to the other.</summary>
    public async Task<ErrorOr<Headline>> TableAsync(DateOnly from, DateOnly to, CancellationToken cancellation)
    {
        if (from > to)
            return HeadlineRefusals.Reversed(from, to);
        var read = await pool.AskAsync(source => source.ReadAsync(new Query<HeadlineLine?>(Totals, Sound, Window(from, to)), cancellation));
        var lines = read.OfType<HeadlineLine>().ToList();
        // Which case it is that cannot be read, a sum does not say.
        if (lines.Count < read.Count)
            await pool.AskAsync(source =>
                source.ReadAsync(
                    new Query<HeadlineCase>($"SELECT {Columns} FROM {InWindow}", Case, Window(from, to)),
                    cancellation,
                    damaged
                )
            );
        return HeadlineLine.Sum(from, to, lines, catalogue.Current.AllInForce(to).Count(item => !item.IsDrill));
    }

    /// <summary>What the same days come to in sums, for whoever adds up several houses.</summary>
    public async Task<ErrorOr<HeadlineSums>> SumsAsync(DateOnly from, DateOnly to, CancellationToken cancellation)
    {
        if (from > to)
            return HeadlineRefusals.Reversed(from, to);
        var region = installation.Region;
        var (lines, received) = await pool.AskAsync(source =>
            source.ReadAsync(
                new Query<HeadlineLine?>(Totals, Sound, Window(from, to)),
                FinishedWork.Received(CaseNumber.Of(region, from, 1), new(CaseNumber.Of(region, to, CaseNumber.MostADay).Key + 1)),
                cancellation
            )
        );
        return HeadlineSums.Of(from, to, region, received.Sum(item => item.Cases), [.. lines.OfType<HeadlineLine>()]);
    }

    /// <summary>The cases behind a figure, a page at a time, and how many there are in all.</summary>
    public async Task<ErrorOr<HeadlinePage>> CasesAsync(HeadlineFilter filter, CancellationToken cancellation)
    {
        if (filter.From > filter.To)
            return HeadlineRefusals.Reversed(filter.From, filter.To);
        var limit = Math.Clamp(filter.Limit, 1, LongestPage);
        var (counted, cases) = await pool.AskAsync(source => ReadAsync(source, filter, limit, cancellation));
        // A page from which a row was left out may be followed by more all the same.
        var isMore = cases.Count > limit || (cases.Count > 0 && damaged.Any(nameof(HeadlineCase)));
        if (cases.Count > limit)
            cases.RemoveAt(cases.Count - 1);
        return new HeadlinePage(
            counted[0],
            cases,
            isMore && CaseNumber.TryParse(cases[^1].CaseNumber, out var last) ? new(cases[^1].ClosedOn, last.Key) : null
        );
    }

    private Task<(List<int> Counted, List<HeadlineCase> Cases)> ReadAsync(
        NpgsqlDataSource source,
        HeadlineFilter filter,
        int limit,
        CancellationToken cancellation
    )
    {
        var where = Where(filter);
        return source.ReadAsync(
            new Query<int>($"SELECT count(*)::int FROM {InWindow} WHERE {where}", rows => rows.GetInt32(0), Narrowed(filter)),
            new Query<HeadlineCase>(
                $"SELECT {Columns} FROM {InWindow} WHERE {where} "
                    + "AND ($9::date IS NULL OR (coalesce(closed_on, ended_on, late_on), case_key) < ($9, $10)) "
                    + "ORDER BY coalesce(closed_on, ended_on, late_on) DESC, case_key DESC LIMIT $11",
                Case,
                [
                    .. Narrowed(filter),
                    Statements.Date(filter.After?.ClosedOn),
                    Statements.Value(filter.After?.CaseKey ?? 0),
                    Statements.Value(limit + 1),
                ]
            ),
            cancellation,
            damaged
        );
    }

    // A line of sums that cannot be read is left out.
    private static HeadlineLine? Sound(NpgsqlDataReader rows)
    {
        try
        {
            return HeadlineLine.Read(rows);
        }
        catch (Exception fault) when (DamagedRecordException.IsOfRow(fault))
        {
            return null;
        }
    }

    private NpgsqlParameter[] Narrowed(HeadlineFilter filter) =>
        [
            .. Window(filter.From, filter.To),
            Statements.Text(filter.Kind?.ToString()),
            Statements.Text(filter.Tier?.ToString()),
            Statements.Text(filter.Item),
            Statements.Text(filter.Department),
        ];

    internal NpgsqlParameter[] Window(DateOnly from, DateOnly to) =>
        [
            Statements.Value(from),
            Statements.Value(to),
            Statements.Value(rules.Unrated is UnratedPolicy.BasicallySatisfiedAfterSevenDays),
            Statements.Value(time.OfficialToday()),
        ];

    private static string Where(HeadlineFilter filter) =>
        "($5::text IS NULL OR kind = $5) AND ($6::text IS NULL OR tier = $6) AND ($7::text IS NULL OR item_code = $7) "
        + "AND ($8::text IS NULL OR $8 = ANY (departments)) AND "
        + filter.Figure switch
        {
            HeadlineFigure.Timed => "is_timed",
            HeadlineFigure.OnTime => "is_timed AND NOT is_late",
            HeadlineFigure.Late => "is_timed AND is_late",
            HeadlineFigure.Joint => "is_closed AND is_late IS NOT NULL AND cardinality(departments) > 1",
            HeadlineFigure.DaysSaved => "is_closed AND days_saved > 0",
            HeadlineFigure.VisitsSaved => "is_closed AND visits_saved > 0",
            HeadlineFigure.Rated => "is_closed AND content IS NOT NULL",
            HeadlineFigure.Satisfied => "is_closed AND content",
            HeadlineFigure.Dissatisfied => "is_closed AND NOT content",
            _ => "is_closed",
        };

    private static HeadlineCase Case(NpgsqlDataReader rows)
    {
        bool? isLate = rows.IsDBNull(7) ? null : rows.GetBoolean(7);
        int? Days(int column) => isLate is null ? null : rows.GetInt32(column);
        return new(
            new CaseNumber(rows.GetInt64(0)).ToString(),
            rows.GetFieldValue<DateOnly>(1),
            rows.GetString(2),
            rows.GetEnum<ItemKind>(3),
            rows.GetEnum<Tier>(4),
            rows.GetFieldValue<string[]>(5),
            rows.GetEnum<CaseStatus>(6),
            isLate,
            Days(8),
            Days(9),
            Days(10),
            Days(11),
            rows.GetInt32(12),
            rows.GetInt32(13),
            rows.GetInt32(14),
            rows.IsDBNull(15) ? null : rows.GetBoolean(15)
        );
    }
}
