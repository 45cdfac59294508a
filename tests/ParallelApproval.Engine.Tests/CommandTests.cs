using System.Text.Json;

namespace ParallelApproval.Engine.Tests;

public class CommandTests
{
    private static Case Two() =>
        new Drawing().Start().Approvals("a", "b").Join("j", "WaitAll").Arrow("start", "a", "b").Arrow("a", "j").Arrow("b", "j").Run();

    [Fact]
    public void The_same_decision_twice_is_refused_the_second_time()
    {
        var running = Two();
        var bookmark = running.State.Bookmarks.First().Id;
        running.Must(new WorkflowCommand.Complete(running.Now, bookmark, "Approved"));
        var refused = running.Refusal(new WorkflowCommand.Complete(running.Now, bookmark, "Approved"));
        refused.Code.ShouldBe("unknown_bookmark");
        refused.Message.ShouldBe($"Expected the workflow to wait at bookmark {bookmark}, but it does not (or no longer).");
    }

    [Fact]
    public void An_outcome_that_the_activity_does_not_have_is_refused()
    {
        var running = Two();
        var refused = running.Refusal(new WorkflowCommand.Complete(running.Now, running.State.Bookmarks.First().Id, "Perhaps"));
        refused.Code.ShouldBe("unknown_outcome");
        refused.Facts["outcomes"].ShouldBe("Approved, Refused, Correction, Withdrawn, TimedOut");
        running.Waiting.ShouldBe(["a", "b"]);
    }

    [Fact]
    public void Commands_out_of_turn_are_refused()
    {
        var running = Two();
        running.Refusal(new WorkflowCommand.Start(running.Now)).Code.ShouldBe("already_started");
        running.Refusal(new WorkflowCommand.ElapseTimer(running.Now, running.State.Bookmarks.First().Id)).Code.ShouldBe("not_a_timer");
        running.Refusal(new WorkflowCommand.ElapseTimer(running.Now, "nowhere.1")).Code.ShouldBe("unknown_bookmark");
        running.Refusal(new WorkflowCommand.Retry(running.Now, "incident.9")).Code.ShouldBe("unknown_incident");
        WorkflowEngine
            .Decide(running.Workflow, WorkflowState.Initial, new WorkflowCommand.RaiseEvent(running.Now, "x"))
            .ShouldBeOfType<Refused>()
            .Code.ShouldBe("not_started");
        WorkflowEngine
            .Decide(running.Workflow, WorkflowState.Initial, new WorkflowCommand.Start(running.Now, JsonDocument.Parse("[]").RootElement))
            .ShouldBeOfType<Refused>()
            .Code.ShouldBe("input_not_object");
    }

    [Fact]
    public void A_timer_is_not_completed_by_hand()
    {
        var running = new Drawing().Start().Add("d", "Elsa.Delay").Arrow("start", "d").Run();
        running
            .Refusal(new WorkflowCommand.Complete(running.Now, running.State.Bookmarks.First().Id, "Done"))
            .Code.ShouldBe("timer_bookmark");
    }

    [Fact]
    public void A_running_workflow_stays_on_its_version()
    {
        var running = Two();
        var other = running.Workflow.Definition with { Version = 2 };
        WorkflowEngine
            .Decide(ExecutableWorkflow.Compile(other, Drawing.Catalogue), running.State, new WorkflowCommand.Cancel(running.Now, "x"))
            .ShouldBeOfType<Refused>()
            .Code.ShouldBe("other_version");
    }

    [Fact]
    public void A_definition_that_was_redrawn_under_a_running_workflow_is_refused()
    {
        var running = Two().Complete("a");
        static ExecutableWorkflow Redrawn(Drawing drawing) => ExecutableWorkflow.Compile(drawing.Definition(), Drawing.Catalogue);
        var withoutB = Redrawn(new Drawing().Start().Approvals("a").Arrow("start", "a"));
        var withoutArrow = Redrawn(new Drawing().Start().Approvals("a", "b").Join("j", "WaitAll").Arrow("start", "a", "b").Arrow("b", "j"));
        foreach (var (workflow, gone) in new[] { (withoutB, "b"), (withoutArrow, "a:Approved->j:In") })
        {
            var refused = WorkflowEngine
                .Decide(workflow, running.State, new WorkflowCommand.Cancel(running.Now, "x"))
                .ShouldBeOfType<Refused>();
            (refused.Code, refused.Facts["gone"]).ShouldBe(("definition_changed", gone));
        }
    }

    [Fact]
    public void What_the_host_has_to_do_leaves_out_what_was_void_at_once()
    {
        var running = new Drawing()
            .Start()
            .Line("quick")
            .Approvals("slow")
            .Join("any", "WaitAny")
            .Approval("next")
            .Arrow("start", "quick", "slow")
            .Arrow("quick", "any")
            .Arrow("slow", "any")
            .Arrow("any", "next");
        var decided = (Decided)
            WorkflowEngine.Decide(
                ExecutableWorkflow.Compile(running.Definition(), Drawing.Catalogue),
                WorkflowState.Initial,
                new WorkflowCommand.Start(DateTimeOffset.UnixEpoch)
            );
        decided.Requested.Select(r => r.ActivityId).ShouldBe(["next"]);
        decided.Voided.ShouldBeEmpty();
    }

    [Fact]
    public void What_the_host_gives_may_be_disposed_afterwards()
    {
        var running = Two();
        using (var outputs = JsonDocument.Parse("""{"Decision":"yes"}"""))
            running.Must(new WorkflowCommand.Complete(running.Now, running.State.Bookmarks.First().Id, "Approved", outputs.RootElement));
        running.Journal.OfType<ActivityCompleted>().Last(c => c.Outputs is not null).ToJson().ShouldContain("yes");
    }

    [Fact]
    public void Deeply_nested_input_is_kept()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 60)) + string.Concat(Enumerable.Repeat("]", 60));
        var running = new Case(new Drawing().Start().Approval("a").Arrow("start", "a").Definition(), "{\"deep\":" + deep + "}");
        running.State.Input!.Value.GetRawText().ShouldContain(deep);
    }

    [Fact]
    public void Cancelling_tells_every_request_that_is_void()
    {
        var running = Two();
        running.Cancel("withdrawn").State.SubStatus.ShouldBe(WorkflowSubStatus.Cancelled);
        running.Last.OfType<ActivityCancelled>().Where(c => c.BookmarkId is not null).Select(c => c.ActivityId).ShouldBe(["a", "b"]);
        running.Refusal(new WorkflowCommand.Cancel(running.Now, "again")).Code.ShouldBe("workflow_over");
    }

    [Fact]
    public void Bookmarks_are_the_same_every_time() =>
        Two().State.Bookmarks.Select(b => b.Id).ShouldBe(Two().State.Bookmarks.Select(b => b.Id));

    [Fact]
    public void Deciding_changes_nothing()
    {
        var running = Two();
        var before = running.State.ToJson();
        var command = new WorkflowCommand.Complete(running.Now, running.State.Bookmarks.First().Id, "Approved");
        var first = (Decided)WorkflowEngine.Decide(running.Workflow, running.State, command);
        var second = (Decided)WorkflowEngine.Decide(running.Workflow, running.State, command);
        second.State.ShouldBe(first.State);
        running.State.ToJson().ShouldBe(before);
    }

    [Fact]
    public void Any_event_can_be_applied_to_any_state()
    {
        foreach (var one in Two().Complete("a").Complete("b").Journal)
            WorkflowEngine.Apply(WorkflowState.Initial, one).Sequence.ShouldBe(1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"d\":1}")]
    public void What_is_no_state_is_refused(string json) => Should.Throw<FormatException>(() => WorkflowState.Parse(json));

    [Fact]
    public void One_workflow_serves_many_threads()
    {
        var workflow = Two().Workflow;
        System.Threading.Tasks.Parallel.For(0, 200, _ =>
        {
            var state = (
                (Decided)WorkflowEngine.Decide(workflow, WorkflowState.Initial, new WorkflowCommand.Start(DateTimeOffset.UnixEpoch))
            ).State;
            foreach (var bookmark in state.Bookmarks.ToList())
                state = (
                    (Decided)
                        WorkflowEngine.Decide(
                            workflow,
                            state,
                            new WorkflowCommand.Complete(DateTimeOffset.UnixEpoch, bookmark.Id, "Approved")
                        )
                ).State;
            state.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        });
    }
}
