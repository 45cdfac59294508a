using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Events;

namespace ParallelApproval.Supervision;

/// <summary>
/// E10 上报超时: a lower tier has not sent a case up by the day it promised. Told when that day has passed, and else when it sends too late;
/// once for each time it has the case before it.
/// </summary>
internal sealed class E10LateReferral : MonitorPoint
{
    public override PointRule Rule { get; } =
        new("E10", new("上报超时", "Referral: late"), "行政许可法 art. 43", CardColour.Yellow, Answerer.Holder)
        {
            Reasons = new Dictionary<string, Wording> { ["late"] = new("应于 {due} 前上报", "Was to be sent up by {due}") },
        };

    public override IReadOnlyCollection<Type> Kinds => [typeof(ClockTurned), typeof(SentUp)];

    /// <summary>
    /// Whether a branch only reviews for the tier above: its lateness is told here, and not as that of a department that decides.
    /// </summary>
    internal static bool Watches(CaseFacts facts, int branch) => facts.File.FindBranch(branch) is { Kind: BranchKind.Referral };

    public override IEnumerable<Finding> Judge(Heard heard, CaseFacts facts, PointSettings settings)
    {
        if (heard.As<ClockTurned>() is { Clock: ClockKind.Promised, Colour: ClockColour.Red } turned && Watches(facts, turned.Branch))
            yield return Late(heard, facts, settings, turned.Branch, turned.Due);
        if (heard.As<SentUp>() is { } sent && sent.SentOn > sent.DueOn)
            yield return Late(heard, facts, settings, sent.Branch, sent.DueOn);
    }

    private Finding Late(Heard heard, CaseFacts facts, PointSettings settings, int branch, DateOnly due) =>
        Found(
            heard,
            facts,
            settings,
            branch,
            "late",
            $"referral-{branch}-{facts.Past<SentDown>().Count(down => down.Below == branch)}",
            ("due", due)
        );
}
