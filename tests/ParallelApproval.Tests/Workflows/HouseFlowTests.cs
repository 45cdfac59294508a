using System.Text.Json;
using System.Text.Json.Nodes;
using ErrorOr;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Testing;

namespace ParallelApproval.Workflows;

/// <summary>Flows that belong to no case: started by people, clocks, events and other flows, each once, whatever dies in between.</summary>
public sealed class HouseFlowTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_nightly_round_is_started_once_a_night_on_however_many_nodes()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await using var second = await TestHouse.SecondNodeAsync(house.Database, Cancellation);
        TestHouse[] nodes = [house, second];
        var cron = HouseFlows.Starting(Designing.Dragged("clock", "Elsa.Cron", "每夜", ("cronExpression", "0 2 * * *")));
        (await house.PublishAsync(HouseFlows.Chain("nightly", cron, HouseFlows.Line("round")))).ShouldBeEmpty();
        (await house.Get<FlowSchedules>().RunOnceAsync(Cancellation)).ShouldBe(0, "it is nine in the morning");

        foreach (var node in nodes)
            node.GoTo(3, 3, 2);
        await Task.WhenAll(nodes.Select(node => node.Get<FlowSchedules>().RunOnceAsync(Cancellation)));
        var run = (await house.RunsAsync("nightly")).ShouldHaveSingleItem();
        (await house.StatusAsync(run)).ShouldBe("Finished");
        (await house.LinesAsync(run)).ShouldBe(["round"]);

        // Three nights of outage are made up for by one round.
        foreach (var node in nodes)
            node.GoTo(3, 6, 12);
        foreach (var node in nodes)
            await node.Get<FlowSchedules>().RunOnceAsync(Cancellation);
        (await house.RunsAsync("nightly")).Count.ShouldBe(2);
        (await house.Get<AuditQueries>().OfCaseAsync(run, Cancellation)).ShouldContain(entry => entry.Kind == nameof(FlowRunStarted));
    }

    [Fact]
    public async Task A_run_has_journal_faults_and_another_try_and_may_be_stopped()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var broken = Designing.Dragged("fault", "Elsa.Fault", "出错", ("code", "E1"), ("message", "出错"));
        (await house.PublishAsync(HouseFlows.Chain("broken", broken))).ShouldBeEmpty();
        var run = await house.StartAsync("broken");
        (await house.StatusAsync(run)).ShouldBe("Faulted");
        var incident = (await house.HistoryAsync(run)).Runs.Single(one => one.Incident is not null).Incident!;
        (
            await house.Get<RetryIncidentHandler>().HandleAsync(new(run, incident.Id), house.Designer, Cancellation)
        ).Value.OpenIncidents.ShouldBe(1);
        var stop = house.Get<StopRunHandler>();
        (await stop.HandleAsync(new(run, "不再需要"), house.Designer, Cancellation)).Value.SubStatus.ShouldBe("Cancelled");
        (await stop.HandleAsync(new(run, "不再需要"), house.Designer, Cancellation)).FirstError.Code.ShouldBe("run_is_over");
        (await house.Get<AuditQueries>().VerifyAsync(Cancellation)).Holds.ShouldBeTrue();
        var number = await house.ReceiveAsync(200);
        (await stop.HandleAsync(new(number, "停"), house.Designer, Cancellation)).FirstError.Code.ShouldBe("not_a_run");
    }

    [Fact]
    public async Task What_flows_have_sent_is_forgotten_once_they_have_long_been_over_and_kept_while_they_run()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var tell = Designing.Dragged("tell", "Elsa.PublishEvent", "发布", ("eventName", "甲"));
        var wait = Designing.Dragged("wait", "Elsa.Event", "等", ("eventName", "乙"));
        (await house.PublishAsync(HouseFlows.Chain("short", tell))).ShouldBeEmpty();
        (await house.PublishAsync(HouseFlows.Chain("long", tell.DeepClone().AsObject(), wait))).ShouldBeEmpty();
        var (over, running) = (await house.StartAsync("short"), await house.StartAsync("long"));
        await house.CallAsync();
        var (forget, queries) = (house.Get<ForgetOldCalls>(), house.Get<RunQueries>());
        (await forget.RunOnceAsync(Cancellation)).ShouldBe(0);
        house.Clock.Advance(ForgetOldCalls.Kept + TimeSpan.FromDays(1));
        (await forget.RunOnceAsync(Cancellation)).ShouldBe(1);
        (await queries.CallsAsync(over, Cancellation)).ShouldBeEmpty();
        (await queries.CallsAsync(running, Cancellation)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_run_of_no_case_stays_on_its_version_and_it_is_said()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var wait = Designing.Dragged("wait", "Elsa.Event", "等", ("eventName", "乙"));
        (await house.PublishAsync(HouseFlows.Chain("long", wait))).ShouldBeEmpty();
        var run = await house.StartAsync("long");
        var planned = await house.Get<PlanMigrationHandler>().HandleAsync(new("long", 1, [run]), house.Designer, Cancellation);
        planned.Value.ShouldHaveSingleItem().Refusal!.Value.Code.ShouldBe("run_not_moved");
    }

    [Fact]
    public async Task A_run_is_no_case_for_any_command_on_cases()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.PublishAsync(HouseFlows.Chain("short", HouseFlows.Line("a")));
        var run = await house.StartAsync("short");
        (await house.Get<WithdrawCaseHandler>().HandleAsync(new(run), house.Clerk(), Cancellation)).FirstError.Type.ShouldBe(
            ErrorType.NotFound
        );
        (await house.Get<StartFlowHandler>().HandleAsync(new(Designing.Catering), house.Designer, Cancellation)).FirstError.Code.ShouldBe(
            "flow_is_of_case"
        );
        (await house.Get<StartFlowHandler>().HandleAsync(new("nowhere"), house.Designer, Cancellation)).FirstError.Code.ShouldBe(
            "flow_not_published"
        );
    }

    [Fact]
    public async Task An_event_reaches_the_case_that_waits_for_it_and_one_for_which_nobody_waits_changes_nothing()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.UseAsync(
            await house.GenericAsync(model =>
                model.CardAfter(Designing.Dragged("wait", "Elsa.Event", "缴费", ("eventName", "Paid")), "Done")
            )
        );
        var (mine, other) = (await house.ReceiveAsync(200), await house.ReceiveAsync(200, "另一家"));
        (await house.RaiseAsync(new("Unknown"))).FirstError.Code.ShouldBe("event_not_awaited");
        (await house.RaiseAsync(new("paid", mine.ToString()))).FirstError.Code.ShouldBe("event_not_awaited", "capitals and all");
        (await house.RaiseAsync(new("Paid", "nobody"))).FirstError.Code.ShouldBe("event_not_awaited");
        (await house.RaiseAsync(new("Paid", mine.ToString()))).Value.WentOn.ShouldBe([mine.ToString()]);
        (await CardsAsync(house, mine)).ShouldBe(1);
        (await CardsAsync(house, other)).ShouldBe(0);
        (await house.RaiseAsync(new("Paid", mine.ToString()))).FirstError.Code.ShouldBe("event_not_awaited", "once");
        (await house.RaiseAsync(new("Paid"))).Value.WentOn.ShouldBe([other.ToString()]);
        (await house.Get<AuditQueries>().OfCaseAsync(mine, Cancellation)).ShouldContain(entry => entry.Kind == nameof(FlowEventHeard));
    }

    [Fact]
    public async Task A_flow_tells_another_of_an_event_and_one_that_begins_with_it_is_started()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.UseAsync(
            await house.GenericAsync(model =>
                model.CardAfter(Designing.Dragged("wait", "Elsa.Event", "缴费", ("eventName", "Paid")), "Done")
            )
        );
        var number = await house.ReceiveAsync(200);
        var publish = Designing.Dragged("tell", "Elsa.PublishEvent", "告知", ("eventName", "Paid"), ("correlationId", number.ToString()));
        (await house.PublishAsync(HouseFlows.Chain("teller", publish))).ShouldBeEmpty();
        var hears = HouseFlows.Starting(Designing.Dragged("heard", "Elsa.Event", "听到", ("eventName", "Paid")));
        (await house.PublishAsync(HouseFlows.Chain("hearer", hears, HouseFlows.Line("heard it")))).ShouldBeEmpty();

        var teller = await house.StartAsync("teller");
        (await house.StatusAsync(teller)).ShouldBe("Finished", "it waits for nobody");
        (await CardsAsync(house, number)).ShouldBe(0, "nothing is told before the commit");
        await house.CallAsync();
        (await CardsAsync(house, number)).ShouldBe(1);
        (await house.LinesAsync((await house.RunsAsync("hearer")).ShouldHaveSingleItem())).ShouldBe(["heard it"]);
        (await house.Get<RunQueries>().CallsAsync(teller, Cancellation)).Single().Outcome.ShouldBe("1 + 1");
    }

    [Fact]
    public async Task A_task_is_done_once()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var task = Designing.Dragged("task", "Elsa.RunTask", "外勤", ("taskName", "测量"));
        (await house.PublishAsync(HouseFlows.Chain("tasks", task, HouseFlows.Line("measured")))).ShouldBeEmpty();
        var run = await house.StartAsync("tasks");
        var id = CompleteTask.IdOf(run, (await house.HistoryAsync(run)).State.Bookmarks.Single().Id);
        var complete = house.Get<CompleteTaskHandler>();
        foreach (var wrong in (string[])["x", $"{run}-", $"{run}-nothing.1", $"{CaseNumber.OfFlow(new(2026, 3, 2), 99)}-task.1"])
            (await complete.HandleAsync(new(wrong), house.Designer, Cancellation)).FirstError.Code.ShouldBe("task_not_open");
        var both = await Task.WhenAll(
            Enumerable.Range(0, 2).Select(_ => Task.Run(() => complete.HandleAsync(new(id), house.Designer, Cancellation)))
        );
        both.Count(done => !done.IsError).ShouldBe(1);
        both.Single(done => done.IsError).FirstError.Code.ShouldBe("task_not_open");
        (await house.LinesAsync(run)).ShouldBe(["measured"]);
    }

    [Theory]
    [InlineData("Elsa.DispatchWorkflow")]
    [InlineData("Elsa.ExecuteWorkflow")]
    public async Task A_flow_waits_for_the_flow_that_it_started_whichever_node_goes_on(string type)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await using var second = await TestHouse.SecondNodeAsync(house.Database, Cancellation);
        var wait = Designing.Dragged("wait", "Elsa.Event", "等", ("eventName", "Go"));
        (await house.PublishAsync(HouseFlows.Chain("child", wait, HouseFlows.Line("child done")))).ShouldBeEmpty();
        var call = Designing.Dragged("call", type, "子流程", ("workflowDefinitionId", "child"), ("waitForCompletion", "true"));
        (await house.PublishAsync(HouseFlows.Chain("parent", call, HouseFlows.Line("parent done")))).ShouldBeEmpty();
        await second.Get<RegisterCache>().RefreshAsync(Cancellation);

        var parent = await house.StartAsync("parent");
        // The node dies between the start of the child and its note of that: another takes the call up again when its term is over.
        await house.CallAsync();
        await house.Database.DoAsync(
            "UPDATE workflow_calls SET next_at = '2026-03-02 09:00:00+08', ended_at = NULL, outcome = NULL",
            Cancellation
        );
        await second.CallAsync();
        var child = (await house.RunsAsync("child")).ShouldHaveSingleItem("started once");
        (await house.StatusAsync(parent)).ShouldBe("Suspended");

        (await second.RaiseAsync(new("Go"))).Value.WentOn.ShouldBe([child.ToString()]);
        (await house.StatusAsync(parent)).ShouldBe("Suspended");
        await Task.WhenAll(Task.Run(house.CallAsync), Task.Run(second.CallAsync));
        (await house.StatusAsync(parent)).ShouldBe("Finished");
        (await house.LinesAsync(parent)).ShouldBe(["parent done"]);
    }

    [Fact]
    public async Task A_child_that_stands_at_a_failed_step_is_told_to_its_parent_as_Elsa_does_it()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var fault = Designing.Dragged("fault", "Elsa.Fault", "出错", ("code", "E1"), ("message", "出错"));
        (await house.PublishAsync(HouseFlows.Chain("failing", fault))).ShouldBeEmpty();
        var call = Designing.Dragged(
            "call",
            "Elsa.ExecuteWorkflow",
            "子流程",
            ("workflowDefinitionId", "failing"),
            ("waitForCompletion", "true")
        );
        call["name"] = "call";
        var tell = Designing
            .Dragged("tell", "Elsa.WriteLine", "写")
            .Given("text", "JavaScript", "getOutputFrom('call', 'Result').SubStatus");
        (await house.PublishAsync(HouseFlows.Chain("above", call, tell))).ShouldBeEmpty();
        var parent = await house.StartAsync("above");
        await house.CallAsync();
        (await house.LinesAsync(parent)).ShouldBe(["Faulted"]);
    }

    [Fact]
    public async Task A_run_waits_for_its_time_on_the_sweep_of_the_clocks_and_not_at_all_for_one_that_has_passed()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var past = Designing.Dragged("past", "Elsa.StartAt", "过去", ("dateTime", "2026-03-01T09:00:00+08:00"));
        var delay = Designing.Dragged("delay", "Elsa.Delay", "等", ("timeSpan", "36:00:00"));
        (await house.PublishAsync(HouseFlows.Chain("waiting", past, delay, HouseFlows.Line("later")))).ShouldBeEmpty();
        var run = await house.StartAsync("waiting");
        await house.SweepAsync(Cancellation);
        (await house.LinesAsync(run)).ShouldBeEmpty();
        house.GoTo(3, 4, 9);
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => house.SweepAsync(Cancellation))));
        (await house.LinesAsync(run)).ShouldBe(["later"]);
    }

    [Fact]
    public async Task Many_flows_are_started_at_once_and_waited_for()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var item = Designing.Dragged("line", "Elsa.WriteLine", "写").Given("text", "JavaScript", "getInput('Item')");
        (await house.PublishAsync(HouseFlows.Chain("one", item))).ShouldBeEmpty();
        var bulk = Designing
            .Dragged("bulk", "Elsa.BulkDispatchWorkflows", "批量", ("workflowDefinitionId", "one"))
            .Given("items", "Object", """["甲","乙","丙"]""");
        (await house.PublishAsync(HouseFlows.Chain("many", bulk, HouseFlows.Line("all done")))).ShouldBeEmpty();
        var parent = await house.StartAsync("many");
        (await house.StatusAsync(parent)).ShouldBe("Suspended");
        await house.CallAsync();
        (await house.LinesAsync(parent)).ShouldBe(["all done"]);
        var lines = new List<string>();
        foreach (var child in await house.RunsAsync("one"))
            lines.AddRange(await house.LinesAsync(child));
        lines.ShouldBe(["甲", "乙", "丙"], ignoreOrder: true);
    }

    [Fact]
    public async Task Flows_that_come_back_to_each_other_are_not_published()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        JsonObject Calling(string id, string called) =>
            HouseFlows.Chain(id, Designing.Dragged("call", "Elsa.DispatchWorkflow", "子流程", ("workflowDefinitionId", called)));
        (await house.PublishAsync(Calling("self", "self"))).ShouldBe(["flow_calls_itself"]);
        (await house.PublishAsync(Calling("first", "later"))).ShouldBe(["flow_not_published"]);
        (await house.PublishAsync(Calling("first", Designing.Catering))).ShouldBe(["flow_is_of_case"]);
        await house.PublishAsync(HouseFlows.Chain("later", HouseFlows.Line("a")));
        (await house.PublishAsync(Calling("first", "later"))).ShouldBeEmpty();
        var later = await house.OpenedAsync("later");
        later.Activities.Add(Designing.Dragged("back", "Elsa.ExecuteWorkflow", "回去", ("workflowDefinitionId", "first")));
        later.Connect("a", "Done", "back");
        (await house.PublishAsync(later)).ShouldBe(["flow_calls_itself"]);
    }

    [Fact]
    public async Task A_published_flow_stands_in_another_as_one_step_in_the_version_that_was_drawn()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        JsonObject Doubling(string factor)
        {
            var twice = HouseFlows.Chain(
                "doubling",
                Designing
                    .Dragged("out", "Elsa.SetOutput", "输出", ("outputName", "Product"))
                    .Given("outputValue", "JavaScript", $"getInput('Number') * {factor}")
            );
            (twice["name"], twice["options"]) = ("Doubling", new JsonObject { ["usableAsActivity"] = true });
            twice["inputs"] = new JsonArray(new JsonObject { ["name"] = "Number", ["type"] = "Int32" });
            twice["outputs"] = new JsonArray(new JsonObject { ["name"] = "Product", ["type"] = "Int32" });
            return twice;
        }

        (await house.PublishAsync(Doubling("2"))).ShouldBeEmpty();
        var inner = Designing.Dragged("inner", "Doubling", "加倍", ("number", "21"));
        inner["workflowDefinitionId"] = "doubling";
        var tell = Designing.Dragged("tell", "Elsa.WriteLine", "写").Given("text", "JavaScript", "'' + getOutputFrom('inner', 'Product')");
        (await house.PublishAsync(HouseFlows.Chain("outer", inner, tell))).ShouldBeEmpty();
        (await house.LinesAsync(await house.StartAsync("outer"))).ShouldBe(["42"]);

        var changed = await house.OpenedAsync("doubling");
        changed.Activity("out")["outputValue"]!["expression"]!["value"] = "getInput('Number') * 3";
        (await house.PublishAsync(changed)).ShouldBeEmpty();
        (await house.LinesAsync(await house.StartAsync("outer"))).ShouldBe(["42"], "the version that was drawn");

        var round = await house.OpenedAsync("doubling");
        var back = Designing.Dragged("back", "Outer", "回去");
        back["workflowDefinitionId"] = "outer";
        round.Activities.Add(back);
        round.Connect("out", "Done", "back");
        (await house.PublishAsync(round)).ShouldBe(["unknown_activity_type"], "the outer flow is no activity");
    }

    [Fact]
    public async Task What_is_due_among_a_hundred_thousand_waiting_timers_is_read_from_the_index()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.Database.DoAsync(
            """
            INSERT INTO workflow_instances
                (case_key, definition_id, version, status, sub_status, incidents, state, awaits, next_at, created_at, updated_at)
            SELECT g, 'x', 1, 'Running', 'Suspended', 0, '{}', CASE WHEN g % 100 = 0 THEN ARRAY['E' || g] ELSE '{}'::text[] END,
                   timestamptz '2026-04-01' + g * interval '1 second', now(), now()
            FROM generate_series(1, 100000) g;
            ANALYZE workflow_instances
            """,
            Cancellation
        );
        var due = await house.Database.AskAsync<string>(
            "EXPLAIN (FORMAT JSON) SELECT case_key FROM workflow_instances WHERE next_at <= '2026-03-02' ORDER BY next_at LIMIT 500",
            Cancellation
        );
        due.ShouldContain("ix_workflow_instances_next");
        var waiting = await house.Database.AskAsync<string>(
            "EXPLAIN (FORMAT JSON) SELECT case_key FROM workflow_instances WHERE awaits @> ARRAY['E100'] AND awaits <> '{}'",
            Cancellation
        );
        waiting.ShouldContain("ix_workflow_instances_awaits");
    }

    private static async Task<int> CardsAsync(TestHouse house, CaseNumber number) =>
        (await house.StoryAsync(number, Cancellation)).Count(kind => kind == nameof(Supervision.CardCalledFor));
}
