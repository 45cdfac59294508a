using ParallelApproval.Cases;
using ParallelApproval.Clocks;
using ParallelApproval.Events;

namespace ParallelApproval.Supervision;

/// <summary>
/// E16 延期: a limit was extended after it had passed, a second time, or, for a joint case, without leave of the head of the government. The
/// first two are refused when they are tried; here they are looked for in what is recorded.
/// </summary>
internal sealed class E16UnlawfulExtension : MonitorPoint
{
    private static readonly string[] HeadsOfGovernment =
    [
        "人民政府",
        "区政府",
        "县政府",
        "市政府",
        "区长",
        "县长",
        "市长",
        "government",
        "mayor",
    ];

    public override PointRule Rule { get; } =
        new("E16", new("延期·违规", "Extension: not lawful"), "行政许可法 art. 42", CardColour.Red, Answerer.Holder)
        {
            Reasons = new Dictionary<string, Wording>
            {
                ["after_limit"] = new("法定时限届满后延期", "Extended after the legal limit had passed"),
                ["twice"] = new("第 {count} 次延期", "Extension number {count}"),
                ["wrong_level"] = new(
                    "联办件延期由“{leave}”批准，非本级政府负责人",
                    "A joint case was extended by leave of \"{leave}\", who is not the head of the government"
                ),
            },
        };

    public override IReadOnlyCollection<Type> Kinds => [typeof(BranchExtended), typeof(CaseExtended)];

    public override IEnumerable<Finding> Judge(Heard heard, CaseFacts facts, PointSettings settings)
    {
        var (branch, count) = heard.As<BranchExtended>() is { } extended
            ? (extended.Branch, SinceReapplied(facts, extended.Branch))
            : (0, facts.Past<CaseExtended>().Count());
        if (facts.Past<ClockTurned>().Any(turned => turned is { Colour: ClockColour.DarkRed } && turned.Branch == branch))
            yield return Found(heard, facts, settings, branch, "after_limit");
        else if (count > 1)
            yield return Found(heard, facts, settings, branch, "twice", null, ("count", count));
        else if (
            heard.As<CaseExtended>() is { } joint
            && facts.Item.IsJoint
            && !HeadsOfGovernment.Any(head => joint.ApprovedBy.Contains(head, StringComparison.OrdinalIgnoreCase))
        )
            yield return Found(heard, facts, settings, 0, "wrong_level", null, ("leave", joint.ApprovedBy));
    }

    // A branch that was applied for anew has a new limit, and may be extended once again.
    private static int SinceReapplied(CaseFacts facts, int branch)
    {
        var from = facts.Trail.LastOrDefault(line => line.As<BranchReapplied>() is { } anew && anew.Branch == branch)?.Event.Sequence ?? 0;
        return facts.Trail.Count(line =>
            line.Event.Sequence > from && line.As<BranchExtended>() is { } extended && extended.Branch == branch
        );
    }
}
