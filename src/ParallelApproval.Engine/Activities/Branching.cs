using System.Text.Json;

namespace ParallelApproval.Engine;

/// <summary>Fork (分叉): goes on by all the branches it names; by <c>Done</c> when it names none.</summary>
internal sealed class FlowFork : BuiltInActivity
{
    public override ActivityDescriptor Descriptor { get; } =
        Describe.Activity(
            "FlowFork",
            Describe.Branching,
            new("并行分叉", "Fork"),
            new("同时走各个分支", "Goes on by all its branches at once")
        ) with
        {
            Inputs = [Describe.Input("Branches", "List<String>", "分支", "Branches", "dynamic-outcomes")],
        };

    public override void Begin(Step step, Execution run, Node node)
    {
        var branches = Values.Texts(step.Value(run, node, "Branches"));
        step.Complete(run, branches.Count == 0 ? Outcomes.Done : branches);
    }
}

/// <summary>Join (汇合): one way in after several. What its modes mean stands at <see cref="ExecutableWorkflow"/>.</summary>
internal sealed class FlowJoin : BuiltInActivity
{
    public override ActivityDescriptor Descriptor { get; } =
        Describe.Activity(
            "FlowJoin",
            Describe.Branching,
            new("汇合", "Join"),
            new("把多个分支合为一个", "Merges several branches into one")
        ) with
        {
            Inputs =
            [
                Describe.Dropdown(
                    "Mode",
                    "Elsa.Workflows.Activities.Flowchart.Models.FlowJoinMode, Elsa.Workflows.Core",
                    "方式",
                    "Mode",
                    "WaitAny",
                    ("WaitAll", new("等待全部", "Wait for all")),
                    ("WaitAllActive", new("等待全部在办", "Wait for all active")),
                    ("WaitAny", new("任一到达", "First one"))
                ) with
                {
                    InitialValue = Json.Of("WaitAllActive"),
                },
            ],
        };

    public override void Begin(Step step, Execution run, Node node) => step.Complete(run, Outcomes.Done);

    /// <summary>A mode that is not constant counts as the safest, WaitAll; the checks refuse it.</summary>
    public static MergeRule Rule(CompiledArgument mode) =>
        mode.Constant is { ValueKind: JsonValueKind.String } name
            ? name.GetString()!.ToUpperInvariant() switch
            {
                "WAITANY" => MergeRule.Any,
                "WAITALLACTIVE" => MergeRule.AllActive,
                _ => MergeRule.All,
            }
            : MergeRule.All;
}

/// <summary>Decision (判断): goes on by True or False.</summary>
internal sealed class FlowDecision : BuiltInActivity
{
    public override ActivityDescriptor Descriptor { get; } =
        Describe.Activity(
            "FlowDecision",
            Describe.Branching,
            new("判断", "Decision"),
            new("按条件走“是”或“否”", "Goes on by True or False")
        ) with
        {
            Inputs = [Describe.Input("Condition", "Boolean", "条件", "Condition", required: true)],
            Ports = [Describe.Port("True", "是", "True"), Describe.Port("False", "否", "False")],
        };

    public override void Begin(Step step, Execution run, Node node) =>
        step.Complete(run, step.Flag(run, node, "Condition") ? ["True"] : ["False"]);
}

/// <summary>Flow switch (多路判断): goes on by the first case that is true, or by all of them (MatchAny); by Default when none is.</summary>
internal sealed class FlowSwitch : BuiltInActivity
{
    public override ActivityDescriptor Descriptor { get; } =
        Describe.Activity(
            "FlowSwitch",
            Describe.Branching,
            new("多路判断", "Switch (flow)"),
            new("走条件成立的分支", "Goes on by the cases that are true")
        ) with
        {
            Inputs = [SwitchInputs.Cases("flow-switch-editor"), SwitchInputs.Mode],
            Ports = [Describe.Port("Default", "默认", "Default")],
        };

    public override void Begin(Step step, Execution run, Node node)
    {
        var matching = SwitchInputs.Matching(step, run, node).Select(c => c.Label).ToList();
        step.Complete(run, matching.Count == 0 ? ["Default"] : matching);
    }
}

/// <summary>Switch (多路选择): runs the child of the first case that is true, or of all (MatchAny); the default child when none is.</summary>
internal sealed class Switch : BuiltInActivity
{
    public override ActivityDescriptor Descriptor { get; } =
        Describe.Activity(
            "Switch",
            Describe.Branching,
            new("多路选择", "Switch"),
            new("执行条件成立的子活动", "Runs the children whose cases are true")
        ) with
        {
            IsContainer = true,
            Inputs = [SwitchInputs.Cases("switch-editor"), SwitchInputs.Mode],
            Ports = [Describe.Slot("Default", "默认", "Default")],
        };

    public override void Begin(Step step, Execution run, Node node)
    {
        var matching = SwitchInputs.Matching(step, run, node);
        var children = matching.Count == 0 ? [node.Embedded.GetValueOrDefault("default")] : matching.Select(c => c.Child).ToList();
        if (children.TrueForAll(c => c is null))
            step.Complete(run, Outcomes.Done);
        foreach (var child in children)
            if (child is not null)
                step.Begin(child, run.Number);
    }

    public override void ChildEnded(Step step, Execution run, Node node, Node child, IReadOnlyList<string> outcomes)
    {
        if (step.CountInside(run.Number) == 0)
            step.Complete(run, Outcomes.Done);
    }
}

/// <summary>What both switches share.</summary>
internal static class SwitchInputs
{
    public static InputDescriptor Cases(string hint) => Describe.Input("Cases", "Object", "条件", "Cases", hint) with { IsWrapped = false };

    public static readonly InputDescriptor Mode = Describe.Dropdown(
        "Mode",
        "Elsa.Workflows.SwitchMode, Elsa.Workflows.Core",
        "方式",
        "Mode",
        "MatchFirst",
        ("MatchFirst", new("第一个", "First match")),
        ("MatchAny", new("所有", "All matches"))
    ) with
    {
        DefaultValue = null,
    };

    public static List<CompiledCase> Matching(Step step, Execution run, Node node)
    {
        var all = string.Equals(step.Text(run, node, "Mode"), "MatchAny", StringComparison.OrdinalIgnoreCase);
        var matching = new List<CompiledCase>();
        foreach (var one in node.Cases)
        {
            if (!Values.IsTrue(step.Evaluate(run, one.Condition)))
                continue;
            matching.Add(one);
            if (!all)
                break;
        }
        return matching;
    }
}

/// <summary>If (如果): runs its Then or its Else.</summary>
internal sealed class If : BuiltInActivity
{
    public override ActivityDescriptor Descriptor { get; } =
        Describe.Activity("If", Describe.Branching, new("如果", "If"), new("按条件执行“则”或“否则”", "Runs Then or Else")) with
        {
            IsContainer = true,
            Inputs = [Describe.Input("Condition", "Boolean", "条件", "Condition", required: true)],
            Outputs = [Describe.Output("Result", "Boolean", "结果", "Result")],
            Ports = [Describe.Slot("Then", "则", "Then"), Describe.Slot("Else", "否则", "Else")],
        };

    public override void Begin(Step step, Execution run, Node node)
    {
        var holds = step.Flag(run, node, "Condition");
        step.Emit(new ActivityAdvanced(step.Now, run.Number, holds ? 1 : 0));
        if (node.Embedded.GetValueOrDefault(holds ? "then" : "else") is { } child)
            step.Begin(child, run.Number);
        else
            step.Complete(run, Outcomes.Done, Result(holds));
    }

    public override void ChildEnded(Step step, Execution run, Node node, Node child, IReadOnlyList<string> outcomes) =>
        step.Complete(run, Outcomes.Done, Result(run.Cursor == 1));

    private static readonly JsonElement Held = Json.Parse("""{"Result":true}"""),
        HeldNot = Json.Parse("""{"Result":false}""");

    private static JsonElement Result(bool holds) => holds ? Held : HeldNot;
}
