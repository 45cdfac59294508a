using ParallelApproval.Cases;
using ParallelApproval.Events;

namespace ParallelApproval.Supervision;

/// <summary>
/// E13 材料: a paper was asked for that is not on the published list, or that another department of the same case had asked for already.
/// </summary>
internal sealed class E13PaperNotOnList : MonitorPoint
{
    public override PointRule Rule { get; } =
        new(
            "E13",
            new("材料·越界", "Papers: not on the list, or asked twice"),
            "行政许可法 art. 31；国务院令第716号 art. 7",
            CardColour.Yellow,
            Answerer.Holder
        )
        {
            Reasons = new Dictionary<string, Wording>
            {
                ["not_on_list"] = new("要求目录外材料 {paper}", "Asked for {paper}, which is not on the published list"),
                ["asked_twice"] = new("材料 {paper} 已由分支 {branch} 要求过", "Branch {branch} had asked for {paper} already"),
            },
        };

    public override IReadOnlyCollection<Type> Kinds => [typeof(CorrectionNotified), typeof(BranchCorrectionRequested)];

    public override IEnumerable<Finding> Judge(Heard heard, CaseFacts facts, PointSettings settings)
    {
        var asked = heard.As<BranchCorrectionRequested>();
        var papers = (asked?.Faults ?? heard.As<CorrectionNotified>()?.Faults ?? [])
            .Select(fault => fault.MaterialCode)
            .Distinct()
            .ToList();
        foreach (var paper in papers.Where(paper => !facts.Item.Materials.Any(listed => listed.Code == paper && listed.IsAsked)))
            yield return Found(
                heard,
                facts,
                settings,
                asked?.Branch ?? 0,
                "not_on_list",
                $"event-{heard.Event.Sequence}-{paper}",
                ("paper", paper)
            );
        if (asked is null)
            yield break;
        foreach (var paper in papers)
            if (
                facts
                    .Past<BranchCorrectionRequested>()
                    .FirstOrDefault(earlier =>
                        earlier.Branch != asked.Branch && earlier.Faults.Any(fault => fault.MaterialCode == paper)
                    ) is
                { } first
            )
                yield return Found(
                    heard,
                    facts,
                    settings,
                    asked.Branch,
                    "asked_twice",
                    $"event-{heard.Event.Sequence}-{paper}-twice",
                    ("paper", paper),
                    ("branch", first.Branch)
                );
    }
}
