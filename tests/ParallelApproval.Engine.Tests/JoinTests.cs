namespace ParallelApproval.Engine.Tests;

public class JoinTests
{
    private static readonly string[] Six = ["planning", "land", "fire", "env", "health", "market"];

    private static Drawing SixBranches(string mode)
    {
        var drawing = new Drawing().Start().Approvals(Six).Join("join", mode).Line("issue").Arrow("start", Six).Arrow("join", "issue");
        foreach (var department in Six)
            drawing.Arrow(department, "join");
        return drawing;
    }

    [Theory]
    [InlineData("WaitAll")]
    [InlineData("WaitAllActive")]
    public void Join_waits_for_every_department(string mode)
    {
        var running = SixBranches(mode).Run();
        foreach (var department in Six)
        {
            running.Lines.ShouldBeEmpty();
            running.Complete(department);
        }
        running.Lines.ShouldBe(["issue"]);
        running.State.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
    }

    [Fact]
    public void Six_waiting_branches_are_stored_in_less_than_2_KB()
    {
        var running = SixBranches("WaitAll").Run();
        running.State.ToUtf8Json().Length.ShouldBeLessThan(2048);
        foreach (var department in Six.Take(5))
            running.Complete(department);
        running.State.ToUtf8Json().Length.ShouldBeLessThan(2048);
    }

    /// <summary>One branch is returned for correction before the join; whatever the order, the join fires once, after all.</summary>
    [Theory]
    [InlineData("WaitAll")]
    [InlineData("WaitAllActive")]
    public void A_returned_branch_is_waited_for_again_in_every_order(string mode)
    {
        foreach (
            var order in Permutations(["a", "b", "c", "a'", "fix"])
                .Where(o => o.IndexOf("a") < o.IndexOf("fix") && o.IndexOf("fix") < o.IndexOf("a'"))
        )
        {
            var running = Returning(mode).Run();
            foreach (var step in order)
            {
                running.Lines.ShouldBeEmpty();
                running.Complete(step.TrimEnd('\''), step == "a" ? "Correction" : "Approved");
            }
            running.Lines.ShouldBe(["issue"], string.Join(" ", order));
            running.State.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        }
    }

    private static Drawing Returning(string mode) =>
        new Drawing()
            .Start()
            .Approvals("a", "b", "c", "fix")
            .Join("join", mode)
            .Line("issue")
            .Arrow("start", "a", "b", "c")
            .Arrow("a", "join")
            .Arrow("b", "join")
            .Arrow("c", "join")
            .Arrow("a:Correction", "fix")
            .Arrow("fix", "a")
            .Arrow("join", "issue");

    /// <summary>The correction goes back in front of the fork: every department is asked anew, also those that had approved.</summary>
    [Theory]
    [InlineData("WaitAll")]
    [InlineData("WaitAllActive")]
    public void A_branch_returned_in_front_of_the_fork_starts_all_anew_and_the_join_fires_once(string mode)
    {
        var running = new Drawing()
            .Start()
            .Approval("window")
            .Approvals("a", "b")
            .Join("join", mode)
            .Line("issue")
            .Arrow("start", "window")
            .Arrow("window", "a", "b")
            .Arrow("a", "join")
            .Arrow("b", "join")
            .Arrow("a:Correction", "window")
            .Arrow("join", "issue")
            .Run();
        running.Complete("window").Complete("b").Complete("a", "Correction");
        running.Lines.ShouldBeEmpty();
        running.Complete("window").Waiting.ShouldBe(["a", "b"]);
        running.Complete("a").Lines.ShouldBeEmpty();
        running.Complete("b").Lines.ShouldBe(["issue"]);
        running.State.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
    }

    [Fact]
    public void A_join_of_all_waits_for_no_arrow_that_comes_back_from_behind_it()
    {
        var running = new Drawing()
            .Start()
            .Approvals("a", "b", "review")
            .Join("join", "WaitAll")
            .Line("issue")
            .Arrow("start", "a", "b")
            .Arrow("a", "join")
            .Arrow("b", "join")
            .Arrow("join", "review")
            .Arrow("review:Correction", "join")
            .Arrow("review", "issue")
            .Run();
        running.Complete("a").Complete("b").Waiting.ShouldBe(["review"]);
        running.Complete("review").Lines.ShouldBe(["issue"]);
    }

    [Fact]
    public void A_join_of_all_behind_which_one_branch_is_sent_back_fires_again_for_that_branch_alone()
    {
        var running = new Drawing()
            .Start()
            .Approvals("a", "b", "review")
            .Join("join", "WaitAll")
            .Arrow("start", "a", "b")
            .Arrow("a", "join")
            .Arrow("b", "join")
            .Arrow("join", "review")
            .Arrow("review:Correction", "a")
            .Run();
        running.Complete("b").Complete("a").Waiting.ShouldBe(["review"]);
        running.Complete("review", "Correction").Waiting.ShouldBe(["a"]);
        running.Complete("a").Waiting.ShouldBe(["review"]);
        running.Complete("review").State.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        running.Runs("join").ShouldBe(2);
    }

    [Fact]
    public void A_join_of_all_is_skipped_when_a_branch_left_for_good()
    {
        var running = SixBranches("WaitAll").Run();
        running.Complete("fire", "Refused");
        foreach (var department in Six.Where(d => d != "fire"))
            running.Complete(department);
        running.Lines.ShouldBeEmpty();
        var skipped = running.Journal.OfType<JoinSkipped>().ShouldHaveSingleItem();
        skipped.Missing.ShouldBe(["fire:Approved->join:In"]);
        skipped.Tokens.Count.ShouldBe(5);
        running.State.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
    }

    [Fact]
    public void A_join_of_all_active_goes_on_without_the_branch_that_left()
    {
        var running = SixBranches("WaitAllActive").Run();
        foreach (var department in Six.Where(d => d != "fire"))
            running.Complete(department);
        running.Lines.ShouldBeEmpty();
        running.Complete("fire", "Refused").Lines.ShouldBe(["issue"]);
    }

    [Fact]
    public void The_first_to_arrive_cancels_the_others()
    {
        var running = SixBranches("WaitAny").Run();
        running.Complete("env").Lines.ShouldBe(["issue"]);
        running.State.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        running.Journal.OfType<ActivityCancelled>().Select(c => c.ActivityId).ShouldBe(Six.Where(d => d != "env"));
        running.Journal.OfType<ActivityCancelled>().ShouldAllBe(c => c.BookmarkId != null);
    }

    [Fact]
    public void The_first_to_arrive_cancels_only_those_of_its_own_fork()
    {
        var running = new Drawing()
            .Start()
            .Line("left")
            .Line("right")
            .Approvals("a", "b", "c", "d")
            .Join("j1", "WaitAny")
            .Join("j2", "WaitAny")
            .Approvals("x", "y")
            .Join("all", "WaitAll")
            .Line("issue")
            .Arrow("start", "left", "right")
            .Arrow("left", "a", "b")
            .Arrow("right", "c", "d")
            .Arrow("a", "j1")
            .Arrow("b", "j1")
            .Arrow("c", "j2")
            .Arrow("d", "j2")
            .Arrow("j1", "x")
            .Arrow("j2", "y")
            .Arrow("x", "all")
            .Arrow("y", "all")
            .Arrow("all", "issue")
            .Run();
        running.Complete("a").Waiting.ShouldBe(["c", "d", "x"]);
        running.Complete("d").Waiting.ShouldBe(["x", "y"]);
        running.Complete("x").Complete("y").Runs("issue").ShouldBe(1);
    }

    [Fact]
    public void A_race_leaves_a_sibling_alone_that_does_not_lead_to_it()
    {
        var running = new Drawing()
            .Start()
            .Approvals("a", "b", "watch")
            .Join("any", "WaitAny")
            .Approval("next")
            .Arrow("start", "a", "b", "watch")
            .Arrow("a", "any")
            .Arrow("b", "any")
            .Arrow("any", "next")
            .Run();
        running.Complete("b").Waiting.ShouldBe(["next", "watch"]);
    }

    [Fact]
    public void A_second_race_around_a_loop_is_run_anew()
    {
        var running = new Drawing()
            .Start()
            .Line("fork")
            .Approvals("a", "b", "again")
            .Join("any", "WaitAny")
            .Arrow("start", "fork")
            .Arrow("fork", "a", "b")
            .Arrow("a", "any")
            .Arrow("b", "any")
            .Arrow("any", "again")
            .Arrow("again:Correction", "fork")
            .Run();
        for (var round = 0; round < 5; round++)
            running.Complete(round % 2 == 0 ? "a" : "b").Complete("again", "Correction").Waiting.ShouldBe(["a", "b"]);
        running.Complete("a").Complete("again").State.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
    }

    [Theory]
    [InlineData("Stream", 1, "b")]
    [InlineData(null, 1, "b")]
    [InlineData("Converge", 1, "b")]
    [InlineData("Race", 1, "a")]
    [InlineData("Cascade", 2, "a")]
    public void Merge_modes_say_when_an_activity_with_two_arrows_runs(string? mode, int runs, string firstAfter)
    {
        var running = new Drawing()
            .Start()
            .Approvals("a", "b")
            .Line("merge", mode)
            .Arrow("start", "a", "b")
            .Arrow("a", "merge")
            .Arrow("b", "merge")
            .Run();
        running.Complete("a").Runs("merge").ShouldBe(firstAfter == "a" ? 1 : 0);
        if (running.State.Status == WorkflowStatus.Running)
            running.Complete("b");
        running.Runs("merge").ShouldBe(runs);
    }

    [Fact]
    public void Stream_ignores_a_branch_that_left_and_Converge_does_not()
    {
        static Case Run(string mode) =>
            new Drawing()
                .Start()
                .Approvals("a", "b")
                .Line("merge", mode)
                .Arrow("start", "a", "b")
                .Arrow("a", "merge")
                .Arrow("b", "merge")
                .Run()
                .Complete("a", "Refused")
                .Complete("b");
        Run("Stream").Lines.ShouldBe(["merge"]);
        Run("Converge").Lines.ShouldBeEmpty();
    }

    /// <summary>One window takes the corrections of all departments: a correction in one branch is not held up by the others.</summary>
    [Fact]
    public void A_shared_correction_desk_serves_each_branch_at_once()
    {
        var running = new Drawing()
            .Start()
            .Approvals("a", "b", "desk")
            .Fork("back", "a", "b")
            .Join("join", "WaitAll")
            .Line("issue")
            .Arrow("start", "a", "b")
            .Arrow("a", "join")
            .Arrow("b", "join")
            .Arrow("a:Correction", "desk")
            .Arrow("b:Correction", "desk")
            .Arrow("desk", "a")
            .Arrow("desk:Refused", "b")
            .Arrow("join", "issue")
            .Run();
        running.Complete("a", "Correction").Waiting.ShouldBe(["b", "desk"]);
        running.Complete("b", "Correction").Waiting.ShouldBe(["desk", "desk"]);
        running.Complete("desk").Complete("desk", "Refused").Waiting.ShouldBe(["a", "b"]);
        running.Complete("a").Lines.ShouldBeEmpty();
        running.Complete("b").Lines.ShouldBe(["issue"]);
    }

    [Fact]
    public void Two_joins_that_wait_for_each_other_are_released()
    {
        var running = new Drawing()
            .Start()
            .Approvals("a", "b", "x", "y")
            .Join("j1", "WaitAllActive")
            .Join("j2", "WaitAllActive")
            .Arrow("start", "a", "b")
            .Arrow("a", "j1")
            .Arrow("b", "j2")
            .Arrow("j1", "x")
            .Arrow("j2", "y")
            .Arrow("x", "j2")
            .Arrow("y", "j1")
            .Run();
        var first = running.Complete("a").Complete("b").Waiting.ShouldHaveSingleItem();
        var second = running.Complete(first, "Refused").Waiting.ShouldHaveSingleItem();
        new[] { first, second }.Order().ShouldBe(["x", "y"]);
        running.Complete(second, "Refused").State.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
    }

    [Fact]
    public void Nested_forks_join_from_the_inside()
    {
        var running = new Drawing()
            .Start()
            .Line("inner")
            .Approvals("a", "b", "c")
            .Join("j1", "WaitAll")
            .Join("j2", "WaitAll")
            .Line("issue")
            .Arrow("start", "inner", "c")
            .Arrow("inner", "a", "b")
            .Arrow("a", "j1")
            .Arrow("b", "j1")
            .Arrow("j1", "j2")
            .Arrow("c", "j2")
            .Arrow("j2", "issue")
            .Run();
        running.Complete("a").Complete("c").Runs("issue").ShouldBe(0);
        running.Complete("b").Runs("issue").ShouldBe(1);
    }

    [Fact]
    public void Six_departments_that_answer_in_any_of_720_orders_finish_exactly_once()
    {
        foreach (var order in Permutations(Six))
        {
            var running = SixBranches("WaitAll").Run();
            foreach (var department in order)
                running.Complete(department);
            running.Lines.ShouldBe(["issue"]);
        }
    }

    private static IEnumerable<List<string>> Permutations(IReadOnlyList<string> items)
    {
        if (items.Count == 0)
            return
            [
                [],
            ];
        return items.SelectMany(first => Permutations(items.Where(i => i != first).ToList()).Select(rest => rest.Prepend(first).ToList()));
    }
}
