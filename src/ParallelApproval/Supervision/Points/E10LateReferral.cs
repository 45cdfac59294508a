using ParallelApproval.Identities;

namespace ParallelApproval.Supervision.Points;

/// <summary>A lower tier's promise to send a case up (上报).</summary>
/// <param name="Department">The lower tier's body.</param>
/// <param name="SentOn">The day it was sent; null while it has not been.</param>
public sealed record ReferralFact(CaseNumber Case, string Department, DateOnly PromisedFor, DateOnly? SentOn);

/// <summary>E10 上报超时: a lower tier has not sent a case up by the day it promised.</summary>
internal sealed class E10LateReferral(IEnumerable<IFactSource<ReferralFact>> sources) : MonitorPoint
{
    public override PointRule Rule { get; } = new("E10", new("上报超时", "Referral: late"), "行政许可法 art. 43", CardColour.Yellow, Answerer.Holder)
    {
        IsFed = sources.Any(),
        Reasons = new Dictionary<string, Wording> { ["late"] = new("应于 {due} 前上报", "Was to be sent up by {due}") },
    };

    public override async Task<IReadOnlyList<Finding>> PatrolAsync(PatrolGround ground, PointSettings settings, CancellationToken cancellation) =>
        [.. (await sources.AllAsync(ground.Now, cancellation)).Select(fact => Judge(fact, ground.Today, ground.Answerers, settings)).OfType<Finding>()];

    internal Finding? Judge(ReferralFact fact, DateOnly today, Answerers answerers, PointSettings settings)
    {
        if ((fact.SentOn ?? today) <= fact.PromisedFor) return null;
        var (department, officer) = answerers.Of(fact.Department, null);
        return new(Rule.Id, fact.Case, 0, $"referral-{fact.Department}", settings.Colour, department, officer, "late", Values(("due", fact.PromisedFor)),
            fact.PromisedFor.AddDays(1).At(TimeOnly.MinValue));
    }
}
