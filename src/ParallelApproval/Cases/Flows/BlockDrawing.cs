using System.Text.Json.Nodes;
using ParallelApproval.Workflows;

namespace ParallelApproval.Cases;

/// <summary>
/// The single steps and arrows for which a block stands (并联块展开): a fork, a department approval for each lane, a join, and the sum of what
/// they say. The engine runs them, and a designer who takes the block apart gets them.
/// </summary>
internal sealed record BlockDrawing(IReadOnlyList<BlockStep> Steps, IReadOnlyList<BlockArrow> Arrows)
{
    private const int Column = 300,
        Row = 190;

    public const string Fork = "fork",
        Join = "join",
        Sum = "sum",
        All = "all";

    /// <summary>The ports by which a lane is left for good; an unconnected correction waits where it is.</summary>
    public static readonly string[] Ways =
    [
        BranchOutcome.Approved,
        BranchOutcome.Refused,
        BranchOutcome.TimedOut,
        BranchOutcome.Withdrawn,
        DepartmentApprovalActivity.NotNeeded,
    ];

    /// <summary>The steps of a block with that id.</summary>
    /// <param name="nameOf">What a lane is called.</param>
    public static BlockDrawing Of(string id, ParallelBlock block, Func<string, string> nameOf)
    {
        string Id(string part) => $"{id}/{part}";
        if (block.Lanes.Count == 0)
            return new([new(Id(All), AllBranchesApprovalActivity.TypeName, "同步审批", [], 0, 0)], []);
        var (steps, arrows) = (new List<BlockStep>(), new List<BlockArrow>());
        var last = block.Lanes.Max(block.Rank);
        steps.Add(new(Id(Fork), "Elsa.FlowFork", "同时开始", [], 0, 0));
        foreach (var (row, lane) in block.Lanes.Index())
        {
            var input = ParallelBlock.IsNumber(lane) ? "branch" : "department";
            steps.Add(
                new(
                    Id(lane),
                    DepartmentApprovalActivity.TypeName,
                    nameOf(lane),
                    [(input, lane)],
                    Column * (block.Rank(lane) + 1),
                    Row * row
                )
            );
            if (block.Before(lane) is not { Count: > 0 } before)
                arrows.Add(new(Id(Fork), "Done", Id(lane)));
            else
                arrows.AddRange(before.SelectMany(first => Ways, (first, way) => new BlockArrow(Id(first), way, Id(lane))));
        }

        steps.Add(new(Id(Join), "Elsa.FlowJoin", "均有结果", [("mode", "WaitAllActive")], Column * (last + 2), 0));
        arrows.AddRange(block.Last.SelectMany(_ => Ways, (lane, way) => new BlockArrow(Id(lane), way, Id(Join))));
        steps.Add(
            new(
                Id(Sum),
                SumUpApprovalsActivity.TypeName,
                "汇总结果",
                [(SumUpApprovalsActivity.Lanes, block.WrittenLanes)],
                Column * (last + 3),
                0
            )
        );
        arrows.Add(new(Id(Join), "Done", Id(Sum)));
        return new(steps, arrows);
    }

    /// <summary>The step by whose ports the block is left.</summary>
    public string Exit => Steps[^1].Id;

    /// <summary>The step with which the block begins.</summary>
    public string Entry => Steps[0].Id;
}

/// <summary>An arrow between two of them.</summary>
internal sealed record BlockArrow(string From, string Port, string To);

/// <summary>One of these steps; its place is seen from that of the block, in units of the canvas.</summary>
internal sealed record BlockStep(string Id, string Type, string Text, (string Name, string Value)[] Inputs, int X, int Y)
{
    /// <summary>The step as a designer would have drawn it, under another id.</summary>
    public JsonObject Drawn(string id, double x, double y)
    {
        var drawn = new JsonObject
        {
            ["id"] = id,
            ["name"] = id,
            ["type"] = Type,
            ["metadata"] = new JsonObject
            {
                ["designer"] = new JsonObject
                {
                    ["position"] = new JsonObject { ["x"] = x + X, ["y"] = y + Y },
                },
                ["displayText"] = Text,
            },
        };
        foreach (var (name, value) in Inputs)
            drawn[name] = new JsonObject
            {
                ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = value },
            };
        return drawn;
    }
}
