using System.Text.Json;

namespace ParallelApproval.Engine;

/// <summary>SetVariable (设置变量).</summary>
internal sealed class SetVariable : BuiltInActivity
{
    public override ActivityDescriptor Descriptor { get; } =
        Describe.Activity(
            "SetVariable",
            Describe.Primitives,
            new("设置变量", "Set variable"),
            new("给变量赋值", "Gives a variable a value")
        ) with
        {
            Inputs =
            [
                Describe.Input("Variable", "Variable", "变量", "Variable", "variable-picker", required: true) with
                {
                    IsWrapped = false,
                },
                Describe.Input("Value", "Object", "值", "Value"),
            ],
        };

    public override void Begin(Step step, Execution run, Node node)
    {
        var variable = node.Source.Properties.GetValueOrDefault("variable");
        var name = variable.Text("name")
            ?? (variable.Text("id") is { } id ? node.Names.Of(id) : null)
            ?? throw new ActivityFailure("variable_missing", $"Expected '{node.Key}' to name a variable, but it names none.");
        var value = step.Value(run, node, "Value") ?? Json.Null;
        step.Set(run, name, variable.Text("typeName") is { } type ? Values.Convert(value, type, $"variable {name}") : value);
        step.Complete(run, Outcomes.Done);
    }
}

/// <summary>SetOutput (设置输出): sets an output of the workflow, or of the composite in which it stands.</summary>
internal sealed class SetOutput : BuiltInActivity
{
    public override ActivityDescriptor Descriptor { get; } =
        Describe.Activity(
            "SetOutput",
            Describe.Composition,
            new("设置输出", "Set output"),
            new("设置流程的输出", "Sets an output of the workflow")
        ) with
        {
            Inputs =
            [
                Describe.Input("OutputName", "String", "输出", "Output", "output-picker", required: true),
                Describe.Input("OutputValue", "Object", "值", "Value"),
            ],
        };

    public override void Begin(Step step, Execution run, Node node)
    {
        var name = step.Text(run, node, "OutputName")
            ?? throw new ActivityFailure("output_missing", $"Expected '{node.Key}' to name an output, but it names none.");
        step.Emit(
            new OutputSet(
                step.Now,
                step.Enclosing(run, (_, outer) => outer.Composite is not null)?.Number ?? 0,
                name,
                step.Value(run, node, "OutputValue") ?? Json.Null
            )
        );
        step.Complete(run, Outcomes.Done);
    }
}

/// <summary>SetName (设置名称): names the running workflow.</summary>
internal sealed class SetName : BuiltInActivity
{
    public override ActivityDescriptor Descriptor { get; } =
        Describe.Activity(
            "SetName",
            Describe.Primitives,
            new("设置名称", "Set name"),
            new("给流程实例命名", "Names the running workflow")
        ) with
        {
            Inputs = [Describe.Input("Value", "String", "名称", "Name")],
        };

    public override void Begin(Step step, Execution run, Node node)
    {
        step.Emit(new NameSet(step.Now, step.Text(run, node, "Value")));
        step.Complete(run, Outcomes.Done);
    }
}

/// <summary>Correlate (关联): gives the running workflow a correlation id.</summary>
internal sealed class Correlate : BuiltInActivity
{
    public override ActivityDescriptor Descriptor { get; } =
        Describe.Activity("Correlate", Describe.Primitives, new("关联", "Correlate"), new("设置关联标识", "Sets the correlation id")) with
        {
            Inputs = [Describe.Input("CorrelationId", "String", "关联标识", "Correlation id")],
        };

    public override void Begin(Step step, Execution run, Node node)
    {
        step.Emit(new Correlated(step.Now, step.Text(run, node, "CorrelationId")));
        step.Complete(run, Outcomes.Done);
    }
}

/// <summary>WriteLine (写日志): a line for the journal.</summary>
internal sealed class WriteLine : BuiltInActivity
{
    public override ActivityDescriptor Descriptor { get; } =
        Describe.Activity(
            "WriteLine",
            Describe.Primitives,
            new("写日志", "Write line"),
            new("在流程日志中写一行", "Writes a line into the journal")
        ) with
        {
            Inputs = [Describe.Input("Text", "String", "文字", "Text", "multiline")],
        };

    public override void Begin(Step step, Execution run, Node node)
    {
        step.Emit(new LineWritten(step.Now, node.Key, step.Text(run, node, "Text") ?? ""));
        step.Complete(run, Outcomes.Done);
    }
}
