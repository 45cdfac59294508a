using ParallelApproval.Identities;

namespace ParallelApproval.Supervision.Points;

/// <summary>A fee that was charged (收费).</summary>
/// <param name="Published">What the item publishes for the branch, yuan.</param>
/// <param name="Charged">What the applicant paid, yuan.</param>
/// <param name="ReceiptNumber">The number of the receipt (收费票据); null when none was given.</param>
public sealed record FeeFact(CaseNumber Case, int Branch, string Department, string? Officer, decimal Published, decimal Charged, string? ReceiptNumber, DateTimeOffset At);

/// <summary>E12 收费: another sum was charged than is published, or no receipt was given.</summary>
internal sealed class E12WrongFee(IEnumerable<IFactSource<FeeFact>> sources) : MonitorPoint
{
    public override PointRule Rule { get; } = new("E12", new("收费·异常", "Fee: not as published"), "行政许可法 art. 58, 59, 75", CardColour.Red, Answerer.Holder)
    {
        IsFed = sources.Any(),
        Reasons = new Dictionary<string, Wording>
        {
            ["not_published"] = new("公布收费 {published} 元，实收 {charged} 元", "{published} yuan are published, {charged} were charged"),
            ["free"] = new("公布不收费，实收 {charged} 元", "It is free of charge, but {charged} yuan were charged"),
            ["no_receipt"] = new("收费 {charged} 元未开票据", "{charged} yuan were charged without a receipt"),
        },
    };

    public override async Task<IReadOnlyList<Finding>> PatrolAsync(PatrolGround ground, PointSettings settings, CancellationToken cancellation) =>
        [.. (await sources.AllAsync(ground.Now, cancellation)).Select(fact => Judge(fact, ground.Answerers, settings)).OfType<Finding>()];

    internal Finding? Judge(FeeFact fact, Answerers answerers, PointSettings settings)
    {
        var reason = fact.Charged != fact.Published ? fact.Published == 0 ? "free" : "not_published" : fact.Charged > 0 && string.IsNullOrWhiteSpace(fact.ReceiptNumber) ? "no_receipt" : null;
        if (reason is null) return null;
        var (department, officer) = answerers.Of(fact.Department, fact.Officer);
        return new(Rule.Id, fact.Case, fact.Branch, $"fee-{fact.At.UtcTicks}", settings.Colour, department, officer, reason,
            Values(("published", fact.Published), ("charged", fact.Charged)), fact.At);
    }
}
