using System.Text.Json.Nodes;
using ErrorOr;
using FluentValidation;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;
using ParallelApproval.Workflows;

namespace ParallelApproval.Cases;

/// <summary>
/// 合并为并联块: a fork, the departments that it asks and the join behind them become one block. Steps that say more than a block can say (a
/// condition, days of their own, a way for corrections, something in between) stay as they are: <c>flow_steps_no_block</c>.
/// </summary>
/// <param name="Fork">With which they begin.</param>
/// <param name="Stamp">Of the content that the designer has before him.</param>
[Authority("Make one block of departments that are asked at the same time", Role.Designer, InDistrictOnly = true)]
public sealed record GatherBlock(string DefinitionId, string Fork, string Stamp);

internal sealed class GatherBlockValidator : AbstractValidator<GatherBlock>
{
    public GatherBlockValidator()
    {
        RuleFor(command => command.DefinitionId).IsCode();
        RuleFor(command => command.Fork).Given().IsLine(TextLengths.Line);
        RuleFor(command => command.Stamp).Given().IsLine(TextLengths.Line);
    }
}

/// <inheritdoc cref="GatherBlock"/>
public sealed class GatherBlockHandler(HouseStore house, DefinitionRegister register) : Handler<GatherBlock, RedrawnFlow>
{
    protected override Task<ErrorOr<RedrawnFlow>> CarryOutAsync(GatherBlock command, Act act, CancellationToken cancellation) =>
        BlockEdit.ActAsync(
            house,
            command.DefinitionId,
            command.Stamp,
            register,
            act,
            drawing => Gather(drawing, command.Fork),
            cancellation
        );

    private static ErrorOr<string?> Gather(BlockEdit drawing, string fork)
    {
        if (GatheredBlock.From(drawing, fork) is not { } gathered)
            return Refusal.Conflict(RefusalCode.FlowStepsNoBlock, ("fork", fork));
        var into = drawing.Arrows.Where(arrow => BlockEdit.To(arrow) == fork).Select(BlockEdit.From).ToList();
        var (x, y) = BlockEdit.Place(drawing.Step(fork)!);
        drawing.Remove(gathered.Steps);
        var id = drawing.Free("block");
        var block = new JsonObject
        {
            ["id"] = id,
            ["name"] = id,
            ["type"] = ApproveInParallelActivity.TypeName,
            ["metadata"] = new JsonObject
            {
                ["designer"] = new JsonObject
                {
                    ["position"] = new JsonObject { ["x"] = x, ["y"] = y },
                },
                ["displayText"] = "并联审批",
            },
        };
        BlockEdit.Write(block, gathered.Block);
        drawing.Add(block);
        foreach (var (step, port) in into)
            drawing.Connect(step, port, id);
        foreach (var (port, to) in gathered.WaysOut)
            drawing.Connect(id, port, to);
        return id;
    }
}

/// <summary>Single steps that are the same as one block (可合并的步骤).</summary>
/// <param name="Steps">All that the block takes the place of.</param>
/// <param name="WaysOut">By which port of the block its arrows lead where.</param>
internal sealed record GatheredBlock(ParallelBlock Block, IReadOnlyList<JsonObject> Steps, IReadOnlyList<(string Port, string To)> WaysOut)
{
    private static readonly string[] SaysMore = ["askedWhen", "promisedDays", "result"];

    /// <summary>What begins with that fork; null when a block cannot say it.</summary>
    public static GatheredBlock? From(BlockEdit drawing, string fork)
    {
        if (drawing.Step(fork) is not { } begin || TypeOf(begin) != "Elsa.FlowFork")
            return null;
        var from = drawing.Arrows.ToLookup(arrow => BlockEdit.From(arrow).Step, StringComparer.Ordinal);
        var lanes = new Dictionary<string, string>(StringComparer.Ordinal);
        var joins = new HashSet<string>(StringComparer.Ordinal);
        var way = new Queue<string>(from[fork].Select(BlockEdit.To).Distinct());
        while (way.TryDequeue(out var id))
        {
            if (lanes.ContainsKey(id) || joins.Contains(id))
                continue;
            if (drawing.Step(id) is not { } step)
                return null;
            if (TypeOf(step) == "Elsa.FlowJoin")
                joins.Add(id);
            else if (LaneOf(step) is { } lane && !lanes.ContainsValue(lane) && IsLeftAlike(from[id]))
            {
                lanes[id] = lane;
                foreach (var next in from[id].Select(BlockEdit.To).Distinct())
                    way.Enqueue(next);
            }
            else
                return null;
        }

        if (lanes.Count is 0 or > ParallelBlock.MostLanes || joins.Count != 1 || drawing.Step(joins.Single()) is not { } join)
            return null;
        var (inside, joined) = (lanes.Keys.Append(fork).ToHashSet(StringComparer.Ordinal), joins.Single());
        // What comes in from elsewhere would be lost.
        if (
            BlockEdit.Written(join, "mode") is not ("WaitAllActive" or "WaitAll")
            || drawing.Arrows.Any(arrow =>
                (lanes.ContainsKey(BlockEdit.To(arrow)) || BlockEdit.To(arrow) == joined) && !inside.Contains(BlockEdit.From(arrow).Step)
            )
            || from[fork].Any(arrow => BlockEdit.To(arrow) == joined)
        )
            return null;
        var waits = drawing
            .Arrows.Where(arrow => lanes.ContainsKey(BlockEdit.To(arrow)) && lanes.ContainsKey(BlockEdit.From(arrow).Step))
            .Select(arrow => (lanes[BlockEdit.To(arrow)], lanes[BlockEdit.From(arrow).Step]));
        var block = ParallelBlock.Of(lanes.Values, waits);
        if (block.Circle.Count > 0)
            return null;
        List<JsonObject> steps = [begin, .. lanes.Keys.Select(id => drawing.Step(id)!), join];
        if (SumBehind(drawing, from[joined], joined, block) is not { } sum)
            return new(
                block,
                steps,
                [.. ApproveInParallelActivity.Ways.SelectMany(_ => from[joined].Select(BlockEdit.To).Distinct(), (port, to) => (port, to))]
            );
        return new(
            block,
            [.. steps, sum],
            [.. from[Drawing.Text(sum, "id")!].Select(arrow => (BlockEdit.From(arrow).Port, BlockEdit.To(arrow)))]
        );
    }

    private static string? TypeOf(JsonObject step) => Drawing.Text(step, "type");

    private static string? LaneOf(JsonObject step) =>
        TypeOf(step) == DepartmentApprovalActivity.TypeName
        && !SaysMore.Any(input => BlockEdit.Written(step, input) is not null)
        && BlockEdit.Written(step, "timing") is null or "Parallel"
        && new[] { step["branch"], step["department"] }.All(IsFixed)
            ? BlockEdit.Written(step, "branch") ?? BlockEdit.Written(step, "department")
            : null;

    private static bool IsFixed(JsonNode? input) =>
        input?["expression"]?["type"] is null || input["expression"]!["type"]!.ToString() is "Literal" or "Object";

    // Whatever the department says, the flow goes the same way.
    private static bool IsLeftAlike(IEnumerable<JsonObject> arrows)
    {
        var ways = arrows.GroupBy(arrow => BlockEdit.From(arrow).Port, BlockEdit.To).ToDictionary(way => way.Key, way => way.ToHashSet());
        return ways.Keys.All(BlockDrawing.Ways.Contains)
            && BlockDrawing.Ways.All(way => way == BranchOutcome.TimedOut || ways.ContainsKey(way))
            && ways.Values.All(way => way.SetEquals(ways[BranchOutcome.Approved]));
    }

    private static JsonObject? SumBehind(BlockEdit drawing, IEnumerable<JsonObject> behind, string join, ParallelBlock block) =>
        behind.ToList() is [var only]
        && drawing.Step(BlockEdit.To(only)) is { } sum
        && TypeOf(sum) == SumUpApprovalsActivity.TypeName
        && drawing.Arrows.All(arrow => BlockEdit.To(arrow) != BlockEdit.To(only) || BlockEdit.From(arrow).Step == join)
        && ParallelBlock.Read(BlockEdit.Written(sum, SumUpApprovalsActivity.Lanes), null).Lanes.ToHashSet().SetEquals(block.Lanes)
            ? sum
            : null;
}
