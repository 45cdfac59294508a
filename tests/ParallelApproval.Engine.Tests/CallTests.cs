using System.Text.Json;

namespace ParallelApproval.Engine.Tests;

/// <summary>Clocks, triggers and what could not be done, in memory.</summary>
public class CallTests
{
    [Theory]
    [InlineData("0 2 * * *", "2026-03-03T02:00:00+08:00")]
    [InlineData("30 9 * * MON", "2026-03-02T09:30:00+08:00")]
    [InlineData("15 0 9 * * *", "2026-03-02T09:00:15+08:00")]
    [InlineData("0 0 29 2 *", "2028-02-29T00:00:00+08:00")]
    public void A_cron_expression_is_read_by_Shanghai_time(string cron, string next)
    {
        var running = new Drawing().Start().Add("c", "Elsa.Cron", Drawing.Literal("cronExpression", cron)).Arrow("start", "c").Run();
        running.State.Bookmarks.Single().Due.ShouldBe(Drawing.At(next));
    }

    [Theory]
    [InlineData("every night")]
    [InlineData("61 2 * * *")]
    [InlineData("0 2 * *")]
    public void What_is_no_cron_expression_is_not_published(string cron)
    {
        var drawing = new Drawing().Start().Add("c", "Elsa.Cron", Drawing.Literal("cronExpression", cron)).Arrow("start", "c");
        WorkflowChecks.Check(drawing.Definition(), Drawing.Catalogue).ShouldContain(problem => problem.Code == "cron_invalid");
    }

    [Fact]
    public void A_cron_expression_that_never_comes_is_an_incident()
    {
        var running = new Drawing()
            .Start()
            .Add("c", "Elsa.Cron", Drawing.Literal("cronExpression", "0 0 30 2 *"))
            .Arrow("start", "c")
            .Run();
        running.State.Incidents.Single().Code.ShouldBe("cron_never");
    }

    [Fact]
    public void The_step_that_started_a_flow_does_not_wait_again_until_a_loop_comes_back_to_it()
    {
        var definition = new Drawing()
            .Add("e", "Elsa.Event", Drawing.Literal("eventName", "Paid"), """{"canStartWorkflow":true}""")
            .Line("l")
            .Arrow("e", "l")
            .Arrow("l", "e")
            .Definition();
        var workflow = ExecutableWorkflow.Compile(definition, Drawing.Catalogue);
        var payload = JsonDocument.Parse("""{"sum":5}""").RootElement;
        var decided = WorkflowEngine
            .Decide(
                workflow,
                WorkflowState.Initial,
                new WorkflowCommand.Start(Drawing.At("2026-03-02T09:00:00+08:00"), Trigger: "e", Payload: payload, CorrelationId: "A1")
            )
            .ShouldBeOfType<Decided>();
        decided.Events.OfType<LineWritten>().Count().ShouldBe(1);
        decided.State.Bookmarks.Single().Name.ShouldBe("Paid");
        decided.State.CorrelationId.ShouldBe("A1");
        decided
            .Events.OfType<ActivityCompleted>()
            .First(done => done.ActivityId == "e")
            .Outputs!.Value.GetProperty("Result")
            .GetProperty("sum")
            .GetInt32()
            .ShouldBe(5);
    }

    [Fact]
    public void What_could_not_be_done_is_an_incident_and_is_wanted_anew_when_it_is_tried_again()
    {
        var running = new Drawing().Start().Approvals("a", "b").Arrow("start", "a", "b").Run();
        var bookmark = running.State.Bookmarks.First(waiting => waiting.ActivityId == "a").Id;
        running.Must(new WorkflowCommand.Fail(running.Now, bookmark, "no_answer", "Nobody answered."));
        running.Waiting.ShouldBe(["b"]);
        running.State.Incidents.Single().Code.ShouldBe("no_answer");
        running.Refusal(new WorkflowCommand.Fail(running.Now, bookmark, "no_answer", "Nobody answered.")).Code.ShouldBe("unknown_bookmark");
        running.Must(new WorkflowCommand.Retry(running.Now, running.State.Incidents.Single().Id));
        running.Waiting.ShouldBe(["a", "b"]);
        running.State.Incidents.ShouldBeEmpty();
    }

    [Fact]
    public void A_step_may_be_left_by_two_ports_at_once()
    {
        var running = new Drawing()
            .Start()
            .Approvals("a")
            .Line("one")
            .Line("other")
            .Arrow("start", "a")
            .Arrow("a:Approved", "one")
            .Arrow("a:Refused", "other")
            .Run();
        var bookmark = running.State.Bookmarks.Single().Id;
        running
            .Refusal(new WorkflowCommand.Complete(running.Now, bookmark, "Approved", AlsoBy: "Perhaps"))
            .Code.ShouldBe("unknown_outcome");
        running.Must(new WorkflowCommand.Complete(running.Now, bookmark, "Approved", AlsoBy: "Refused"));
        running.Lines.ShouldBe(["one", "other"], ignoreOrder: true);
    }
}
