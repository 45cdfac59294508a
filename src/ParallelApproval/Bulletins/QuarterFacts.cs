using Npgsql;
using ParallelApproval.Appraisals;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Supervision;

namespace ParallelApproval.Bulletins;

/// <summary>What a quarterly bulletin says (季报事实): the scores as the months were closed, and in one round trip the cards and the days of the quarter.</summary>
internal sealed class QuarterFacts(NpgsqlDataSource source, AppraisalQueries appraisals, CatalogueRegister catalogue, BulletinSettings settings)
{
    // A case of one branch is carded for both; that is one matter. In the centre's own file, whose number ends in five noughts, each card is one.
    private const string Matters = "count(DISTINCT (case_key, CASE WHEN case_key % 100000 = 0 THEN running END))::int";

    // One line for the department and one for each officer; a card that names nobody counts for the department alone.
    private const string Repeated = $"""
        SELECT department, officer, point, {Matters}, array_agg(case_key ORDER BY raised_at, case_key, running), array_agg(running ORDER BY raised_at, case_key, running)
        FROM (SELECT s.department, s.document->>'officer' AS officer, s.point, s.case_key, s.running, s.raised_at FROM supervision_cards s
            WHERE s.raised_at >= $1 AND s.raised_at < $2 AND s.colour <> 'Blue' AND s.status NOT IN ('Cancelled', 'Superseded')) AS card
        GROUP BY GROUPING SETS ((department, point), (department, officer, point))
        HAVING {Matters} >= $3 AND (grouping(officer) = 1 OR officer IS NOT NULL)
        ORDER BY department, point, grouping(officer) DESC, officer
        """;

    private const string Taken = """
        SELECT item_code, actual_days, count(*)::int, count(*) FILTER (WHERE is_late)::int FROM headline_cases
        WHERE closed_on BETWEEN $1 AND $2 AND is_late IS NOT NULL GROUP BY item_code, actual_days
        """;

    /// <summary>The months of the quarter that are not closed.</summary>
    public async Task<AppraisalPeriod[]> OpenMonthsAsync(BulletinPeriod quarter, CancellationToken cancellation)
    {
        await using var ask = source.CreateCommand("SELECT period FROM appraisal_periods WHERE period = ANY ($1)");
        ask.Parameters.Add(Statements.Value(quarter.Months.Select(month => month.Key).ToArray()));
        await using var rows = await ask.ExecuteReaderAsync(cancellation);
        var closed = new HashSet<int>();
        while (await rows.ReadAsync(cancellation)) closed.Add(rows.GetInt32(0));
        return [.. quarter.Months.Where(month => !closed.Contains(month.Key))];
    }

    public async Task<QuarterlyBulletin> QuarterlyAsync(BulletinPeriod quarter, BulletinCover cover, CancellationToken cancellation)
    {
        var tables = new List<Appraisal>();
        foreach (var month in quarter.Months)
            if (await appraisals.TableAsync(month, AppraisalBy.Department, provisional: true, cover.AsOf.OfficialDate(), cancellation) is { IsError: false } table) tables.Add(table.Value);
        var (repeated, taken) = await CardsAndDaysAsync(quarter, cancellation);
        return new(cover, settings, Grades(tables), repeated, PromiseCuts.Of(taken, code => catalogue.InForce(code, quarter.LastDay), settings));
    }

    private List<DepartmentGrade> Grades(IEnumerable<Appraisal> tables) =>
    [
        .. from table in tables
           from line in table.Lines
           where line.Score is not null
           group (Month: new MonthScore(table.Period, line.Score!.Value), line.Closed) by line.Key into months
           let score = Math.Round(months.Average(month => month.Month.Score), 2)
           orderby score descending, months.Key
           select new DepartmentGrade(months.Key, score, settings.GradeOf(score), months.Sum(month => month.Closed), [.. months.Select(month => month.Month)]),
    ];

    private async Task<(List<RepeatOffender> Repeated, List<DaysTaken> Taken)> CardsAndDaysAsync(BulletinPeriod quarter, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var ask = new NpgsqlBatch(connection);
        var statements = new Statements(ask);
        statements.Add(Repeated, Statements.Instant(quarter.From), Statements.Instant(quarter.To), Statements.Value(settings.Repeats));
        statements.Add(Taken, Statements.Date(quarter.FirstDay), Statements.Date(quarter.LastDay));
        await using var rows = await ask.ExecuteReaderAsync(cancellation);
        var (repeated, taken) = (new List<RepeatOffender>(), new List<DaysTaken>());
        while (await rows.ReadAsync(cancellation))
            repeated.Add(new(rows.GetString(0), rows.GetTextOrNull(1), rows.GetString(2), rows.GetInt32(3),
                [.. rows.GetFieldValue<long[]>(4).Zip(rows.GetFieldValue<int[]>(5), (file, running) => new CardNumber(new(file), running).ToString())]));
        await rows.NextResultAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) taken.Add(new(rows.GetString(0), rows.GetInt32(1), rows.GetInt32(2), rows.GetInt32(3)));
        return (repeated, taken);
    }
}
