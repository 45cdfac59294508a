using ParallelApproval.Cases;
using ParallelApproval.Events;

namespace ParallelApproval.Supervision;

/// <summary>E06 补正·非一次性: the applicant was not told everything at once.</summary>
internal sealed class E06CorrectedTwice : MonitorPoint
{
    private const string Supplements = nameof(Supplements);

    public override PointRule Rule { get; } =
        new("E06", new("补正·非一次性", "Correction: not all at once"), "行政许可法 art. 72(4)", CardColour.Yellow, Answerer.Holder)
        {
            Thresholds = [new(Supplements, 3, 1, 20, new("每件最多补交次数", "Most supplements in a case"))],
            Reasons = new Dictionary<string, Wording>
            {
                ["second_notice"] = new("第 {count} 次补正告知", "Notice of correction number {count}"),
                ["second_in_branch"] = new(
                    "同一分支第 {count} 次要求补正",
                    "The branch asked for a correction for the time number {count}"
                ),
                ["many_supplements"] = new("申请人已补交 {count} 次", "The applicant has handed in papers {count} times since the receipt"),
            },
        };

    public override IReadOnlyCollection<Type> Kinds =>
        [typeof(CorrectionNotified), typeof(BranchCorrectionRequested), typeof(MaterialsSupplied)];

    public override IEnumerable<Finding> Judge(Heard heard, CaseFacts facts, PointSettings settings)
    {
        if (heard.As<CorrectionNotified>() is not null && facts.Past<CorrectionNotified>().Count() is var notices and > 1)
            yield return OfWindow(Found(heard, facts, settings, 0, "second_notice", null, ("count", notices)), facts);
        if (
            heard.As<BranchCorrectionRequested>() is { } asked
            && facts.Past<BranchCorrectionRequested>().Count(earlier => earlier.Branch == asked.Branch) is var times and > 1
        )
            yield return Found(heard, facts, settings, asked.Branch, "second_in_branch", null, ("count", times));
        if (
            heard.As<MaterialsSupplied>() is not null
            && facts.Past<MaterialsSupplied>().Count() is var supplements
            && supplements > settings[Supplements]
        )
            yield return OfWindow(Found(heard, facts, settings, 0, "many_supplements", "supplements", ("count", supplements)), facts);
    }

    // What the window asked for, the window answers for.
    private static Finding OfWindow(Finding finding, CaseFacts facts)
    {
        var (department, officer) = facts.Answerers.Of(Answerer.Intake, facts.File, facts.Item, 0, facts.Now);
        return finding with { Department = department, Officer = officer };
    }
}
