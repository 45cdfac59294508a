using System.Text.Json;
using ParallelApproval.Engine;
using ParallelApproval.Engine.Tests;

namespace ParallelApproval.Elsa.Tests;

/// <summary>What Elsa would take in silence, is asked first; what goes wrong in it, the host hears.</summary>
public class ElsaGuardTests
{
    private static readonly ElsaEngine Elsa = new();
    private static readonly DateTimeOffset Now = Drawing.At("2026-03-02T09:00:00+08:00");

    private readonly ActivityCatalogue _catalogue = ConformanceFlows.Catalogue;

    [Fact]
    public void A_bookmark_that_is_spent_or_was_never_there_is_refused()
    {
        var (flow, begun) = Begin(ConformanceFlows.Same["sequence of approvals"]);
        var first = begun.State.Bookmarks.Single().Id;
        var next = Stepped(Elsa.Decide(flow, begun.State, new WorkflowCommand.Complete(Now, first, "Approved")));

        Elsa.Decide(flow, next.State, new WorkflowCommand.Complete(Now, first, "Approved"))
            .ShouldBeOfType<Refused>()
            .Code.ShouldBe("unknown_bookmark");
        Elsa.Decide(flow, next.State, new WorkflowCommand.Complete(Now, "a.99", "Approved"))
            .ShouldBeOfType<Refused>()
            .Code.ShouldBe("unknown_bookmark");
    }

    [Fact]
    public void A_port_that_the_step_does_not_have_is_refused()
    {
        var (flow, begun) = Begin(ConformanceFlows.Same["sequence of approvals"]);
        var command = new WorkflowCommand.Complete(Now, begun.State.Bookmarks.Single().Id, "Elsewhere");
        Elsa.Decide(flow, begun.State, command).ShouldBeOfType<Refused>().Code.ShouldBe("unknown_outcome");
    }

    [Fact]
    public void The_same_history_gives_the_same_state()
    {
        var drawn = ConformanceFlows.Same["a fork in a fork"];
        EngineWalk.ByChance(Elsa, drawn, 7).State.ToJson().ShouldBe(EngineWalk.ByChance(Elsa, drawn, 7).State.ToJson());
    }

    [Fact]
    public void No_engine_reads_the_state_of_another()
    {
        var (_, theirs) = Begin(ConformanceFlows.Same["sequence of approvals"]);
        var ours = new EngineWalk(new OwnEngine(), ConformanceFlows.Same["sequence of approvals"]);
        Should.Throw<FormatException>(() => Elsa.Parse(ours.State.ToJson()));
        Should.Throw<FormatException>(() => new OwnEngine().Parse(theirs.State.ToJson()));
    }

    [Fact]
    public void A_script_that_fails_stands_as_an_incident_and_goes_on_when_it_is_tried_again()
    {
        var (flow, begun) = Begin(
            new Drawing()
                .Start()
                .Decision("which", "Case.a.b === 1")
                .Approvals("a", "b")
                .Arrow("start", "which", "b")
                .Arrow("which:True", "a")
        );
        begun.State.Bookmarks.Select(one => one.ActivityId).ShouldBe(["b"]);
        var incident = begun.State.Incidents.ShouldHaveSingleItem();
        incident.ActivityId.ShouldBe("which");
        begun.State.Status.ShouldBe(WorkflowStatus.Running);

        var facts = JsonDocument.Parse("""{"a":{"b":1}}""").RootElement;
        var mended = Stepped(Elsa.Decide(flow, begun.State, new WorkflowCommand.Retry(Now, incident.Id, facts)));
        mended.State.Incidents.ShouldBeEmpty();
        mended.State.Bookmarks.Select(one => one.ActivityId).Order().ShouldBe(["a", "b"]);
    }

    [Theory]
    [InlineData("while (true) {}", "script_too_long_running")]
    [InlineData("const go = n => go(n + 1); go(0)", "script_too_deep")]
    [InlineData("'x'.repeat(1e9).length > 1", "script_failed")]
    [InlineData("eval('true')", "script_failed")]
    [InlineData("Math.random() < 2", "script_failed")]
    [InlineData("missing.member", "script_failed")]
    public void No_script_goes_beyond_the_limits_that_it_has_on_the_own_engine(string script, string code)
    {
        foreach (var engine in new IFlowEngine[] { new OwnEngine(), Elsa })
        {
            var drawn = new Drawing().Start().Decision("which", script).Approvals("a").Arrow("start", "which").Arrow("which:True", "a");
            var flow = engine.Compile(drawn.Definition(), _catalogue);
            var begun = Stepped(engine.Decide(flow, engine.Initial, new WorkflowCommand.Start(Now)));
            begun.State.Incidents.ShouldHaveSingleItem().Code.ShouldBe(code, $"{engine.Name}: {begun.State.Incidents[0].Message}");
        }
    }

    [Fact]
    public void The_clock_of_a_script_stands_at_the_command()
    {
        var (_, begun) = Begin(
            new Drawing()
                .Start()
                .Decision("which", "new Date().toISOString() + new Date().getHours() === '2026-03-02T01:00:00.000Z9'")
                .Approvals("a")
                .Arrow("start", "which")
                .Arrow("which:True", "a")
        );
        begun.State.Bookmarks.Select(one => one.ActivityId).ShouldBe(["a"]);
    }

    [Fact]
    public void A_step_that_could_not_be_done_is_asked_for_again_when_it_is_tried_again()
    {
        var (flow, begun) = Begin(ConformanceFlows.Same["sequence of approvals"]);
        var bookmark = begun.State.Bookmarks.Single().Id;
        var failed = Stepped(Elsa.Decide(flow, begun.State, new WorkflowCommand.Fail(Now, bookmark, "no_post", "Expected …")));
        failed.State.IsWaitingAt(bookmark).ShouldBeFalse();
        failed.State.SubStatus.ShouldBe(WorkflowSubStatus.Faulted);

        var again = Stepped(Elsa.Decide(flow, failed.State, new WorkflowCommand.Retry(Now, failed.State.Incidents.Single().Id)));
        again.Requested.ShouldHaveSingleItem().BookmarkId.ShouldBe(bookmark);
        Stepped(Elsa.Decide(flow, again.State, new WorkflowCommand.Complete(Now, bookmark, "Approved")))
            .State.Bookmarks.Single()
            .ActivityId.ShouldBe("b");
    }

    [Fact]
    public void A_loop_that_never_waits_is_refused_and_nothing_has_happened()
    {
        var drawn = new Drawing()
            .Start()
            .Decision("a", "true")
            .Decision("b", "true")
            .Arrow("start", "a")
            .Arrow("a:True", "b")
            .Arrow("b:True", "a")
            .Definition();
        var flow = Elsa.Compile(drawn, _catalogue);
        Elsa.Decide(flow, Elsa.Initial, new WorkflowCommand.Start(Now)).ShouldBeOfType<Refused>().Code.ShouldBe(IFlowEngine.EndlessCode);
    }

    [Fact]
    public void A_loop_that_leaves_waits_behind_each_time_is_refused_once_too_many_stand_open()
    {
        string[] left = [.. Enumerable.Range(0, 50).Select(number => $"a{number}")];
        var (flow, begun) = Begin(
            new Drawing()
                .Start()
                .Add("again", "Elsa.Timer", Drawing.Literal("interval", "PT1M"))
                .Approvals(left)
                .Arrow("start", "again")
                .Arrow("again", ["again", .. left])
        );
        var (now, state, refused) = (Now, begun.State, (Refused?)null);
        for (var round = 0; refused is null && round < ElsaEngine.MaxOpen; round++)
        {
            now = now.AddMinutes(1);
            var timer = state.Bookmarks.Single(one => one.Kind is RequestKind.Timer);
            var decided = Elsa.Decide(flow, state, new WorkflowCommand.ElapseTimer(now, timer.Id));
            (state, refused) = decided is Stepped stepped ? (stepped.State, null) : (state, (Refused)decided);
        }

        refused!.Code.ShouldBe(IFlowEngine.EndlessCode);
        state.Bookmarks.Count().ShouldBeInRange(ElsaEngine.MaxOpen - 100, ElsaEngine.MaxOpen);
    }

    [Fact]
    public void A_version_with_another_branch_is_no_place_to_go_to_and_one_that_only_words_things_otherwise_is()
    {
        var drawn = ConformanceFlows.Same["three ways, then one"];
        var (flow, begun) = Begin(drawn);
        var reworded = WorkflowDefinition.Parse(
            drawn.ToJson().Replace("\"value\": \"a\"", "\"value\": \"z\"", StringComparison.Ordinal)
        ) with
        {
            Version = 2,
        };
        var moved = Stepped(Elsa.Decide(Elsa.Compile(reworded, _catalogue), begun.State, new WorkflowCommand.Migrate(Now, flow)));
        moved.State.Bookmarks.Count().ShouldBe(3);

        var another = Elsa.Compile(ConformanceFlows.Same["a fork in a fork"] with { Version = 2 }, _catalogue);
        Elsa.Decide(another, begun.State, new WorkflowCommand.Migrate(Now, flow))
            .ShouldBeOfType<Refused>()
            .Code.ShouldBe("engine_moves_same_drawing");
    }

    [Fact]
    public void Stopped_it_tells_of_everything_that_waited()
    {
        var (flow, begun) = Begin(ConformanceFlows.Same["three ways, then one"]);
        var stopped = Stepped(Elsa.Decide(flow, begun.State, new WorkflowCommand.Cancel(Now, "enough")));
        stopped.Voided.Select(one => one.ActivityId).Order().ShouldBe(["a", "b", "c"]);
        stopped.State.SubStatus.ShouldBe(WorkflowSubStatus.Cancelled);
        Elsa.Decide(flow, stopped.State, new WorkflowCommand.Cancel(Now, "again")).ShouldBeOfType<Refused>().Code.ShouldBe("workflow_over");
    }

    [Fact]
    public void A_block_is_left_by_the_port_that_a_step_inside_says()
    {
        var inside = new Drawing()
            .Approvals("block/a", "block/b")
            .Fork("block/fork", "A", "B")
            .Join("block/join", "WaitAllActive")
            .Add("block/end", "Elsa.Complete", Drawing.Literal("outcomes", "Refused"))
            .Arrow("block/fork:A", "block/a")
            .Arrow("block/fork:B", "block/b")
            .Arrow("block/a", "block/join")
            .Arrow("block/b", "block/join")
            .Arrow("block/join", "block/end")
            .Definition()
            .Root;
        var block = new ActivityDescriptor("ParallelApproval.Block", 1, new("", ""), new("", ""), new("", ""))
        {
            Ports = Drawing.DepartmentApproval.Ports,
            DrawOut = drawn => inside with { Id = drawn.Id + "/flow", NodeId = drawn.NodeId + "/flow" },
        };
        var drawing = new Drawing()
            .Start()
            .Add("block", block.Type)
            .Approvals("yes", "no")
            .Arrow("start", "block")
            .Arrow("block:Approved", "yes")
            .Arrow("block:Refused", "no")
            .Definition();
        foreach (var engine in new IFlowEngine[] { new OwnEngine(), Elsa })
        {
            var flow = engine.Compile(drawing, _catalogue.With([block]));
            var state = Stepped(engine.Decide(flow, engine.Initial, new WorkflowCommand.Start(Now))).State;
            foreach (var waits in state.Bookmarks.ToList())
            {
                var last = Stepped(engine.Decide(flow, state, new WorkflowCommand.Complete(Now, waits.Id, "Approved")));
                state = engine.Parse(last.State.ToJson());
                if (state.Bookmarks.Any(one => one.ActivityId == "no"))
                    last.Events.OfType<ActivityCompleted>()
                        .Single(done => done.ActivityId == "block")
                        .Outcomes.ShouldBe(["Refused"], $"{engine.Name}: {string.Join("\n", last.Events)}");
            }

            state.Bookmarks.Select(one => one.ActivityId).ShouldBe(["no"], engine.Name);
        }
    }

    [Fact]
    public void Many_cases_of_one_drawing_go_on_at_once()
    {
        var drawn = ConformanceFlows.Same["three ways, then one"];
        var expected = Enumerable.Range(0, 40).Select(seed => EngineWalk.ByChance(new OwnEngine(), drawn, seed).Line).ToList();
        var walked = new string[40];
        Parallel.For(0, 40, seed => walked[seed] = EngineWalk.ByChance(Elsa, drawn, seed).Line);
        walked.ShouldBe(expected);
    }

    private (IFlow Flow, Stepped Begun) Begin(Drawing drawing) => Begin(drawing.Definition());

    private (IFlow Flow, Stepped Begun) Begin(WorkflowDefinition drawn)
    {
        var flow = Elsa.Compile(drawn, _catalogue);
        return (flow, Stepped(Elsa.Decide(flow, Elsa.Initial, new WorkflowCommand.Start(Now))));
    }

    private static Stepped Stepped(WorkflowDecision decision) => decision.ShouldBeAssignableTo<Stepped>()!;
}
