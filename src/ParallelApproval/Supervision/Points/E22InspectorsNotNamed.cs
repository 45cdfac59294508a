using ParallelApproval.Clocks;
using ParallelApproval.Events;

namespace ParallelApproval.Supervision;

/// <summary>E22 检验检测·逾期未指派: two officers were not named within five working days of the acceptance.</summary>
internal sealed class E22InspectorsNotNamed : MonitorPoint
{
    public override PointRule Rule { get; } =
        new("E22", new("检验检测·逾期未指派", "Inspection: nobody named in time"), "行政许可法 art. 55", CardColour.Yellow, Answerer.Holder)
        {
            Reasons = new Dictionary<string, Wording>
            {
                ["late"] = new("应于 {due} 前指派两名以上工作人员", "Two officers were to be named by {due}"),
            },
        };

    public override IReadOnlyCollection<Type> Kinds => [typeof(LimitMissed)];

    public override IEnumerable<Finding> Judge(Heard heard, CaseFacts facts, PointSettings settings)
    {
        if (heard.As<LimitMissed>() is { Clock: ClockKind.Inspectors } late)
            yield return Found(heard, facts, settings, late.Branch, "late", $"inspectors-{late.Round}", ("due", late.Due));
    }
}
