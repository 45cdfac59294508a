using System.Collections.Frozen;

namespace ParallelApproval.Engine;

/// <summary>All activities that the engine runs itself, by type.</summary>
internal static class BuiltInActivities
{
    public static readonly IReadOnlyList<BuiltInActivity> All =
    [
        new Flowchart(),
        new Sequence(),
        new Parallel(),
        new Start(),
        new End(),
        new Finish(),
        new Fault(),
        new CompleteComposite(),
        new FlowFork(),
        new FlowJoin(),
        new FlowNode(),
        new FlowDecision(),
        new FlowSwitch(),
        new If(),
        new Switch(),
        new While(),
        new For(),
        new ForEach(),
        new ParallelForEach(),
        new Break(),
        new SetVariable(),
        new SetOutput(),
        new SetName(),
        new Correlate(),
        new WriteLine(),
        new Event(),
        new Delay(),
        new Timer(),
        new StartAt(),
        new Cron(),
        new RunTask(),
        new DispatchWorkflow(),
        new ExecuteWorkflow(),
        NotFoundActivity.Instance,
    ];

    private static readonly FrozenDictionary<string, BuiltInActivity> ByType = All.ToFrozenDictionary(a => a.Descriptor.Type);

    public static BuiltInActivity? Find(string type) => ByType.GetValueOrDefault(type);
}
