using System.Runtime.CompilerServices;

namespace ParallelApproval.Supervision;

/// <summary>The diagram in the documentation is the table of the code.</summary>
public sealed class OrderDiagramTests
{
    [Fact]
    public void The_diagram_of_an_order_is_the_one_that_the_code_follows()
    {
        var drawn = File.ReadAllLines(Path.Combine(Folder(), "../../../docs/supervision.md"))
            .SkipWhile(line => line != "stateDiagram-v2")
            .Skip(1)
            .TakeWhile(line => line != "```");
        drawn.ShouldBe([
            $"    [*] --> {OrderStatus.Draft}",
            .. OrderMoves.All.Select(move => $"    {move.From} --> {move.To}: {move.Move}"),
        ]);
    }

    private static string Folder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
