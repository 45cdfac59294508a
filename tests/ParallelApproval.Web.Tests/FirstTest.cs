namespace ParallelApproval;

public class FirstTest
{
    [Fact]
    public void The_runner_runs() => (1 + 1).ShouldBe(2);
}
