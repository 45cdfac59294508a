namespace ParallelApproval.Engine.Tests;

public class JoinTests
{
    private static readonly string[] Six = ["planning", "land", "fire", "env", "health", "market"];

    private static Drawing SixBranches(string mode)
    {
        var drawing = new Drawing().Start().Approvals(Six).Join("join", mode).Line("issue").Arrow("start", Six).Arrow("join", "issue");
        foreach (var department in Six) drawing.Arrow(department, "join");
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
        foreach (var department in Six.Take(5)) running.Complete(department);
        running.State.ToUtf8Json().Length.ShouldBeLessThan(2048);
    }
}
