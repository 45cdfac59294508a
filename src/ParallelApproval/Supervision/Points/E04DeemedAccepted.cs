using ParallelApproval.Cases;
using ParallelApproval.Events;

namespace ParallelApproval.Supervision;

/// <summary>E04 受理·逾期视为受理: the window said nothing within the days for the notice, so the case counts as accepted.</summary>
internal sealed class E04DeemedAccepted : MonitorPoint
{
    public override PointRule Rule { get; } =
        new(
            "E04",
            new("受理·逾期视为受理", "Acceptance: deemed, nobody said anything"),
            "行政许可法 art. 32",
            CardColour.Yellow,
            Answerer.Intake
        )
        {
            Reasons = new Dictionary<string, Wording>
            {
                ["deemed"] = new("逾期未告知，视为受理", "No notice in time: it counts as accepted"),
            },
        };

    public override IReadOnlyCollection<Type> Kinds => [typeof(CaseAccepted)];

    public override IEnumerable<Finding> Judge(Heard heard, CaseFacts facts, PointSettings settings)
    {
        if (heard.As<CaseAccepted>() is not { IsDeemed: true })
            yield break;
        yield return Found(heard, facts, settings, 0, "deemed");
    }
}
