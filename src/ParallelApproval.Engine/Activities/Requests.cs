using System.Globalization;
using System.Text.Json;

namespace ParallelApproval.Engine;

/// <summary>Asking the host to do something and waiting for it.</summary>
internal static class Requests
{
    public static void Request(Step step, Execution run, Node node, RequestKind kind, string? name = null, DateTimeOffset? due = null)
    {
        var inputs = node.ConstantInputs ?? Inputs(node.Arguments.Values.Select(a => (a, step.Evaluate(run, a))));
        step.Emit(
            new ActivityRequested(
                step.Now,
                run.Number,
                Naming.Bookmark(node.Key, run.Number),
                node.Key,
                node.NodeId,
                node.Source.Type,
                kind,
                inputs,
                name,
                due
            )
        );
    }

    public static JsonElement Inputs(IEnumerable<(CompiledArgument Argument, JsonElement Value)> values) =>
        Json.Object(
            values
                .Where(v => v.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined))
                .OrderBy(v => v.Argument.Name, StringComparer.Ordinal)
                .Select(v => new KeyValuePair<string, JsonElement>(ActivityNode.CamelCase(v.Argument.Name), v.Value))
        );
}

/// <summary>Any activity of the host's own.</summary>
internal sealed class ExternalActivity : BuiltInActivity
{
    public static readonly ExternalActivity Instance = new();

    public override ActivityDescriptor Descriptor => throw new NotSupportedException("The host describes its own activities.");

    public override void Begin(Step step, Execution run, Node node) => Requests.Request(step, run, node, RequestKind.Activity);
}

/// <summary>Event (等待事件): waits until an event of that name is raised; its payload is the output Result.</summary>
internal sealed class Event : BuiltInActivity
{
    public override ActivityDescriptor Descriptor { get; } =
        Describe.Activity(
            "Event",
            Describe.Primitives,
            new("等待事件", "Event"),
            new("等待指定事件发生", "Waits for an event of that name")
        ) with
        {
            Kind = ActivityKind.Trigger,
            Inputs = [Describe.Input("EventName", "String", "事件名", "Event name", required: true)],
            Outputs = [Describe.Output("Result", "Object", "内容", "Payload")],
        };

    public override void Begin(Step step, Execution run, Node node) =>
        Requests.Request(
            step,
            run,
            node,
            RequestKind.Event,
            step.Text(run, node, "EventName") is { Length: > 0 } name
                ? name
                : throw new ActivityFailure("event_name_missing", $"Expected '{node.Key}' to name an event, but it names none.")
        );
}

/// <summary>Delay (延时): waits for a time span; how it is written, see <see cref="Durations"/>.</summary>
internal sealed class Delay : BuiltInActivity
{
    public override ActivityDescriptor Descriptor { get; } =
        Describe.Activity("Delay", Describe.Scheduling, new("延时", "Delay"), new("等待一段时间", "Waits for a span of time")) with
        {
            Inputs = [Describe.Input("TimeSpan", "TimeSpan", "时长", "Time span") with { DefaultValue = Json.Of("00:01:00") }],
        };

    public override void Begin(Step step, Execution run, Node node) =>
        Requests.Request(step, run, node, RequestKind.Timer, due: Due.After(step, run, node, "TimeSpan"));
}

/// <summary>Timer (定时): here the same as a delay; a timer that starts workflows is the host's business.</summary>
internal sealed class Timer : BuiltInActivity
{
    public override ActivityDescriptor Descriptor { get; } =
        Describe.Activity("Timer", Describe.Scheduling, new("定时", "Timer"), new("每隔一段时间", "Waits for its interval")) with
        {
            Kind = ActivityKind.Trigger,
            Inputs = [Describe.Input("Interval", "TimeSpan", "间隔", "Interval") with { DefaultValue = Json.Of("00:01:00") }],
        };

    public override void Begin(Step step, Execution run, Node node) =>
        Requests.Request(step, run, node, RequestKind.Timer, due: Due.After(step, run, node, "Interval"));
}

/// <summary>
/// StartAt (到点): waits until an instant; one that has passed is no wait at all. Without an offset the text is read as UTC.
/// </summary>
internal sealed class StartAt : BuiltInActivity
{
    public override ActivityDescriptor Descriptor { get; } =
        Describe.Activity("StartAt", Describe.Scheduling, new("到点继续", "Start at"), new("等到指定时刻", "Waits until an instant")) with
        {
            Kind = ActivityKind.Trigger,
            Inputs = [Describe.Input("DateTime", "DateTimeOffset", "时刻", "Instant", required: true)],
        };

    public override void Begin(Step step, Execution run, Node node)
    {
        var due = Due.At(step, run, node, "DateTime");
        if (due <= step.Now)
            step.Complete(run, Outcomes.Done);
        else
            Requests.Request(step, run, node, RequestKind.Timer, due: due);
    }
}

/// <summary>RunTask (执行任务): asks the host to run a task by name.</summary>
internal sealed class RunTask : BuiltInActivity
{
    public override ActivityDescriptor Descriptor { get; } =
        Describe.Activity(
            "RunTask",
            Describe.Primitives,
            new("执行任务", "Run task"),
            new("请求执行指定任务", "Asks for a task to be run")
        ) with
        {
            Inputs =
            [
                Describe.Input("TaskName", "String", "任务名", "Task name", required: true),
                Describe.Input("Payload", "ObjectDictionary", "参数", "Payload", "dictionary"),
            ],
            Outputs = [Describe.Output("TaskId", "String", "任务编号", "Task id"), Describe.Output("Result", "Object", "结果", "Result")],
        };

    public override void Begin(Step step, Execution run, Node node) =>
        Requests.Request(step, run, node, RequestKind.Task, step.Text(run, node, "TaskName"));
}

/// <summary>DispatchWorkflow (派发流程): starts another workflow; waits for its end only when told to.</summary>
internal sealed class DispatchWorkflow : BuiltInActivity
{
    public override ActivityDescriptor Descriptor { get; } =
        Describe.Activity(
            "DispatchWorkflow",
            Describe.Composition,
            new("派发流程", "Dispatch workflow"),
            new("启动另一个流程", "Starts another workflow")
        ) with
        {
            Inputs = [.. SubWorkflow.Inputs, Describe.Input("ChannelName", "String", "通道", "Channel")],
            Outputs = [Describe.Output("Result", "Object", "结果", "Result")],
        };

    public override void Begin(Step step, Execution run, Node node) =>
        Requests.Request(step, run, node, RequestKind.Workflow, step.Text(run, node, "WorkflowDefinitionId"));
}

/// <summary>ExecuteWorkflow (执行流程): runs another workflow and goes on with its result.</summary>
internal sealed class ExecuteWorkflow : BuiltInActivity
{
    public override ActivityDescriptor Descriptor { get; } =
        Describe.Activity(
            "ExecuteWorkflow",
            Describe.Composition,
            new("执行流程", "Execute workflow"),
            new("执行另一个流程", "Runs another workflow")
        ) with
        {
            Inputs = SubWorkflow.Inputs,
            Outputs = [Describe.Output("Result", "Object", "结果", "Result")],
        };

    public override void Begin(Step step, Execution run, Node node) =>
        Requests.Request(step, run, node, RequestKind.Workflow, step.Text(run, node, "WorkflowDefinitionId"));
}

/// <summary>What the two activities that start a workflow share.</summary>
internal static class SubWorkflow
{
    public static readonly IReadOnlyList<InputDescriptor> Inputs =
    [
        Describe.Input("WorkflowDefinitionId", "String", "流程", "Workflow", "workflow-definition-picker", required: true),
        Describe.Input("CorrelationId", "String", "关联标识", "Correlation id"),
        Describe.Input("Input", "ObjectDictionary", "输入", "Input", "dictionary"),
        Describe.Input("WaitForCompletion", "Boolean", "等待完成", "Wait for completion", "checkbox"),
    ];
}

/// <summary>When a timer is due.</summary>
internal static class Due
{
    public static DateTimeOffset After(Step step, Execution run, Node node, string input)
    {
        var text = step.Text(run, node, input);
        if (Durations.Of(text) is not { } span)
            throw new ActivityFailure(
                "time_span_invalid",
                $"Expected {input} of '{node.Key}' to be a time span such as 72:00:00 or PT36H, but it is '{text}'."
            );
        return span > DateTimeOffset.MaxValue - step.Now ? DateTimeOffset.MaxValue : step.Now + span;
    }

    public static DateTimeOffset At(Step step, Execution run, Node node, string input)
    {
        var text = step.Text(run, node, input);
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var due)
            ? due
            : throw new ActivityFailure(
                "instant_invalid",
                $"Expected {input} of '{node.Key}' to be an ISO 8601 instant, but it is '{text}'."
            );
    }
}
