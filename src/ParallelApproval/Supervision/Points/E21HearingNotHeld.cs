using ParallelApproval.Clocks;
using ParallelApproval.Events;

namespace ParallelApproval.Supervision;

/// <summary>E21 听证·未依法举行: a hearing that was asked for, or called, is not held and recorded within its days.</summary>
internal sealed class E21HearingNotHeld : MonitorPoint
{
    public override PointRule Rule { get; } =
        new("E21", new("听证·未依法举行", "Hearing: not held in time"), "行政许可法 art. 47, 72", CardColour.Yellow, Answerer.Holder)
        {
            Reasons = new Dictionary<string, Wording>
            {
                ["late"] = new("听证应于 {due} 前举行并制作笔录", "The hearing was to be held and recorded by {due}"),
            },
        };

    public override IReadOnlyCollection<Type> Kinds => [typeof(LimitMissed)];

    public override IEnumerable<Finding> Judge(Heard heard, CaseFacts facts, PointSettings settings)
    {
        if (heard.As<LimitMissed>() is { Clock: ClockKind.Hearing } late)
            yield return Found(heard, facts, settings, late.Branch, "late", $"hearing-{late.Round}", ("due", late.Due));
    }
}
