using System.Text.Json;
using ParallelApproval.Database;
using ParallelApproval.Engine;
using ParallelApproval.Organisation;
using ParallelApproval.Workflows;

namespace ParallelApproval.Cases;

/// <summary>
/// 并联审批块: several departments at once, and which of them waits for which, drawn as one node; the product keeps the arrows. It is drawn
/// out before it runs, so that joins, moves to another version and the course of a case know every department by itself.
/// </summary>
internal sealed class ApproveInParallelActivity : CaseActivity
{
    public const string TypeName = "ParallelApproval.ApproveInParallel";
    public const string Lanes = "Departments";
    public const string Waits = "Waits";

    /// <summary>The ports by which it is left.</summary>
    public static readonly string[] Ways =
    [
        BranchOutcome.Approved,
        BranchOutcome.PartlyApproved,
        BranchOutcome.Refused,
        BranchOutcome.Withdrawn,
        BranchOutcome.TimedOut,
    ];

    public ApproveInParallelActivity(OfficerRegister officers)
    {
        Descriptor = new(
            TypeName,
            1,
            Toolbox,
            new("并联审批块", "Approve in parallel"),
            new(
                "勾选的部门同时审批，可规定谁等谁；不勾选则为事项的所有分支。",
                "The ticked departments approve at the same time, and some may wait for others; none ticked: all branches of the item."
            )
        )
        {
            Kind = ActivityKind.Task,
            Inputs =
            [
                new(
                    Lanes,
                    "List<String>",
                    new("审批部门", "Departments"),
                    new("参加并联审批的部门；不勾选为事项的所有分支。", "Who takes part; none ticked: all branches of the item.")
                )
                {
                    UiHint = "checklist",
                    DefaultSyntax = "Object",
                },
                new(
                    Waits,
                    "String",
                    new("先后关系", "Who waits for whom"),
                    new(
                        "每行一个部门，例如 TJJ: SYJ, GSJ 表示统计局等食药监和工商；留空则全部同时开始。",
                        "A line for each, such as TJJ: SYJ, GSJ where TJJ waits for the two others; empty: all begin at once."
                    )
                )
                {
                    UiHint = "multiline",
                },
            ],
            Ports = SumUpApprovalsActivity.PortsOfSum,
            DrawOut = block => Flowchart(block, BlockDrawing.Of(block.Id, In(block), lane => NameOf(officers, lane))),
        };
    }

    public override ActivityDescriptor Descriptor { get; }

    /// <summary>What the block says.</summary>
    public static ParallelBlock In(ActivityNode block) =>
        ParallelBlock.Read(block.Input(Lanes)?.Expression?.Text, block.Input(Waits)?.Expression?.Text);

    /// <summary>What a lane is called on the drawing.</summary>
    internal static string NameOf(OfficerRegister officers, string lane) =>
        ParallelBlock.IsNumber(lane) ? $"分支 {lane}" : officers.Department(lane)?.Name ?? lane;

    // The steps inside of the block, which ends with the port by which it is left.
    private static ActivityNode Flowchart(ActivityNode block, BlockDrawing drawing)
    {
        var (id, nodeId) = ($"{block.Id}/flow", $"{block.NodeId}:{block.Id}/flow");
        var ends = Ways.Select(way => new BlockStep($"{block.Id}/{way}", "Elsa.Complete", way, [("outcomes", way)], 0, 0));
        var arrows = drawing.Arrows.Concat(Ways.Select(way => new BlockArrow(drawing.Exit, way, $"{block.Id}/{way}")));
        return new ActivityNode
        {
            Id = id,
            NodeId = nodeId,
            Type = "Elsa.Flowchart",
            Metadata = JsonSerializer.SerializeToElement(new { displayText = block.DisplayText }),
            Activities = [.. drawing.Steps.Concat(ends).Select(step => Node(step, nodeId))],
            Connections = [.. arrows.Select(arrow => new Connection(arrow.From, arrow.Port, arrow.To, "In"))],
        };
    }

    private static ActivityNode Node(BlockStep step, string parent) =>
        new()
        {
            Id = step.Id,
            NodeId = $"{parent}:{step.Id}",
            Type = step.Type,
            Metadata = JsonSerializer.SerializeToElement(new { displayText = step.Text }),
            Properties = step.Inputs.ToDictionary(
                input => input.Name,
                input =>
                    JsonSerializer.SerializeToElement(
                        new { typeName = "String", expression = new { type = "Literal", value = input.Value } }
                    ),
                StringComparer.Ordinal
            ),
        };

    public override ActivityResult Begin(CaseFile file, ActivityRequest request) =>
        throw new NotSupportedException("A block is drawn out before it runs.");
}
