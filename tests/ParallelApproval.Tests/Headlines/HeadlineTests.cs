using Npgsql;
using ParallelApproval.Calendars;
using ParallelApproval.Catalogue;
using ParallelApproval.Evaluations;
using ParallelApproval.Identities;
using ParallelApproval.Organisation;
using ParallelApproval.Synthesis;
using ParallelApproval.Testing;

namespace ParallelApproval.Headlines;

/// <summary>The headline table of a small synthetic district, counted again from its cases by other means.</summary>
public sealed class HeadlineTests(TestCluster cluster)
{
    private const int Cases = 400;
    private static readonly DateOnly From = new(2025, 1, 1),
        To = new(2026, 3, 2);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_figure_is_what_its_cases_say_and_has_exactly_so_many_cases_behind_it()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.Get<LoadDistrictHandler>().HandleAsync(new(Cases, Seed: 11), null, Cancellation);
        await house.HearAsync(Cancellation);
        (await RowsAsync(house, "SELECT fault FROM event_retries", rows => rows.GetString(0))).ShouldBeEmpty();
        var table = (await house.Get<HeadlineQueries>().TableAsync(From, To, Cancellation)).Value;
        await CountsAgreeAsync(house, table);
        await DaysAgreeAsync(house, table);
        await EveryFigureHasItsCasesAsync(house, table);
    }

    [Fact]
    public async Task Joint_handling_saves_the_days_of_the_departments_that_worked_meanwhile()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.FinishAsync(Cancellation);
        await house.HearAsync(Cancellation);
        var found = (await house.Get<HeadlineQueries>().CasesAsync(new(new(2026, 3, 1), new(2026, 3, 31)), Cancellation)).Value;
        found.Count.ShouldBe(1);
        var only = found.Cases.Single();
        (only.CaseNumber, only.PromisedDays, only.LegalDays, only.IsLate, only.Visits).ShouldBe((number.ToString(), 5, 45, false, 2));
        (only.Departments.Count, only.VisitsSaved).ShouldBe((6, 10), "twelve visits to six departments, or two to the window");
    }

    [Fact]
    public async Task A_window_that_ends_before_it_begins_is_refused_and_an_empty_one_divides_by_nothing()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        (await house.Get<HeadlineQueries>().TableAsync(To, From, Cancellation)).FirstError.Code.ShouldBe("window_reversed");
        (await house.Get<HeadlineQueries>().CasesAsync(new(To, From), Cancellation)).FirstError.Code.ShouldBe("window_reversed");
        var empty = (await house.Get<HeadlineQueries>().TableAsync(From, To, Cancellation)).Value;
        (empty.Closed, empty.OnTimeRate, empty.PromisedDays, empty.SatisfactionRate, empty.VisitsPerCase).ShouldBe(
            (0, null, null, null, null)
        );
    }

    [Fact]
    public async Task The_history_before_the_window_is_not_read()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var plan = await house.Database.PlanAsync(
            "SELECT * FROM " + HeadlineQueries.InWindow,
            house.Get<HeadlineQueries>().Window(From, To),
            Cancellation
        );
        plan.ShouldContain("Index");
        plan.ShouldNotContain("Seq Scan");
    }

    private static async Task CountsAgreeAsync(TestHouse house, Headline table)
    {
        const string Window = "FROM cases c WHERE (c.closed_at AT TIME ZONE 'Asia/Shanghai')::date BETWEEN '2025-01-01' AND '2026-03-02'";
        const string Bad =
            "EXISTS (SELECT FROM ratings r WHERE r.case_key = c.case_key AND r.grade IN ('Dissatisfied', 'VeryDissatisfied') "
            + "AND NOT EXISTS (SELECT FROM rating_appeals a WHERE a.case_key = r.case_key AND a.service = r.service "
            + "AND a.is_granted))";
        Task<int> CountAsync(string where) => house.Database.AskAsync<int>($"SELECT count(*)::int {Window} AND {where}", Cancellation);
        const string OfTime = """
            FROM cases c CROSS JOIN LATERAL (SELECT k.ended_on, k.due_on,
                    k.ended_on > k.due_on OR (k.ended_on IS NULL AND k.announced = 'Red') AS is_late
                FROM clocks k WHERE k.case_key = c.case_key AND k.branch = 0 AND k.kind = 'Promised' ORDER BY k.round DESC LIMIT 1) AS k
            JOIN service_item_versions i ON i.item_code = c.item_code AND i.version = c.item_version
            WHERE coalesce(c.result, c.status) NOT IN ('Withdrawn', 'Declined')
                AND (k.ended_on BETWEEN '2025-01-01' AND '2026-03-02' OR (k.is_late AND k.due_on BETWEEN '2025-01-01' AND '2026-03-02'))
            """;
        Task<int> TimedAsync(string where) => house.Database.AskAsync<int>($"SELECT count(*)::int {OfTime} AND {where}", Cancellation);
        table.Closed.ShouldBe(await CountAsync("true"));
        table.Closed.ShouldBeGreaterThan(Cases / 3);
        table.Timed.ShouldBe(await TimedAsync("true"));
        table.Late.ShouldBe(await TimedAsync("k.is_late"));
        table.OnTime.ShouldBe(table.Timed - table.Late);
        table.Rated.ShouldBe(await CountAsync("EXISTS (SELECT FROM ratings r WHERE r.case_key = c.case_key)"));
        table.Dissatisfied.ShouldBe(await CountAsync(Bad));
        table.Satisfied.ShouldBe(table.Rated - table.Dissatisfied);
        table.Visits.ShouldBe(
            await house.Database.AskAsync<int>(
                "SELECT count(*)::int FROM case_events e WHERE e.kind IN ('CaseReceived', 'MaterialsSupplied', 'CaseDelivered') "
                    + $"AND EXISTS (SELECT {Window} AND c.case_key = e.case_key)",
                Cancellation
            )
        );
        foreach (var share in table.Shares)
            share.Cases.ShouldBe(
                await house.Database.AskAsync<int>(
                    "SELECT count(*)::int FROM cases c JOIN service_item_versions i ON i.item_code = c.item_code "
                        + "AND i.version = c.item_version JOIN departments d ON d.code = c.station "
                        + "WHERE (c.closed_at AT TIME ZONE 'Asia/Shanghai')::date BETWEEN '2025-01-01' AND '2026-03-02' "
                        + $"AND lower(i.document->>'kind') = lower('{share.Kind}') AND d.tier = '{share.Tier}'",
                    Cancellation
                )
            );
        table.Shares.Sum(share => share.Cases).ShouldBe(table.Closed);
    }

    // Day by day through the calendar, and not by the subtraction the table uses.
    private static async Task DaysAgreeAsync(TestHouse house, Headline table)
    {
        var clocks = await RowsAsync(
            house,
            """
            SELECT k.case_key, k.branch, k.kind, k.budget_days, k.started_on, k.ended_on,
                coalesce((SELECT sum(e.days)::int FROM clock_entries e WHERE e.case_key = k.case_key AND e.branch = k.branch AND e.kind = k.kind AND e.round = k.round AND e.entry = 'Resumed'), 0),
                (SELECT max((d.settled_at AT TIME ZONE 'Asia/Shanghai')::date) FROM branches b JOIN branches d ON d.case_key = b.case_key AND d.number = ANY (b.hard) WHERE b.case_key = k.case_key AND b.number = k.branch)
            FROM clocks k JOIN cases c USING (case_key)
            WHERE (c.closed_at AT TIME ZONE 'Asia/Shanghai')::date BETWEEN '2025-01-01' AND '2026-03-02' AND c.result NOT IN ('Withdrawn', 'Declined') AND k.kind IN ('Promised', 'Legal')
                AND (k.branch = 0 OR EXISTS (SELECT FROM branches b WHERE b.case_key = k.case_key AND b.number = k.branch AND b.status <> 'Blocked'))
            """,
            rows =>
                (
                    Key: rows.GetInt64(0),
                    Branch: rows.GetInt32(1),
                    Kind: rows.GetString(2),
                    Budget: rows.GetInt32(3),
                    From: rows.GetFieldValue<DateOnly>(4),
                    To: rows.GetFieldValue<DateOnly>(5),
                    Stopped: rows.GetInt32(6),
                    Before: rows.IsDBNull(7) ? (DateOnly?)null : rows.GetFieldValue<DateOnly>(7)
                )
        );
        var calendar = house.Get<CalendarRegister>().Current;
        int Walk(DateOnly from, DateOnly to)
        {
            var days = 0;
            for (var day = from.AddDays(1); day <= to; day = day.AddDays(1))
                days += calendar.IsWorkingDay(day).Value ? 1 : 0;
            return days;
        }

        var promised = clocks.Where(clock => clock is { Branch: 0, Kind: "Promised" }).ToList();
        var series = clocks
            .Where(clock => clock is { Branch: > 0, Kind: "Promised" })
            .GroupBy(clock => clock.Key)
            .ToDictionary(
                clock => clock.Key,
                clock => clock.Sum(run => Math.Max(0, Walk(run.Before > run.From ? run.Before.Value : run.From, run.To) - run.Stopped))
            );
        var actual = promised.ToDictionary(clock => clock.Key, clock => Math.Max(0, Walk(clock.From, clock.To) - clock.Stopped));
        table.PromisedDays.ShouldBe(Mean(promised.Sum(clock => clock.Budget), promised.Count));
        table.LegalDays.ShouldBe(
            Mean(clocks.Where(clock => clock is { Branch: 0, Kind: "Legal" }).Sum(clock => clock.Budget), promised.Count)
        );
        table.ActualDays.ShouldBe(Mean(actual.Values.Sum(), promised.Count));
        table.SeriesDays.ShouldBe(Mean(series.Values.Sum(), promised.Count));
        table.DaysSaved.ShouldBe(series.Sum(line => Math.Max(0, line.Value - actual[line.Key])));
        table.DaysSaved.ShouldBePositive();
        table.SeriesDays.ShouldNotBeNull().ShouldBeGreaterThan(table.ActualDays!.Value);
    }

    private static async Task EveryFigureHasItsCasesAsync(TestHouse house, Headline table)
    {
        var figures = new Dictionary<HeadlineFigure, int>
        {
            [HeadlineFigure.Closed] = table.Closed,
            [HeadlineFigure.Timed] = table.Timed,
            [HeadlineFigure.OnTime] = table.OnTime,
            [HeadlineFigure.Late] = table.Late,
            [HeadlineFigure.Joint] = table.Joint,
            [HeadlineFigure.DaysSaved] = table.DaysSavedIn,
            [HeadlineFigure.VisitsSaved] = table.VisitsSavedIn,
            [HeadlineFigure.Rated] = table.Rated,
            [HeadlineFigure.Satisfied] = table.Satisfied,
            [HeadlineFigure.Dissatisfied] = table.Dissatisfied,
        };
        figures.Keys.ShouldBe(Enum.GetValues<HeadlineFigure>(), ignoreOrder: true);
        foreach (var (figure, cases) in figures)
        {
            var behind = await AllAsync(house, new(From, To, figure));
            behind.Count.ShouldBe(cases, figure.ToString());
            if (figure is HeadlineFigure.DaysSaved)
                behind.Sum(found => found.DaysSaved).ShouldBe(table.DaysSaved);
            if (figure is HeadlineFigure.VisitsSaved)
                behind.Sum(found => found.VisitsSaved).ShouldBe(table.VisitsSaved);
            if (figure is HeadlineFigure.Closed && behind.Where(found => found.IsLate is not null).ToList() is var measured)
                table.SeriesDays.ShouldBe(Mean(measured.Sum(found => found.SeriesDays!.Value), measured.Count));
        }

        foreach (var share in table.Shares)
            (await AllAsync(house, new(From, To, Kind: share.Kind, Tier: share.Tier))).Count.ShouldBe(share.Cases);
        foreach (var department in table.Departments.Take(8))
            (await AllAsync(house, new(From, To, Department: department.Code))).Count.ShouldBe(department.Cases);
        foreach (var item in table.Items.Take(8))
            (await AllAsync(house, new(From, To, Item: item.Code))).Count.ShouldBe(item.Cases);
        table.ItemsOffered.ShouldBe(155 + 29 + 30);
    }

    // Every page, so that no case is on two of them or on none.
    private static async Task<List<HeadlineCase>> AllAsync(TestHouse house, HeadlineFilter filter)
    {
        var all = new List<HeadlineCase>();
        for (HeadlinePage? page = null; page is null || page.Next is not null; )
        {
            page = (await house.Get<HeadlineQueries>().CasesAsync(filter with { After = page?.Next, Limit = 150 }, Cancellation)).Value;
            all.AddRange(page.Cases);
            if (page.Next is null)
                all.Count.ShouldBe(page.Count);
        }

        all.Select(found => found.CaseNumber).ShouldBeUnique();
        return all;
    }

    private static async Task<List<T>> RowsAsync<T>(TestHouse house, string question, Func<NpgsqlDataReader, T> read)
    {
        await using var ask = house.Database.Source.CreateCommand(question);
        await using var rows = await ask.ExecuteReaderAsync(Cancellation);
        var found = new List<T>();
        while (await rows.ReadAsync(Cancellation))
            found.Add(read(rows));
        return found;
    }

    private static decimal Mean(int sum, int count) => Math.Round((decimal)sum / count, 2);
}
