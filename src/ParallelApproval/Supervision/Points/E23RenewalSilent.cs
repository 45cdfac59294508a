using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Events;

namespace ParallelApproval.Supervision;

/// <summary>
/// E23 延续·逾期未决定: a licence ran out before the department decided whether to renew it, and silence has renewed it. Red: the order that comes
/// with the card is to make the certificate out.
/// </summary>
internal sealed class E23RenewalSilent : MonitorPoint
{
    public override PointRule Rule { get; } =
        new("E23", new("延续·逾期未决定", "Renewal: nobody decided"), "行政许可法 art. 50, 74", CardColour.Red, Answerer.Holder)
        {
            Reasons = new Dictionary<string, Wording>
            {
                ["silent"] = new(
                    "应于 {due} 前决定是否准予延续，逾期视为准予延续，请补办证照",
                    "Whether to renew was to be decided by {due}; it counts as renewed, and the certificate is to be made out"
                ),
            },
        };

    public override IReadOnlyCollection<Type> Kinds => [typeof(RenewalDeemed)];

    public override IEnumerable<Finding> Judge(Heard heard, CaseFacts facts, PointSettings settings)
    {
        if (
            heard.As<RenewalDeemed>() is { } deemed
            && facts.File.FindBranch(deemed.Branch) is { Kind: BranchKind.Certificate or BranchKind.Opinion }
        )
            yield return Found(heard, facts, settings, deemed.Branch, "silent", null, ("due", deemed.Expired));
    }
}
