using System.Text.Json.Nodes;
using ParallelApproval.Calendars;
using ParallelApproval.Cases;
using ParallelApproval.Certificates;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Identities;
using ParallelApproval.Notices;
using ParallelApproval.Supervision;
using ParallelApproval.Testing;

namespace ParallelApproval.Workflows;

/// <summary>
/// Time in a flow, on the clocks of the house: exactly once, on any number of nodes, after any outage, and at the cost of what is due.
/// </summary>
public sealed class FlowTimerTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Three_working_days_before_the_promise_a_yellow_card_is_raised_and_the_leader_is_told()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.UseAsync(await house.GenericAsync(CardBeforePromise));
        var number = await house.ReceiveAsync(200);
        var promise = (await house.FileAsync(number, Cancellation)).LatestClock(Clock.OfCase, ClockKind.Promised)!.DueOn;
        var day = promise;
        for (var left = 3; left > 0; )
            if (house.Get<CalendarRegister>().Current.IsWorkingDay(day = day.AddDays(-1)).Value)
                left--;

        house.Clock.SetUtcNow(day.At(new(8, 59)));
        await house.SweepAsync(Cancellation);
        (await CardsAsync(house, number)).ShouldBe(0, "the office has not opened on that day");
        house.Clock.SetUtcNow(day.At(new(9, 0)));
        (await house.SweepAsync(Cancellation)).Fired.ShouldBeGreaterThan(0);
        (await CardsAsync(house, number)).ShouldBe(1);
        (await house.StoryAsync(number, Cancellation)).Count(kind => kind == nameof(LeadersTold)).ShouldBe(1);
        await house.SweepAsync(Cancellation);
        (await CardsAsync(house, number)).ShouldBe(1, "once");

        await house.HearAsync(Cancellation);
        (await house.Database.AskAsync<long>("SELECT count(*) FROM supervision_cards WHERE point = 'FLOW'", Cancellation)).ShouldBe(1);
        (await house.Database.AskAsync<long>("SELECT count(*) FROM notices WHERE kind = 'LeadersTold'", Cancellation)).ShouldBeGreaterThan(
            0
        );
    }

    [Fact]
    public async Task Who_decides_in_time_gets_no_card_and_the_flow_comes_to_its_end()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.UseAsync(await house.GenericAsync(CardBeforePromise));
        var number = await house.ReceiveAsync(200);
        for (var branch = 1; branch <= 6; branch++)
            (await house.DecideAsync(number, branch)).IsError.ShouldBeFalse();
        await house.SweepAsync(Cancellation);
        (await house.Get<DeliverCaseHandler>().HandleAsync(new(number), house.Clerk(), Cancellation)).Value.Status.ShouldBe(
            CaseStatus.Finished
        );
        house.GoTo(6, 1);
        (await house.SweepAsync(Cancellation)).ShouldSatisfyAllConditions(
            report => report.PutOff.ShouldBe(0),
            report => report.Next.ShouldBeNull("nothing waits any more")
        );
        (await CardsAsync(house, number)).ShouldBe(0);
        (await house.FileAsync(number, Cancellation)).WorkflowState.Status.ShouldBe(Engine.WorkflowStatus.Finished);
    }

    [Fact]
    public async Task A_promise_that_moves_takes_the_wait_with_it()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.UseAsync(await house.GenericAsync(CardBeforePromise));
        var number = await house.ReceiveAsync(200);
        var before = await NextAsync(house, number);
        for (var branch = 1; branch <= 6; branch++)
            await house
                .Get<StopBranchHandler>()
                .HandleAsync(
                    new(new(number, branch, 1), StopGround.Inspection, 5, NoticeDelivered: true),
                    house.Approver(Catering.Departments[branch - 1]),
                    Cancellation
                );
        var after = await NextAsync(house, number);
        (after - before).ShouldNotBeNull().TotalDays.ShouldBe(7, "five working days and a weekend later");
    }

    [Fact]
    public async Task However_many_nodes_sweep_after_an_outage_each_wait_ends_once()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await using var second = await TestHouse.SecondNodeAsync(house.Database, Cancellation);
        await house.UseAsync(await house.GenericAsync(CardBeforePromise));
        await second.Get<RegisterCache>().RefreshAsync(Cancellation);
        var cases = new List<CaseNumber>();
        for (var i = 0; i < 8; i++)
            cases.Add(await house.ReceiveAsync(200, $"店{i}"));
        foreach (var node in (TestHouse[])[house, second])
            node.GoTo(4, 1);

        var sweeps = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(i => Task.Run(() => (i % 2 == 0 ? house : second).SweepAsync(Cancellation)))
        );
        sweeps.Sum(report => report.PutOff).ShouldBe(0);
        await house.SweepAsync(Cancellation);
        foreach (var number in cases)
            (await CardsAsync(house, number)).ShouldBe(1);
    }

    [Theory]
    [InlineData("Elsa.Delay", "timeSpan", "36:00:00")]
    [InlineData("Elsa.Timer", "interval", "PT36H")]
    [InlineData("Elsa.StartAt", "dateTime", "2026-03-03T21:00:00+08:00")]
    public async Task The_timers_of_Elsa_run_on_the_same_sweep(string type, string input, string value)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.UseAsync(
            await house.GenericAsync(model => model.CardAfter(Designing.Dragged("wait", type, "等待", (input, value)), "Done"))
        );
        var number = await house.ReceiveAsync(200);
        (await NextAsync(house, number)).ShouldBe(new DateOnly(2026, 3, 3).At(new(21, 0)));
        house.GoTo(3, 3, 20, 59);
        await house.SweepAsync(Cancellation);
        (await CardsAsync(house, number)).ShouldBe(0);
        house.GoTo(3, 3, 21);
        await house.SweepAsync(Cancellation);
        (await CardsAsync(house, number)).ShouldBe(1);
    }

    [Theory]
    [InlineData("After", "Receipt", "2", "2026-03-04")]
    [InlineData("After", "Acceptance", "5", "2026-03-09")]
    [InlineData("After", "Arrival", "1", "2026-03-03")]
    [InlineData("Before", "LegalLimit", "0", "")]
    [InlineData("Before", "Promise", "400", "2026-03-02")]
    public async Task Every_day_of_a_case_may_be_counted_from(string direction, string of, string days, string day)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.UseAsync(
            await house.GenericAsync(model =>
                model.CardAfter(
                    Designing.Dragged(
                        "wait",
                        "ParallelApproval.WaitWorkingDays",
                        "等待",
                        ("days", days),
                        ("direction", direction),
                        ("of", of)
                    ),
                    "Due"
                )
            )
        );
        var number = await house.ReceiveAsync(200);
        if (day == "2026-03-02")
        {
            (await CardsAsync(house, number)).ShouldBe(1, "what has passed is not waited for");
            return;
        }

        var expected =
            day.Length > 0
                ? DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)
                : (await house.FileAsync(number, Cancellation)).LatestClock(Clock.OfCase, ClockKind.Legal)!.DueOn;
        (await NextAsync(house, number)).ShouldBe(expected.At(new(9, 0)));
    }

    [Theory]
    [InlineData("Before", "Receipt", "3", "flow_waits_for_the_past")]
    [InlineData("After", "Receipt", "-3", "flow_days_impossible")]
    [InlineData("After", "Receipt", "many", "expression_does_not_parse")]
    [InlineData("After", "Acceptance", "300", "flow_promises_beyond_law")]
    [InlineData("Between", "Receipt", "3", "input_not_a_choice")]
    public async Task A_wait_that_makes_no_sense_is_not_published(string direction, string of, string days, string code)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var model = await house.OpenedAsync("parallel-approval");
        model.CardAfter(
            Designing.Dragged("wait", "ParallelApproval.WaitWorkingDays", "等待", ("days", days), ("direction", direction), ("of", of)),
            "Due"
        );
        var refused = await house.SaveAsync(model, publish: true);
        refused.ErrorsOrEmptyList.Select(error => error.Code).ShouldContain(code);
    }

    [Fact]
    public async Task A_hundred_thousand_waiting_timers_are_not_looked_at()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await using (
            var fill = house.Database.Source.CreateCommand(
                """
                INSERT INTO workflow_instances
                    (case_key, definition_id, version, status, sub_status, incidents, state, created_at, updated_at, next_at)
                SELECT g, 'parallel-approval', 1, 'Running', 'Suspended', 0, '{}', now(), now(),
                    timestamptz '2030-01-01' + g * interval '1 second'
                FROM generate_series(1, 100000) AS g
                """
            )
        )
            await fill.ExecuteNonQueryAsync(Cancellation);
        await using var analyze = house.Database.Source.CreateCommand("ANALYZE workflow_instances");
        await analyze.ExecuteNonQueryAsync(Cancellation);
        await using var explain = house.Database.Source.CreateCommand(
            "EXPLAIN SELECT case_key, next_at FROM workflow_instances WHERE next_at <= timestamptz '2026-03-02' ORDER BY next_at LIMIT 500"
        );
        (await explain.ExecuteScalarAsync(Cancellation)).ShouldBeOfType<string>().ShouldContain("Limit");
        var plan = new List<string>();
        await using (var rows = await explain.ExecuteReaderAsync(Cancellation))
            while (await rows.ReadAsync(Cancellation))
                plan.Add(rows.GetString(0));
        string.Join('\n', plan).ShouldContain("ix_workflow_instances_next");
        (await house.SweepAsync(Cancellation)).Fired.ShouldBe(0);
    }

    private static void CardBeforePromise(JsonObject model)
    {
        model.CardAfter(Designing.Dragged("wait", "ParallelApproval.WaitWorkingDays", "承诺前三日", ("days", "3")), "Due");
        model.Activities.Add(Designing.Dragged("tell", "ParallelApproval.TellLeaders", "报告领导", ("text", "即将到期")));
        model.Connect("card", "Done", "tell");
    }

    private static async Task<int> CardsAsync(TestHouse house, CaseNumber number) =>
        (await house.StoryAsync(number, Cancellation)).Count(kind => kind == nameof(CardCalledFor));

    private static async Task<DateTimeOffset?> NextAsync(TestHouse house, CaseNumber number) =>
        await house.Database.AskAsync<DateTime>($"SELECT next_at FROM workflow_instances WHERE case_key = {number.Key}", Cancellation)
            is var at
            ? new DateTimeOffset(at)
            : null;
}

/// <summary>Beside the approval, something that waits and then calls for a card.</summary>
internal static class WaitingFlows
{
    extension(JsonObject model)
    {
        public void CardAfter(JsonObject wait, string port)
        {
            model.Activities.Add(wait);
            model.Activities.Add(Designing.Dragged("card", "ParallelApproval.RaiseCard", "黄牌", ("reason", "临近承诺时限")));
            model.Connect("copy", "Done", "wait");
            model.Connect("wait", port, "card");
        }
    }
}
