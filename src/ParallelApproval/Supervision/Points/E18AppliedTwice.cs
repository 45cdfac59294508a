using ParallelApproval.Cases;
using ParallelApproval.Events;

namespace ParallelApproval.Supervision;

/// <summary>
/// E18 申请频次·重复: the same applicant has the same item open twice, or applies again just after withdrawing, which would wash the clock.
/// </summary>
internal sealed class E18AppliedTwice : MonitorPoint
{
    private const string WashedDays = nameof(WashedDays);

    public override PointRule Rule { get; } =
        new("E18", new("申请·重复", "Applications: twice"), "中心管理规定", CardColour.Blue, Answerer.Intake)
        {
            Thresholds = [new(WashedDays, 3, 1, 60, new("撤回后几个工作日内再次申请", "Working days after a withdrawal"))],
            Reasons = new Dictionary<string, Wording>
            {
                ["open_twice"] = new("同一申请人同一事项已有在办件 {other}", "The same applicant has case {other} open on the same item"),
                ["washed"] = new("撤回 {other} 后随即重新申请", "Applied again just after withdrawing {other}"),
            },
        };

    public override IReadOnlyCollection<Type> Kinds => [typeof(CaseReceived)];

    public override IEnumerable<Finding> Judge(Heard heard, CaseFacts facts, PointSettings settings)
    {
        if (heard.As<CaseReceived>() is null || facts.Earlier is not { } earlier)
            yield break;
        var at = heard.Event.At;
        if (earlier.ClosedAt is null || earlier.ClosedAt > at)
            yield return Found(heard, facts, settings, 0, "open_twice", null, ("other", earlier.Number.ToString()));
        else if (!facts.Deadlines.HavePassed(earlier.ClosedAt.Value, settings[WashedDays], at))
            yield return Found(heard, facts, settings, 0, "washed", null, ("other", earlier.Number.ToString()));
    }
}
