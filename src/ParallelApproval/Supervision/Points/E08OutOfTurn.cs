using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Certificates;
using ParallelApproval.Events;

namespace ParallelApproval.Supervision;

/// <summary>
/// E08 程序·越位: a step was done by somebody who may not do it, before one that comes first, or entered after the fact. The product refuses
/// the first two when they are tried; here they are looked for in what is recorded, however it came there.
/// </summary>
internal sealed class E08OutOfTurn : MonitorPoint
{
    private const string ToleranceMinutes = nameof(ToleranceMinutes);

    public override PointRule Rule { get; } =
        new("E08", new("程序·越位", "Procedure: out of turn"), "行政许可法 art. 34, 72", CardColour.Red, Answerer.Holder)
        {
            Thresholds = [new(ToleranceMinutes, 5, 0, 1_440, new("允许的时钟误差（分钟）", "Minutes by which clocks may differ"))],
            Reasons = new Dictionary<string, Wording>
            {
                ["same_person"] = new("收件与审批为同一人（{officer}）", "{officer} both received the case and decided"),
                ["other_department"] = new("由 {department} 的人员作出决定", "Decided by somebody of {department}"),
                ["before_predecessor"] = new(
                    "前置分支 {blockers} 尚未签批即作出决定",
                    "Decided before branch {blockers}, on which it depends"
                ),
                ["after_the_fact"] = new(
                    "记录时间 {at} 早于此前环节 {earlier}",
                    "Entered for {at}, which is before the step before it, {earlier}"
                ),
            },
        };

    public override IReadOnlyCollection<Type> Kinds =>
        [typeof(CaseAccepted), typeof(BranchDecided), typeof(CertificatesIssued), typeof(CaseDelivered), typeof(CaseFinished)];

    public override IEnumerable<Finding> Judge(Heard heard, CaseFacts facts, PointSettings settings)
    {
        var (happened, branch) = (heard.Event, heard.Event.Branch ?? 0);
        if (heard.As<BranchDecided>() is { } decided)
            foreach (var wrong in JudgeDecision(heard, facts, settings, decided))
                yield return wrong;
        var latest = facts
            .Trail.Where(line => line.Event.Sequence < happened.Sequence)
            .Select(line => line.Event.At)
            .DefaultIfEmpty(happened.At)
            .Max();
        if (latest - happened.At > TimeSpan.FromMinutes(settings[ToleranceMinutes]))
            yield return Found(
                heard,
                facts,
                settings,
                branch,
                "after_the_fact",
                $"event-{happened.Sequence}-time",
                ("at", happened.At),
                ("earlier", latest)
            );
    }

    private IEnumerable<Finding> JudgeDecision(Heard heard, CaseFacts facts, PointSettings settings, BranchDecided decided)
    {
        if (facts.File.FindBranch(decided.Branch) is not { } branch)
            yield break;
        // Who received may send up, for nothing is granted by it, and decide where one person is enough.
        if (heard.Event.UserName == facts.Trail[0].Event.UserName && branch.Kind is not BranchKind.Referral && !facts.Item.IsDecidedByOne)
            yield return Found(
                heard,
                facts,
                settings,
                decided.Branch,
                "same_person",
                $"event-{heard.Event.Sequence}-person",
                ("officer", heard.Event.Actor)
            );
        // On the spot the window decides for the department, by its letter.
        if (heard.Event.Department != branch.Department && facts.Item.Kind is not ItemKind.Immediate)
            yield return Found(
                heard,
                facts,
                settings,
                decided.Branch,
                "other_department",
                $"event-{heard.Event.Sequence}-department",
                ("department", heard.Event.Department)
            );
        var passed = facts
            .Past<BranchDecided>()
            .Where(earlier => earlier.Verdict is Verdict.Approve || facts.File.FindBranch(earlier.Branch)?.Kind is BranchKind.Opinion)
            .Select(earlier => earlier.Branch)
            .Concat(facts.Past<ConsentDeemed>().Select(deemed => deemed.Branch))
            .ToHashSet();
        if (branch.HardDependencies.Where(other => !passed.Contains(other)).ToArray() is { Length: > 0 } blockers)
            yield return Found(
                heard,
                facts,
                settings,
                decided.Branch,
                "before_predecessor",
                $"event-{heard.Event.Sequence}-order",
                ("blockers", string.Join('、', blockers))
            );
    }
}
