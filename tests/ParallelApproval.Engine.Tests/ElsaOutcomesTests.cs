namespace ParallelApproval.Engine.Tests;

/// <summary>
/// What Elsa's own tests say of its definitions holds here, too: drawings of our own with the same meaning, one of each kind. The house's
/// tests run Elsa's own files.
/// </summary>
public class ElsaOutcomesTests
{
    /// <summary>A fork, and behind it a decision that goes one way: what a join of the two makes of it, by its mode.</summary>
    [Theory]
    [InlineData("", "", "A;C")]
    [InlineData("Stream", "", "A;C")]
    [InlineData("Converge", "", "A")]
    [InlineData("Merge", "", "A")]
    [InlineData("", "WaitAll", "A")]
    [InlineData("", "WaitAllActive", "A;C")]
    public void A_way_that_is_not_taken_keeps_only_a_strict_join_from_going_on(string mergeMode, string joinMode, string lines)
    {
        var drawing = new Drawing()
            .Start()
            .Line("A")
            .Add("decision", "Elsa.FlowDecision", Drawing.Literal("condition", "false"))
            .Arrow("start", "A", "decision");
        if (joinMode.Length > 0)
            drawing.Join("join", joinMode).Line("C").Arrow("join", "C");
        else
            drawing.Add(
                "C",
                "Elsa.WriteLine",
                Drawing.Literal("text", "C"),
                mergeMode.Length == 0 ? "{}" : $$"""{"mergeMode":"{{mergeMode}}"}"""
            );
        var target = joinMode.Length > 0 ? "join" : "C";
        var running = drawing.Arrow("A", target).Arrow("decision:True", target).Run();
        string.Join(';', running.Lines).ShouldBe(lines);
        running.State.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
    }

    /// <summary>Every way that is drawn crosses another: each step runs once, the last after all.</summary>
    [Fact]
    public void Braided_ways_run_each_step_once()
    {
        var drawing = new Drawing().Start();
        foreach (var number in Enumerable.Range(1, 7))
            drawing.Line($"{number}");
        drawing.Arrow("start", "1").Arrow("1", "2", "3").Arrow("2", "4", "5").Arrow("3", "5", "6");
        foreach (var before in (string[])["4", "5", "6"])
            drawing.Arrow(before, "7");
        var lines = drawing.Run().Lines;
        lines.Order(StringComparer.Ordinal).ShouldBe(["1", "2", "3", "4", "5", "6", "7"]);
        lines[^1].ShouldBe("7");
    }
}
