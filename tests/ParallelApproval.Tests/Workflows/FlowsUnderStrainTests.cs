using System.Text.Json.Nodes;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Organisation;
using ParallelApproval.Testing;

namespace ParallelApproval.Workflows;

/// <summary>
/// Flows that would never come to rest, or that outlive what they name: a message says what to do, running cases are unharmed.
/// </summary>
public sealed class FlowsUnderStrainTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Elsa.ExecuteWorkflow", true)]
    [InlineData("Elsa.ExecuteWorkflow", false)]
    [InlineData("Elsa.DispatchWorkflow", true)]
    [InlineData("Elsa.DispatchWorkflow", false)]
    public async Task A_flow_that_starts_itself_by_an_expression_comes_to_rest_and_it_is_said(string type, bool waits)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var call = Designing
            .Dragged("call", type, "子流程", ("waitForCompletion", $"{waits}"))
            .Given("workflowDefinitionId", "JavaScript", "'se' + 'lf'");
        (await house.PublishAsync(HouseFlows.Chain("self", HouseFlows.Line("a"), call, HouseFlows.Line("b")))).ShouldBeEmpty();
        var first = await house.StartAsync("self");
        await house.CallAsync();

        var runs = await house.RunsAsync("self");
        runs.Count.ShouldBe(100, "as many as are shown");
        (await OutcomesAsync(house)).Count(outcome => outcome == "flow_goes_round").ShouldBe(1);
        (await house.CallAsync()).ShouldBe(0, "nothing is left to do");
        (await house.StatusAsync(first)).ShouldBe("Finished", "who started another goes on, whatever became of that");
        if (type == "Elsa.ExecuteWorkflow" || waits)
            (await house.HistoryAsync(runs[0])).State.Incidents.Single().Code.ShouldBe("flow_goes_round");
    }

    [Fact]
    public async Task Flows_that_tell_each_other_in_a_circle_come_to_rest_and_everybody_else_is_told()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        JsonObject Answering(string id, string heard, string told) =>
            HouseFlows.Chain(
                id,
                HouseFlows.Starting(Designing.Dragged("heard", "Elsa.Event", heard, ("eventName", heard))),
                Designing.Dragged("tell", "Elsa.PublishEvent", told, ("eventName", told))
            );
        (await house.PublishAsync(Answering("ping", "ping", "pong"))).ShouldBeEmpty();
        (await house.PublishAsync(Answering("pong", "pong", "ping"))).ShouldBeEmpty();
        (await house.PublishAsync(HouseFlows.Chain("other", HouseFlows.Line("a"), HouseFlows.Line("b")))).ShouldBeEmpty();
        (await house.RaiseAsync(new("ping"))).Value.Started.ShouldHaveSingleItem();
        await house.CallAsync();
        (await OutcomesAsync(house)).Count(outcome => outcome == "flow_goes_round").ShouldBe(1);
        (await house.CallAsync()).ShouldBe(0, "nothing is left to do");
        (await house.RaiseAsync(new("ping"))).Value.Started.ShouldHaveSingleItem("who tells of it anew begins anew");
    }

    [Fact]
    public async Task A_script_that_never_ends_in_a_condition_is_a_failed_step_and_its_case_is_brought_to_its_end()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.UseAsync(await house.GenericAsync(model => model.AskOnlyWhen(6, "JavaScript", "while (true) {}")));
        var number = await house.ReceiveAsync(200);
        (await house.Get<StuckCases>().FindAsync(number, Cancellation)).Single().Because.ShouldBe(StuckBecause.StepFailed);
        (await house.HistoryAsync(number)).State.Incidents.Single().Code.ShouldBe("script_too_long_running");
        (
            await house.Get<ReleaseFromFlowHandler>().HandleAsync(new(number, "条件中的脚本不会结束。"), house.Designer, Cancellation)
        ).ErrorsOrEmptyList.ShouldBeEmpty();
        for (var branch = 1; branch <= 6; branch++)
            (await house.DecideAsync(number, branch)).ErrorsOrEmptyList.Select(error => error.Code).ShouldBeEmpty($"branch {branch}");
        (await house.FileAsync(number, Cancellation)).Case.Status.ShouldBe(CaseStatus.Decided);
    }

    [Fact]
    public async Task A_department_that_is_closed_while_a_flow_names_it_is_followed_by_its_heir_or_the_designer_is_told()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var flow = await house.GenericAsync(AskFireBrigade);
        await house.UseAsync(flow);
        var before = await house.ReceiveAsync(200);
        (await DepartmentsAsync(house, before)).ShouldContain("XFDD");

        await CloseAsync(house, "'STREET'");
        (await DepartmentsAsync(house, before)).ShouldContain("XFDD", "what it was asked stays on record");
        (await DepartmentsAsync(house, await house.ReceiveAsync(200, "另一家"))).ShouldContain("STREET");
        var again = await house.SaveAsync(Changed(await house.OpenedAsync(flow)), publish: true);
        again.ErrorsOrEmptyList.ShouldBeEmpty();
        again.Value.Warnings.Select(warning => warning.Code).ShouldContain("flow_department_inherited");

        await CloseAsync(house, "NULL");
        var refused = await house.SaveAsync(Changed(await house.OpenedAsync(flow)), publish: true);
        var error = refused.ErrorsOrEmptyList.ShouldHaveSingleItem();
        (error.Code, error.Metadata!["activity"]).ShouldBe(("flow_department_closed", "fire"));
    }

    private static void AskFireBrigade(JsonObject model)
    {
        model.Activities.Add(Designing.Dragged("fire", "ParallelApproval.DepartmentApproval", "消防", ("department", "XFDD")));
        model.Connect("copy", "Done", "fire");
        foreach (var port in (string[])["Approved", "Refused", "NotNeeded"])
            model.Connect("fire", port, "issue");
    }

    private static JsonObject Changed(JsonObject model)
    {
        model["description"] = $"{model["version"]}";
        return model;
    }

    private static async Task CloseAsync(TestHouse house, string heir)
    {
        await house.Database.DoAsync(
            $"UPDATE departments SET closed_on = '2026-03-01', heir_code = {heir} WHERE code = 'XFDD'; "
                + "UPDATE registers SET version = version + 1",
            Cancellation
        );
        await house.Get<RegisterCache>().RefreshAsync(Cancellation);
        house.Get<OfficerRegister>().Department("XFDD")!.ClosedOn.ShouldNotBeNull();
    }

    private static async Task<string[]> DepartmentsAsync(TestHouse house, Identities.CaseNumber number) =>
        [.. (await house.FileAsync(number, Cancellation)).Branches.Select(branch => branch.Department)];

    private static async Task<List<string?>> OutcomesAsync(TestHouse house)
    {
        await using var db = house.Database.NewContext();
        return [.. db.Set<CallRow>().Select(call => call.Outcome)];
    }
}
