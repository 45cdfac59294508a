using ParallelApproval.Cases;
using ParallelApproval.Clocks;
using ParallelApproval.Events;

namespace ParallelApproval.Supervision;

/// <summary>
/// E17 容缺/承诺跟踪: a paper that was promised for later has not come when the promised time of the case is over; or a check that follows a
/// decision on a promise is overdue.
/// </summary>
internal sealed class E17PromiseNotKept : MonitorPoint
{
    public override PointRule Rule { get; } =
        new("E17", new("容缺/承诺·跟踪", "Promises: not followed up"), "浙江省“最多跑一次”规定 art. 14", CardColour.Yellow, Answerer.Intake)
        {
            Reasons = new Dictionary<string, Wording>
            {
                ["overdue"] = new("承诺事项应于 {due} 前核查", "What was promised was to be checked by {due}"),
                ["paper"] = new("容缺材料 {papers} 应于 {due} 前补齐", "The papers promised for later, {papers}, were to come by {due}"),
            },
        };

    public override IReadOnlyCollection<Type> Kinds => [typeof(DeferralMissed), typeof(LimitMissed)];

    public override IEnumerable<Finding> Judge(Heard heard, CaseFacts facts, PointSettings settings)
    {
        if (heard.As<DeferralMissed>() is { } missed)
            yield return Found(
                heard,
                facts,
                settings,
                0,
                "paper",
                "deferred",
                ("papers", string.Join('、', missed.Papers)),
                ("due", missed.Due)
            );
        if (heard.As<LimitMissed>() is { Clock: ClockKind.FollowUp } late)
            yield return Found(heard, facts, settings, late.Branch, "overdue", $"follow-up-{late.Round}", ("due", late.Due));
    }
}
