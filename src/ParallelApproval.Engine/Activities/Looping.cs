using System.Text.Json;

namespace ParallelApproval.Engine;

/// <summary>What loops share: one body, run again and again; Break ends the loop.</summary>
internal abstract class Loop : BuiltInActivity
{
    protected static readonly PortDescriptor Body = Describe.Slot("Body", "循环体", "Body");

    public override void ChildEnded(Step step, Execution run, Node node, Node child, IReadOnlyList<string> outcomes) =>
        Begin(step, run, node);

    /// <summary>Runs the body with these variables of its own; without a body the loop just goes on.</summary>
    protected static void Iterate(Step step, Execution run, Node node, int cursor, JsonElement? current)
    {
        if (current is { } value)
            foreach (var (output, variable) in node.Bindings)
                if (output == "CurrentValue")
                    step.Set(run, node.Names.Of(variable), value);
        var variables = current is { } item
            ? new Dictionary<string, JsonElement>(StringComparer.Ordinal) { ["CurrentValue"] = item, ["CurrentIndex"] = Json.Of(cursor) }
            : null;
        step.Begin(node.Embedded["body"], run.Number, variables);
    }

    protected static bool HasBody(Node node) => node.Embedded.ContainsKey("body");
}

/// <summary>While (当): repeats its body as long as the condition holds.</summary>
internal sealed class While : Loop
{
    public override ActivityDescriptor Descriptor { get; } =
        Describe.Activity(
            "While",
            Describe.Looping,
            new("当…循环", "While"),
            new("条件成立时重复", "Repeats while the condition holds")
        ) with
        {
            IsContainer = true,
            Inputs = [Describe.Input("Condition", "Boolean", "条件", "Condition", required: true)],
            Ports = [Body],
        };

    public override void Begin(Step step, Execution run, Node node)
    {
        if (!HasBody(node) || !step.Flag(run, node, "Condition"))
            step.Complete(run, Outcomes.Done);
        else
            Iterate(step, run, node, 0, null);
    }
}

/// <summary>For (计数): repeats its body for each number from start to end.</summary>
internal sealed class For : Loop
{
    public override ActivityDescriptor Descriptor { get; } =
        Describe.Activity(
            "For",
            Describe.Looping,
            new("计数循环", "For"),
            new("从起始数到结束数重复", "Repeats for each number from start to end")
        ) with
        {
            IsContainer = true,
            Ports = [Body],
            Outputs = [Describe.Output("CurrentValue", "Int32", "当前值", "Current value")],
            Inputs =
            [
                Describe.Input("Start", "Int32", "起始", "Start"),
                Describe.Input("End", "Int32", "结束", "End", required: true),
                Describe.Input("Step", "Int32", "步长", "Step"),
                Describe.Input("OuterBoundInclusive", "Boolean", "包含结束", "Including the end", "checkbox") with
                {
                    DefaultValue = Json.True,
                },
            ],
        };

    public override void Begin(Step step, Execution run, Node node)
    {
        var (start, end) = (step.Whole(run, node, "Start") ?? 0, step.Whole(run, node, "End") ?? 0);
        var pace = step.Whole(run, node, "Step") ?? 1;
        if (pace == 0)
            throw new ActivityFailure("step_is_zero", $"Expected the step of loop '{node.Key}' not to be 0, but it is.");
        var inclusive =
            step.Value(run, node, "OuterBoundInclusive") is not { } bound || bound.ValueKind == JsonValueKind.Null || Values.IsTrue(bound);
        var count = run.Cursor is { } cursor ? cursor + 1 : 0;
        var at = start + (long)count * pace;
        var isInside = pace > 0 ? at < end || inclusive && at == end : at > end || inclusive && at == end;
        if (!isInside || !HasBody(node))
        {
            step.Complete(run, Outcomes.Done);
            return;
        }
        step.Emit(new ActivityAdvanced(step.Now, run.Number, count));
        Iterate(step, run, node, count, Json.Of(at));
    }
}

/// <summary>ForEach (遍历): repeats its body for each item, one after the other.</summary>
internal sealed class ForEach : Loop
{
    public override ActivityDescriptor Descriptor { get; } =
        Describe.Activity(
            "ForEach",
            Describe.Looping,
            new("遍历", "For each"),
            new("对每一项依次执行", "Runs once for each item, one after the other")
        ) with
        {
            IsContainer = true,
            Ports = [Body],
            Inputs = [Describe.Input("Items", "List<Object>", "项目", "Items", "multitext", required: true)],
            Outputs = [Describe.Output("CurrentValue", "Object", "当前值", "Current value")],
        };

    public override void Begin(Step step, Execution run, Node node)
    {
        var items = run.Items ?? Values.List(step.Value(run, node, "Items"));
        var next = run.Cursor is { } cursor ? cursor + 1 : 0;
        if (next >= items.GetArrayLength() || !HasBody(node))
        {
            step.Complete(run, Outcomes.Done);
            return;
        }
        step.Emit(new ActivityAdvanced(step.Now, run.Number, next, run.Items is null ? items : null));
        Iterate(step, run, node, next, items[next]);
    }
}

/// <summary>ParallelForEach (并行遍历): runs its body for all items at the same time; ends with the last.</summary>
internal sealed class ParallelForEach : Loop
{
    public override ActivityDescriptor Descriptor { get; } =
        Describe.Activity(
            "ParallelForEach",
            Describe.Looping,
            new("并行遍历", "Parallel for each"),
            new("对每一项同时执行", "Runs for all items at the same time")
        ) with
        {
            IsContainer = true,
            Ports = [Body],
            Inputs = [Describe.Input("Items", "Object", "项目", "Items", "multitext", required: true)],
        };

    public override void Begin(Step step, Execution run, Node node)
    {
        var items = Values.List(step.Value(run, node, "Items"));
        if (items.GetArrayLength() == 0 || !HasBody(node))
            step.Complete(run, Outcomes.Done);
        else
            foreach (var (index, item) in items.EnumerateArray().Index())
                Iterate(step, run, node, index, item);
    }

    public override void ChildEnded(Step step, Execution run, Node node, Node child, IReadOnlyList<string> outcomes)
    {
        if (step.CountInside(run.Number) == 0)
            step.Complete(run, Outcomes.Done);
    }
}

/// <summary>Break (跳出): ends the nearest loop around it.</summary>
internal sealed class Break : BuiltInActivity
{
    public override ActivityDescriptor Descriptor { get; } =
        Describe.Activity("Break", Describe.Looping, new("跳出循环", "Break"), new("结束最近的循环", "Ends the nearest loop")) with
        {
            IsTerminal = true,
        };

    public override void Begin(Step step, Execution run, Node node)
    {
        var loop = step.Enclosing(run, (_, outer) => outer.Behaviour is Loop)
            ?? throw new ActivityFailure("break_outside_loop", $"Expected '{node.Key}' to stand inside a loop, but it does not.");
        step.Emit(new ActivityCompleted(step.Now, run.Number, node.Key, Outcomes.Done));
        step.CancelInside(loop.Number, $"'{node.Key}' broke out of the loop");
        step.Complete(loop, Outcomes.Done);
    }
}
