using System.Text.Json.Nodes;
using ParallelApproval.Cases;
using ParallelApproval.Certificates;
using ParallelApproval.Events;
using ParallelApproval.Testing;
using ParallelApproval.Trials;

namespace ParallelApproval.Workflows;

public sealed class IncidentTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_step_that_fails_is_seen_and_can_be_tried_again()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(workflow: await PublishFailingAsync(house));
        var queries = house.Get<InstanceQueries>();
        (await queries.SearchAsync(new(HasIncidents: true, SubStatuses: ["Faulted"]), Cancellation))
            .Page.ShouldHaveSingleItem()
            .CaseKey.ShouldBe(number.Key);
        var incident = (await queries.HistoryAsync(number, Cancellation))!.Runs.Single(run => run.Incident is not null).Incident!;
        incident.ActivityId.ShouldBe("ask");

        var retry = house.Get<RetryIncidentHandler>();
        (await retry.HandleAsync(new(number, incident.Id), house.Designer, Cancellation)).Value.OpenIncidents.ShouldBe(
            1,
            "the cause is still there"
        );
        var history = (await queries.HistoryAsync(number, Cancellation))!;
        history.Runs.Single(run => run.ActivityId == "ask").Faults.ShouldBe(2);
        history
            .Lines.Where(line => line.Run.ActivityId == "ask")
            .Select(line => line.Event)
            .ShouldBe(["Started", "Faulted", "Resumed", "Faulted"]);
        (await house.Get<AuditQueries>().OfCaseAsync(number, Cancellation)).ShouldContain(entry =>
            entry.Kind == nameof(FlowRetried) && entry.UserName == "designer"
        );
        (await retry.HandleAsync(new(number, "incident.99"), house.Designer, Cancellation)).FirstError.Code.ShouldBe("unknown_incident");
    }

    [Fact]
    public async Task A_case_whose_flow_fails_for_good_goes_on_without_it_to_its_end()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var release = house.Get<ReleaseFromFlowHandler>();
        var sound = await house.ReceiveAsync();
        (await release.HandleAsync(new(sound, "试试"), house.Designer, Cancellation)).FirstError.Code.ShouldBe("flow_not_stuck");

        var number = await house.ReceiveAsync(Catering.Drill, workflow: await PublishFailingAsync(house));
        (await house.DecideAsync(number, 1)).FirstError.Code.ShouldBe("task_not_found");
        (await release.HandleAsync(new(number, " "), house.Designer, Cancellation)).FirstError.Code.ShouldBe("text_missing");
        (await release.HandleAsync(new(number, "表达式有误，新版本无法迁移。"), house.Designer, Cancellation)).IsError.ShouldBeFalse();
        foreach (var branch in Enumerable.Range(1, 6))
            (await house.DecideAsync(number, branch)).ErrorsOrEmptyList.Select(error => error.Code).ShouldBeEmpty();
        var delivered = await house.Get<DeliverCaseHandler>().HandleAsync(new(number), house.Clerk(), Cancellation);
        (delivered.Value.Status, delivered.Value.Certificates.Length).ShouldBe((CaseStatus.Finished, 6));
        (await house.Get<AuditQueries>().OfCaseAsync(number, Cancellation)).ShouldContain(entry => entry.Kind == nameof(FlowReleased));
    }

    [Fact]
    public async Task A_trial_tells_where_the_drawing_would_fail()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var workflow = (await house.Get<FlowOnTrial>().PrepareAsync(await PublishFailingAsync(house), null, Cancellation)).Value;
        var trial = house.Get<TrialRunHandler>().Handle(new(workflow, Catering.Item, new DateOnly(2026, 3, 2))).Value;
        trial
            .Steps.Single(step => step.ActivityId == "ask")
            .ShouldSatisfyAllConditions(step => step.Incident.ShouldNotBeNull(), step => step.EndedOn.ShouldBeNull());
        trial.DecidedOn.ShouldBeNull();
    }

    private static async Task<string> PublishFailingAsync(TestHouse house)
    {
        var model = Designing.Created("会失败的流程");
        var ask = Designing.Dragged("ask", "Elsa.FlowDecision", "判断");
        ask["condition"] = new JsonObject
        {
            ["typeName"] = null,
            ["expression"] = new JsonObject { ["type"] = "JavaScript", ["value"] = "(void 0).more" },
        };
        model["root"]!["activities"] = new JsonArray(
            Designing.Dragged("intake", "ParallelApproval.OneWindowIntake", "受理"),
            ask,
            Designing.Dragged("copy", "ParallelApproval.CopyNotice", "抄告"),
            Designing.Dragged("approve", "ParallelApproval.AllBranchesApproval", "同步审批"),
            Designing.Dragged("finish", "ParallelApproval.FinishCase", "办结")
        );
        model["root"]!["connections"] = new JsonArray();
        model.Connect("intake", "Accepted", "ask");
        model.Connect("ask", "True", "copy");
        model.Connect("copy", "Done", "approve");
        model.Connect("approve", "Approved", "finish");
        return (await house.SavedAsync(model, publish: true)).DefinitionId;
    }
}
