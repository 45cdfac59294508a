using System.Text.Json.Nodes;
using ErrorOr;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Cases;
using ParallelApproval.Certificates;
using ParallelApproval.Database;
using ParallelApproval.Identities;
using ParallelApproval.Testing;

namespace ParallelApproval.Workflows;

/// <summary>
/// Drawings that once led a case into a wall, or would: what may be published, and how a case goes on in what was published.
/// </summary>
public sealed class FlowsThatHurtTests(TestCluster cluster)
{
    private static readonly (string, string, string)[] MainRoad =
    [
        ("intake", "Accepted", "copy"),
        ("issue", "Done", "deliver"),
        ("deliver", "Delivered", "finish"),
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_of_six_to_approve_leaves_nobody_in_front_of_a_wall()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var model = Six(("mode", "WaitAny"));
        foreach (var branch in Enumerable.Range(1, 6))
            model.Connect($"b{branch}", "Approved", "join");
        var number = await house.ReceiveAsync(Catering.Drill, workflow: await house.PublishedAsync(model));

        foreach (var branch in Enumerable.Range(1, 6))
            (await house.DecideAsync(number, branch)).ErrorsOrEmptyList.Select(error => error.Code).ShouldBeEmpty($"branch {branch}");
        await DeliveredAsync(house, number, CaseStatus.Finished, certificates: 6);
    }

    [Fact]
    public async Task A_refusal_drawn_to_the_end_of_the_flow_stops_neither_the_others_nor_the_delivery()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var model = Six(("mode", "WaitAll"));
        model.Activities.Add(Designing.Dragged("stop", "Elsa.Finish", "结束"));
        foreach (var branch in Enumerable.Range(1, 6))
        {
            model.Connect($"b{branch}", "Approved", "join");
            model.Connect($"b{branch}", "Refused", "stop");
        }

        var number = await house.ReceiveAsync(Catering.Drill, workflow: await house.PublishedAsync(model));
        (await house.DecideAsync(number, 1, Verdict.Refuse)).IsError.ShouldBeFalse();
        foreach (var branch in Enumerable.Range(2, 5))
            (await house.DecideAsync(number, branch)).ErrorsOrEmptyList.Select(error => error.Code).ShouldBeEmpty($"branch {branch}");
        await DeliveredAsync(house, number, CaseStatus.PartlyFinished, certificates: 5);
    }

    [Fact]
    public async Task A_decision_that_does_not_stand_is_taken_up_anew_though_the_flow_is_over_until_its_result_is_made()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var model = Six();
        model.Activities.Add(Designing.Dragged("over", "Elsa.Finish", "结束"));
        model.Connections.Clear();
        model.Connect("intake", "Accepted", "copy");
        model.Activities.Add(Designing.Dragged("all", "ParallelApproval.AllBranchesApproval", "同步审批"));
        model.Connect("copy", "Done", "all");
        model.Connect("copy", "Done", "over");
        model.Connect("all", "Approved", "finish");
        foreach (var idle in (string[])["b1", "b2", "b3", "b4", "b5", "b6", "join", "issue", "deliver"])
            model.Activities.Remove(model.Activity(idle));
        var number = await house.ReceiveAsync(Catering.Drill, workflow: await house.PublishedAsync(model));
        var shared = house.Application(Catering.Drill).Materials![0].Code;
        (await house.DecideAsync(number, 1)).ErrorsOrEmptyList.Select(error => error.Code).ShouldBeEmpty();
        var faults = new MaterialFault[] { new(shared, "看不清", "重新提交") };
        (await house.Get<RequestCorrectionHandler>().HandleAsync(new(new(number, 2, 1), faults), house.Approver("GSJ"), Cancellation))
            .ErrorsOrEmptyList.Select(error => error.Code)
            .ShouldBeEmpty();
        (
            await house.Get<SupplyMaterialsHandler>().HandleAsync(new(number, [new(shared)]), house.Clerk(), Cancellation)
        ).IsError.ShouldBeFalse();

        var confirm = house.Get<ConfirmDecisionHandler>();
        var recalled = await confirm.HandleAsync(new(new(number, 1, 1), Stands: false, "新图不符。"), house.Approver("SYJ"), Cancellation);
        recalled.ErrorsOrEmptyList.Select(error => error.Code).ShouldBeEmpty();
        recalled.Value.Status.ShouldBe(BranchStatus.InReview);
        foreach (var branch in Enumerable.Range(1, 6))
            (await house.DecideAsync(number, branch, round: branch == 1 ? 2 : 1))
                .ErrorsOrEmptyList.Select(error => error.Code)
                .ShouldBeEmpty($"branch {branch}");
        await DeliveredAsync(house, number, CaseStatus.Finished, certificates: 6);
    }

    [Fact]
    public async Task A_case_whose_flow_is_over_can_be_withdrawn()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var model = Six(("mode", "WaitAll"));
        model.Activities.Add(Designing.Dragged("stop", "Elsa.Finish", "结束"));
        model.Connect("b1", "Approved", "stop");
        foreach (var branch in Enumerable.Range(2, 5))
            model.Connect($"b{branch}", "Approved", "join");
        var number = await house.ReceiveAsync(Catering.Drill, workflow: await house.PublishedAsync(model));
        (await house.DecideAsync(number, 1)).IsError.ShouldBeFalse();

        int[] rest = [2, 3, 4, 5, 6];
        (
            await house.Get<WithdrawCaseHandler>().HandleAsync(new(number, Branches: rest), house.Clerk(), Cancellation)
        ).IsError.ShouldBeFalse();
        await DeliveredAsync(house, number, CaseStatus.PartlyFinished, certificates: 1);
    }

    public static TheoryData<string, string> Faults =>
        new()
        {
            { "no intake", "flow_without_intake" },
            { "no finish", "flow_without_finish" },
            { "an approval before the acceptance", "step_before_acceptance" },
            { "a finish before the approvals", "finish_before_approval" },
            { "an approval of nobody", "approval_without_department" },
            { "a department that does not exist", "flow_department_unknown" },
            { "days below zero", "flow_days_impossible" },
            { "a refusal back to itself", "loop_never_waits" },
            { "a join that is none", "input_not_a_choice" },
            { "steps of cases in what others use as one step", "flow_is_no_activity" },
        };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task What_would_lead_a_case_into_a_wall_is_not_published(string drawn, string code)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var model = Six(("mode", drawn == "a join that is none" ? "Bogus" : "WaitAll"));
        foreach (var branch in Enumerable.Range(1, 6))
            model.Connect($"b{branch}", "Approved", "join");
        switch (drawn)
        {
            case "no intake":
                model.Activity("intake")["type"] = "Elsa.Start";
                model.Connections.OfType<JsonObject>().First()["source"]!["port"] = "Done";
                break;
            case "no finish":
                model.Activity("finish")["type"] = "Elsa.End";
                break;
            case "an approval before the acceptance":
                model.Connect("intake", "Declined", "b1");
                break;
            case "a finish before the approvals":
                model.Connect("copy", "Done", "deliver");
                break;
            case "an approval of nobody":
                model.Activity("b1").Remove("branch");
                break;
            case "a department that does not exist":
                Give(model.Activity("b1"), "department", "NOBODY");
                break;
            case "days below zero":
                Give(model.Activity("b1"), "promisedDays", "-1");
                break;
            case "steps of cases in what others use as one step":
                model["options"] = new JsonObject { ["usableAsActivity"] = true };
                break;
            case "a refusal back to itself":
                model.Connect("b1", "Refused", "b1");
                break;
        }

        var refused = await house.SaveAsync(model, publish: true);
        refused.ErrorsOrEmptyList.Select(error => error.Code).ShouldContain(code);
        (await house.VersionsAsync("hurts")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_branch_taken_up_anew_waits_at_anothers_step_and_what_that_one_grants_goes_on()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var model = Six(("mode", "WaitAllActive"));
        foreach (var branch in Enumerable.Range(1, 6))
        {
            model.Connect($"b{branch}", "Approved", "join");
            model.Connect($"b{branch}", "Refused", "join");
        }

        var number = await house.ReceiveAsync(Catering.Drill, workflow: await house.PublishedAsync(model));
        var shared = house.Application(Catering.Drill).Materials![0].Code;
        (await house.DecideAsync(number, 1)).IsError.ShouldBeFalse();
        (
            await house.Get<SupplyMaterialsHandler>().HandleAsync(new(number, [new(shared)]), house.Clerk(), Cancellation)
        ).IsError.ShouldBeFalse();
        (
            await house
                .Get<ConfirmDecisionHandler>()
                .HandleAsync(new(new(number, 1, 1), Stands: false, "新图不符。"), house.Approver("SYJ"), Cancellation)
        ).IsError.ShouldBeFalse();

        (await house.DecideAsync(number, 1, Verdict.Refuse, round: 2)).ErrorsOrEmptyList.Select(error => error.Code).ShouldBeEmpty();
        (
            await house.Get<AnswerRefusalHandler>().HandleAsync(new(number, 1, RefusalAnswer.GoOn), house.Clerk(), Cancellation)
        ).IsError.ShouldBeFalse();
        foreach (var branch in Enumerable.Range(2, 5))
            (await house.DecideAsync(number, branch)).ErrorsOrEmptyList.Select(error => error.Code).ShouldBeEmpty($"branch {branch}");
        await DeliveredAsync(house, number, CaseStatus.PartlyFinished, certificates: 5);
    }

    [Fact]
    public async Task Papers_that_came_in_bring_the_case_back_to_its_department_wherever_the_way_leads_from_there()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var model = Six(("mode", "WaitAllActive"));
        foreach (var branch in Enumerable.Range(1, 6))
            model.Connect($"b{branch}", "Approved", "join");
        model.Activities.Add(Designing.Dragged("await", "ParallelApproval.AwaitSupplement", "等待补正"));
        model.Activities.Add(Designing.Dragged("again", "ParallelApproval.AwaitSupplement", "等待补正"));
        model.Connect("b1", "Correction", "await");
        model.Connect("await", "Supplied", "again");
        model.Connect("again", "Supplied", "join");
        var number = await house.ReceiveAsync(Catering.Drill, workflow: await house.PublishedAsync(model));
        var paper = house.Application(Catering.Drill).Materials![0].Code;
        var asked = await house
            .Get<RequestCorrectionHandler>()
            .HandleAsync(new(new(number, 1, 1), [new(paper, "看不清", "重新提交")]), house.Approver("SYJ"), Cancellation);
        asked.ErrorsOrEmptyList.Select(error => error.Code).ShouldBeEmpty();
        (
            await house.Get<SupplyMaterialsHandler>().HandleAsync(new(number, [new(paper)]), house.Clerk(), Cancellation)
        ).IsError.ShouldBeFalse();

        foreach (var branch in Enumerable.Range(1, 6))
            (await house.DecideAsync(number, branch)).ErrorsOrEmptyList.Select(error => error.Code).ShouldBeEmpty($"branch {branch}");
        await DeliveredAsync(house, number, CaseStatus.Finished, certificates: 6);
    }

    [Fact]
    public async Task A_branch_that_the_flow_of_its_item_leaves_out_must_be_left_out_on_purpose_and_its_department_is_asked_at_the_end()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var model = await house.OpenedAsync();
        foreach (var arrow in model.Connections.OfType<JsonObject>().Where(arrow => arrow.ToJsonString().Contains("branch6")).ToList())
            model.Connections.Remove(arrow);
        model.Activities.Remove(model.Activity("branch6"));
        (await house.SaveAsync(model, publish: true)).ErrorsOrEmptyList.Select(error => error.Code).ShouldBe(["flow_leaves_branch_out"]);
        await house.SavedAsync(model);
        var meant = await house.Get<MeanFlowForHandler>().HandleAsync(new(Designing.Catering, LeftOut: [6]), house.Designer, Cancellation);
        meant.ErrorsOrEmptyList.Select(error => error.Description).ShouldBeEmpty();
        var saved = (await house.SaveAsync(await house.OpenedAsync(), publish: true)).Value;
        saved.Warnings.Select(warning => warning.Code).ShouldContain("flow_leaves_branch_out");

        var number = await house.ReceiveAsync();
        foreach (var branch in Enumerable.Range(1, 5))
            (await house.DecideAsync(number, branch)).ErrorsOrEmptyList.Select(error => error.Code).ShouldBeEmpty($"branch {branch}");
        (await house.DecideAsync(number, 6)).ErrorsOrEmptyList.Select(error => error.Code).ShouldBeEmpty();
        (await house.FileAsync(number, Cancellation)).Case.Status.ShouldBe(CaseStatus.Decided);
    }

    [Theory]
    [InlineData("Elsa.Delay", "timeSpan", "1.00:00:00", false)]
    [InlineData("Elsa.Delay", "timeSpan", "1.00:00:00", true)]
    [InlineData("Elsa.RunTask", "taskName", "measure", false)]
    [InlineData("Elsa.RunTask", "taskName", "measure", true)]
    [InlineData("Elsa.Event", "eventName", "Paid", true)]
    public async Task What_waits_and_only_comes_back_to_itself_is_warned_of_where_it_stands_in_the_place_of_the_way(
        string type,
        string input,
        string value,
        bool isInstead
    )
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var model = await house.OpenedAsync();
        model.Activities.Add(Designing.Dragged("tick", type, "等", (input, value)));
        model.Connect("tick", "Done", "tick");
        if (isInstead)
        {
            model.Activities.Add(Designing.Dragged("ask", "Elsa.FlowDecision", "问", ("condition", "true")));
            model.Disconnect("intake", "copy");
            model.Connect("intake", "Accepted", "ask");
            model.Connect("ask", "True", "copy");
            model.Connect("ask", "False", "tick");
        }
        else
            model.Connect("copy", "Done", "tick");
        var saved = await house.SaveAsync(model, publish: true);
        saved.ErrorsOrEmptyList.Select(error => error.Code).ShouldBeEmpty();
        saved.Value.Warnings.Any(warning => warning.Code == "loop_never_left").ShouldBe(isInstead);
    }

    [Fact]
    public async Task A_flow_that_sends_no_copy_to_six_departments_is_warned_of()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var model = await house.OpenedAsync();
        (await house.SaveAsync(model, publish: true))
            .Value.Warnings.Select(warning => warning.Code)
            .ShouldNotContain("flow_without_copies");
        foreach (var activity in model.Activities.OfType<JsonObject>().Where(one => $"{one["type"]}" == "ParallelApproval.CopyNotice"))
            (activity["type"], activity["text"]) = (
                "Elsa.WriteLine",
                Designing.Dragged("x", "Elsa.WriteLine", "x", ("text", "x"))["text"]!.DeepClone()
            );
        var saved = await house.SaveAsync(model, publish: true);
        saved.ErrorsOrEmptyList.Select(error => error.Description).ShouldBeEmpty();
        saved.Value.Warnings.Select(warning => warning.Code).ShouldContain("flow_without_copies");
    }

    [Fact]
    public async Task A_flow_that_is_to_end_where_a_step_fails_leaves_its_case_to_the_house()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var model = Six(("mode", "WaitAll"));
        model["options"] = new JsonObject { ["incidentStrategyType"] = "Elsa.Workflows.IncidentStrategies.FaultStrategy" };
        model.Activities.Add(Designing.Dragged("broken", "Elsa.Fault", "出错", ("code", "E1"), ("message", "出错")));
        model.Connect("b1", "Approved", "broken");
        foreach (var branch in Enumerable.Range(2, 5))
            model.Connect($"b{branch}", "Approved", "join");
        var number = await house.ReceiveAsync(Catering.Drill, workflow: await house.PublishedAsync(model));
        (await house.DecideAsync(number, 1)).IsError.ShouldBeFalse();
        var flow = (await house.Get<InstanceQueries>().FindAsync(number, Cancellation))!;
        (flow.Status, flow.SubStatus, flow.Incidents).ShouldBe(("Finished", "Faulted", 0));
        (await house.Get<StuckCases>().FindAsync(null, Cancellation)).ShouldBeEmpty("it goes on by itself");
        foreach (var branch in Enumerable.Range(2, 5))
            (await house.DecideAsync(number, branch)).ErrorsOrEmptyList.Select(error => error.Code).ShouldBeEmpty($"branch {branch}");
        await DeliveredAsync(house, number, CaseStatus.Finished, certificates: 6);
    }

    [Fact]
    public async Task A_clerk_chooses_no_flow_that_would_not_ask_every_department()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var command = new ReceiveCase(house.Application(), Accept: true, new("immediate"));
        var refused = await house.Get<ReceiveCaseHandler>().HandleAsync(command, house.Clerk(), Cancellation);
        refused.FirstError.Code.ShouldBe("workflow_unfit");
        (await house.Database.AskAsync<long>("SELECT count(*) FROM cases", Cancellation)).ShouldBe(0);
    }

    [Fact]
    public async Task What_cannot_be_read_is_not_stored()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var model = Six(("mode", "WaitAll"));
        model.Activity("b1")["branch"]!["expression"]!["type"] = 5;
        (await house.SaveAsync(model)).FirstError.Code.ShouldBe("definition_malformed");
        (await house.VersionsAsync("hurts")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_published_version_that_cannot_be_read_hurts_nobody_else()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await using (var db = house.Database.NewContext())
        {
            db.Add(
                new DefinitionRow
                {
                    Id = DefinitionVersions.NewId(),
                    DefinitionId = "broken",
                    Version = 1,
                    IsLatest = true,
                    IsPublished = true,
                    WasPublished = true,
                    CreatedAt = house.Get<TimeProvider>().GetUtcNow(),
                    Content = """{"definitionId":"broken","version":1,"root":{"id":"r","type":5}}""",
                }
            );
            await db.SaveChangesAsync(Cancellation);
            await db.Database.ExecuteSqlAsync($"UPDATE registers SET version = version + 1", Cancellation);
        }

        await house.Get<RegisterCache>().RefreshAsync(Cancellation);
        house.Get<DefinitionRegister>().Unreadable.ShouldHaveSingleItem().DefinitionId.ShouldBe("broken");
        house.Get<DefinitionRegister>().Published("broken").ShouldBeNull();
        await house.ReceiveAsync();
    }

    private static async Task DeliveredAsync(TestHouse house, CaseNumber number, CaseStatus status, int certificates)
    {
        var delivered = await house.Get<DeliverCaseHandler>().HandleAsync(new(number), house.Clerk(), Cancellation);
        delivered.ErrorsOrEmptyList.Select(error => error.Code).ShouldBeEmpty();
        delivered.Value.Status.ShouldBe(status);
        delivered.Value.Certificates.Length.ShouldBe(certificates);
    }

    private static void Give(JsonObject activity, string input, string value) =>
        activity[input] = new JsonObject
        {
            ["typeName"] = null,
            ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = value },
        };

    // Received, copied to six departments at once, joined, issued, delivered, finished.
    private static JsonObject Six(params (string, string)[] join)
    {
        var model = Designing.Created("伤人的流程");
        (model["definitionId"], model["root"]!["connections"]) = ("hurts", new JsonArray());
        model["root"]!["activities"] = new JsonArray(
            Designing.Dragged("intake", "ParallelApproval.OneWindowIntake", "受理"),
            Designing.Dragged("copy", "ParallelApproval.CopyNotice", "抄告"),
            Designing.Dragged("join", "Elsa.FlowJoin", "汇合", join),
            Designing.Dragged("issue", "ParallelApproval.IssueCertificates", "制证"),
            Designing.Dragged("deliver", "ParallelApproval.Deliver", "送达"),
            Designing.Dragged("finish", "ParallelApproval.FinishCase", "办结")
        );
        foreach (var (from, port, to) in MainRoad)
            model.Connect(from, port, to);
        model.Connect("join", "Done", "issue");
        foreach (var branch in Enumerable.Range(1, 6))
        {
            model.Activities.Add(
                Designing.Dragged($"b{branch}", "ParallelApproval.DepartmentApproval", $"部门{branch}", ("branch", $"{branch}"))
            );
            model.Connect("copy", "Done", $"b{branch}");
        }

        return model;
    }
}
