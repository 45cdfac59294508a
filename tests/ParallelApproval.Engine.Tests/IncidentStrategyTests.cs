namespace ParallelApproval.Engine.Tests;

/// <summary>What a definition says of steps that fail, as Elsa's strategies have it.</summary>
public class IncidentStrategyTests
{
    private const string Space = "Elsa.Workflows.IncidentStrategies.";

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"incidentStrategyType":null}""")]
    [InlineData("""{"incidentStrategyType":"ContinueWithIncidentsStrategy"}""")]
    [InlineData($$"""{"incidentStrategyType":"{{Space}}ContinueWithIncidentsStrategy, Elsa.Workflows.Core"}""")]
    public void A_step_that_fails_stands_and_the_branch_beside_it_goes_on(string options)
    {
        var running = Failing(options);
        (running.State.Status, running.State.SubStatus).ShouldBe((WorkflowStatus.Running, WorkflowSubStatus.Faulted));
        running.Waiting.ShouldBe(["a"]);
        running.Complete("a").Lines.ShouldBe(["after"]);
    }

    [Theory]
    [InlineData("FaultStrategy")]
    [InlineData(Space + "FaultStrategy")]
    [InlineData(Space + "FaultStrategy, Elsa.Workflows.Core")]
    public void A_step_that_fails_ends_the_flow_where_the_definition_says_so(string strategy)
    {
        var running = Failing($$"""{"incidentStrategyType":"{{strategy}}"}""");
        (running.State.Status, running.State.SubStatus).ShouldBe((WorkflowStatus.Finished, WorkflowSubStatus.Faulted));
        running.Waiting.ShouldBeEmpty();
        var incident = running.Journal.OfType<IncidentRecorded>().ShouldHaveSingleItem();
        incident.Code.ShouldBe("E1");
        WorkflowEngine
            .Decide(running.Workflow, running.State, new WorkflowCommand.Retry(running.Now, incident.IncidentId))
            .ShouldBeOfType<Refused>()
            .Code.ShouldBe("workflow_over");
    }

    [Fact]
    public void What_was_asked_before_the_step_failed_is_void()
    {
        var running = new Drawing()
            .Options("""{"incidentStrategyType":"FaultStrategy"}""")
            .Start()
            .Approvals("a", "b")
            .Add("broken", "Elsa.Fault", Drawing.Literal("code", "E1"))
            .Arrow("start", "a")
            .Arrow("start", "b")
            .Arrow("b:Approved", "broken")
            .Run();
        running.Complete("b");
        running.State.SubStatus.ShouldBe(WorkflowSubStatus.Faulted);
        running.Last.OfType<ActivityCancelled>().Where(one => one.BookmarkId is not null).Select(one => one.ActivityId).ShouldBe(["a"]);
    }

    [Theory]
    [InlineData("{}", null)]
    [InlineData("""{"incidentStrategyType":""}""", null)]
    [InlineData("""{"incidentStrategyType":"ContinueWithIncidentsStrategy"}""", null)]
    [InlineData($$"""{"incidentStrategyType":"{{Space}}FaultStrategy, Elsa.Workflows.Core"}""", null)]
    [InlineData("""{"incidentStrategyType":"My.Own.TryAgainStrategy, Mine"}""", "TryAgainStrategy")]
    [InlineData("""{"incidentStrategyType":"faultstrategy"}""", "faultstrategy")]
    [InlineData("""{"incidentStrategyType":5}""", "5")]
    public void A_strategy_that_nobody_carries_out_is_refused_and_not_taken_for_another(string options, string? named) =>
        WorkflowChecks
            .Check(new Drawing().Options(options).Start().Approval("a").Arrow("start", "a").Definition(), Drawing.Catalogue)
            .Where(problem => problem.Code == "incident_strategy_unknown")
            .Select(problem => problem.Facts["value"])
            .ShouldBe(named is null ? [] : [named]);

    private static Case Failing(string options) =>
        new Drawing()
            .Options(options)
            .Start()
            .Approval("a")
            .Line("after")
            .Add("broken", "Elsa.Fault", Drawing.Literal("code", "E1"))
            .Arrow("start", "a")
            .Arrow("a:Approved", "after")
            .Arrow("start", "broken")
            .Run();
}
