using CsCheck;

namespace ParallelApproval.Engine.Tests;

/// <summary>A running workflow goes on by another version, or it is said why it cannot.</summary>
public class MigrationTests
{
    private static Drawing Parallel(string mode, params string[] departments)
    {
        var drawing = new Drawing()
            .Start()
            .Approval("window")
            .Fork("fork", departments)
            .Approvals(departments)
            .Join("join", mode)
            .Line("issue")
            .Arrow("start", "window")
            .Arrow("window", "fork")
            .Arrow("join", "issue");
        foreach (var department in departments)
            drawing.Arrow("fork:" + department, department).Arrow(department, "join");
        return drawing;
    }

    [Fact]
    public void The_same_drawing_under_another_number_changes_nothing_wherever_the_workflow_stands() =>
        Gen.Select(Gen.Int[1, 16], Gen.UInt)
            .Sample(
                (size, seed) =>
                {
                    var random = new Random((int)seed);
                    var counter = 0;
                    var block = Block.Make(random, size, ref counter);
                    var drawing = new Drawing().Start();
                    Block.Connect(drawing, block.Draw(drawing.Line("first").Arrow("start", "first"), ["first"]), "last");
                    drawing.Line("last");
                    block.Enter();
                    var running = drawing.Run();
                    for (var step = 0; !block.HasEnded; step++)
                    {
                        running.Migrate(drawing.Definition());
                        running.Waiting.ShouldBe(block.Waiting().Order(StringComparer.Ordinal));
                        var bookmarks = running.State.Bookmarks.ToList();
                        var next = bookmarks[random.Next(bookmarks.Count)].ActivityId;
                        var outcome =
                            step > 60 || random.Next(3) > 0 ? "Approved"
                            : next[0] == 'l' ? "Correction"
                            : "Refused";
                        block.Complete(next, outcome).ShouldBeTrue();
                        running.Complete(next, outcome);
                    }
                    running.Runs("last").ShouldBe(block.IsDead ? 0 : 1);
                },
                iter: 300
            );

    [Theory]
    [InlineData("WaitAll")]
    [InlineData("WaitAllActive")]
    public void A_department_added_behind_an_open_fork_is_asked_and_waited_for(string mode)
    {
        var running = Parallel(mode, "planning", "land").Run().Complete("window").Complete("planning");
        running.Migrate(Parallel(mode, "planning", "land", "fire").Definition());
        running.Waiting.ShouldBe(["fire", "land"]);
        running.Complete("land");
        running.Lines.ShouldBeEmpty();
        running.Complete("fire").Lines.ShouldBe(["issue"]);
    }

    [Fact]
    public void A_department_added_in_front_of_where_the_workflow_stands_is_come_to_in_its_turn()
    {
        var running = Parallel("WaitAll", "planning", "land").Run();
        running.Migrate(Parallel("WaitAll", "planning", "land", "fire").Definition());
        running.Waiting.ShouldBe(["window"]);
        running.Complete("window").Waiting.ShouldBe(["fire", "land", "planning"]);
    }

    [Fact]
    public void A_department_added_at_one_of_several_ports_is_not_opened_by_guess()
    {
        static Drawing Of(params string[] departments)
        {
            var drawing = new Drawing()
                .Start()
                .Approval("window")
                .Approvals(departments)
                .Join("join", "WaitAll")
                .Line("issue")
                .Arrow("start", "window")
                .Arrow("window", departments)
                .Arrow("join", "issue");
            foreach (var department in departments)
                drawing.Arrow(department, "join");
            return drawing;
        }

        var running = Of("planning", "land").Run().Complete("window");
        running
            .CannotMigrate(Of("planning", "land", "fire").Definition())
            .ShouldSatisfyAllConditions(no => no.Code.ShouldBe("late_branch_unclear"), no => no.Facts["activity"].ShouldBe("window"));
    }

    [Fact]
    public void What_waits_must_have_its_place()
    {
        var running = Parallel("WaitAll", "planning", "land").Run().Complete("window").Complete("planning");
        running
            .CannotMigrate(Parallel("WaitAll", "planning", "fire").Definition())
            .ShouldSatisfyAllConditions(no => no.Code.ShouldBe("activity_gone"), no => no.Facts["activity"].ShouldBe("land"));
        running.CannotMigrate(new Drawing().Start().Line("land").Arrow("start", "land").Definition()).Code.ShouldBe("activity_changed");
        running
            .CannotMigrate(
                new Drawing()
                    .Start()
                    .Approvals("land", "planning")
                    .Line("join")
                    .Arrow("start", "land")
                    .Arrow("land", "join")
                    .Arrow("planning:Refused", "join")
                    .Definition()
            )
            .Code.ShouldBe("arrow_gone");
    }

    [Fact]
    public void No_join_may_wait_for_a_branch_that_never_comes()
    {
        var running = Parallel("WaitAll", "planning", "land").Run().Complete("window").Complete("planning");
        var chained = Parallel("WaitAll", "planning", "land")
            .Approval("archive")
            .Arrow("window:Refused", "archive")
            .Arrow("archive", "join");
        running
            .CannotMigrate(chained.Definition())
            .ShouldSatisfyAllConditions(no => no.Code.ShouldBe("join_would_wait"), no => no.Facts["activity"].ShouldBe("join"));
    }

    [Fact]
    public void New_variables_get_their_initial_values_and_old_ones_keep_theirs()
    {
        var running = new Drawing().Variable("days", "Int32", "\"3\"").Start().Approval("a").Arrow("start", "a").Run();
        running.Migrate(
            new Drawing()
                .Variable("days", "Int32", "\"9\"")
                .Variable("more", "Int32", "\"4\"")
                .Start()
                .Approval("a")
                .Arrow("start", "a")
                .Definition()
        );
        running
            .State.Variables.ToDictionary(v => v.Key, v => v.Value.GetInt32())
            .ShouldBe(new Dictionary<string, int> { ["days"] = 3, ["more"] = 4 }, ignoreOrder: true);
    }

    [Fact]
    public void A_workflow_that_is_over_or_of_another_definition_is_left_alone()
    {
        var drawing = new Drawing().Start().Approval("a").Arrow("start", "a");
        var running = drawing.Run();
        running.CannotMigrate(drawing.Definition("other")).Code.ShouldBe("other_definition");
        running.Complete("a").CannotMigrate(drawing.Definition()).Code.ShouldBe("workflow_over");
    }
}
