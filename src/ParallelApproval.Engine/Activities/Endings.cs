namespace ParallelApproval.Engine;

/// <summary>Start (开始): where a flowchart begins.</summary>
internal sealed class Start : BuiltInActivity
{
    public override ActivityDescriptor Descriptor { get; } =
        Describe.Activity("Start", Describe.Flow, new("开始", "Start"), new("流程从这里开始", "The flowchart begins here")) with
        {
            IsStart = true,
        };

    public override void Begin(Step step, Execution run, Node node) => step.Complete(run, Outcomes.Done);
}

/// <summary>End (结束): ends its flowchart; what still runs in it is cancelled.</summary>
internal sealed class End : BuiltInActivity
{
    public override ActivityDescriptor Descriptor { get; } =
        Describe.Activity(
            "End",
            Describe.Flow,
            new("结束", "End"),
            new("结束所在的流程图，其余分支取消", "Ends its flowchart and cancels what still runs in it")
        ) with
        {
            IsTerminal = true,
        };

    public override void Begin(Step step, Execution run, Node node) => step.Complete(run, Outcomes.Done);
}

/// <summary>Finish (办结流程): ends the whole workflow; what still runs is cancelled.</summary>
internal sealed class Finish : BuiltInActivity
{
    public override ActivityDescriptor Descriptor { get; } =
        Describe.Activity(
            "Finish",
            Describe.Flow,
            new("完成流程", "Finish"),
            new("结束整个流程，其余分支取消", "Ends the whole workflow and cancels what still runs")
        ) with
        {
            IsTerminal = true,
        };

    public override void Begin(Step step, Execution run, Node node)
    {
        step.Emit(new ActivityCompleted(step.Now, run.Number, node.Key, Outcomes.Done));
        step.Finish(Outcomes.Done);
    }
}

/// <summary>Fault (故障): stops here with an incident that somebody must look at.</summary>
internal sealed class Fault : BuiltInActivity
{
    public override ActivityDescriptor Descriptor { get; } =
        Describe.Activity(
            "Fault",
            Describe.Primitives,
            new("故障", "Fault"),
            new("记录一个需要人工处理的故障", "Records an incident that somebody must look at")
        ) with
        {
            IsTerminal = true,
            Inputs =
            [
                Describe.Input("Code", "String", "代码", "Code"),
                Describe.Input("Category", "String", "类别", "Category"),
                Describe.Input("FaultType", "String", "类型", "Type"),
                Describe.Input("Message", "String", "说明", "Message", "multiline"),
            ],
        };

    public override void Begin(Step step, Execution run, Node node) =>
        throw new ActivityFailure(
            step.Text(run, node, "Code") is { Length: > 0 } code ? code : "fault",
            step.Text(run, node, "Message") is { Length: > 0 } message ? message : $"Activity '{node.Key}' raised a fault."
        );
}

/// <summary>Complete (完成子流程): ends the composite in which it stands, by the outcomes it names; outside a composite, the workflow.</summary>
internal sealed class CompleteComposite : BuiltInActivity
{
    public override ActivityDescriptor Descriptor { get; } =
        Describe.Activity(
            "Complete",
            Describe.Composition,
            new("完成子流程", "Complete"),
            new("以指定结果结束所在子流程", "Ends the composite by the outcomes it names")
        ) with
        {
            IsTerminal = true,
            Inputs = [Describe.Input("Outcomes", "Object", "结果", "Outcomes", "outcome-picker")],
        };

    public override void Begin(Step step, Execution run, Node node)
    {
        var outcomes = Values.Texts(step.Value(run, node, "Outcomes"));
        var composite = step.Enclosing(run, (_, outer) => outer.Composite is not null || outer.Behaviour is BlockActivity);
        step.Emit(new ActivityCompleted(step.Now, run.Number, node.Key, Outcomes.Done));
        if (composite is null)
        {
            step.Finish(outcomes.Count == 0 ? Outcomes.Done : outcomes);
            return;
        }
        step.CancelInside(composite.Number, $"'{node.Key}' completed the composite");
        CompositeActivity.End(step, composite, outcomes.Count == 0 ? Outcomes.Done : outcomes);
    }
}

/// <summary>Stands where an activity type is unknown; an incident when it is reached.</summary>
internal sealed class NotFoundActivity : BuiltInActivity
{
    public static readonly NotFoundActivity Instance = new();

    public override ActivityDescriptor Descriptor { get; } =
        Describe.Activity(
            "NotFoundActivity",
            Describe.System,
            new("未知活动", "Not found"),
            new("活动类型不存在", "The activity type does not exist")
        ) with
        {
            IsBrowsable = false,
        };

    public override void Begin(Step step, Execution run, Node node) =>
        throw new ActivityFailure(
            "activity_not_found",
            $"Expected activity '{node.Key}' to be of a known type, but "
                + $"{node.Source.Properties.GetValueOrDefault("missingTypeName", Json.Of(node.Source.Type))} version "
                + $"{node.Source.Version} is none."
        );
}
