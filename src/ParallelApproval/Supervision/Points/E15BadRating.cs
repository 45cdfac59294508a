using ParallelApproval.Identities;

namespace ParallelApproval.Supervision;

/// <summary>A bad rating (差评) and what its department had to do by when; or a rating that came from an officer's own device.</summary>
/// <param name="Rating">The number of the rating.</param>
/// <param name="Officer">The account of the officer who was rated; null for a matter.</param>
/// <param name="Duty">What had to be done; null for a rating without a duty.</param>
/// <param name="Round">1; 2 when what was done first was not enough.</param>
/// <param name="DoneOn">The day it was done; null while it has not been.</param>
public sealed record RatingFact(
    CaseNumber File,
    string Rating,
    string Department,
    string? Officer,
    RatingDuty? Duty,
    int Round,
    DateOnly Due,
    DateOnly? DoneOn = null,
    bool IsFromOwnDevice = false
);

/// <summary>What a department owes to somebody who was not content.</summary>
public enum RatingDuty
{
    /// <summary>回访.</summary>
    CallBack,

    /// <summary>整改.</summary>
    Fix,

    /// <summary>再次回访.</summary>
    Recall,
}

/// <summary>E15 评价: a bad rating was not called back or not put right in time, or a rating came from the officer's own device.</summary>
internal sealed class E15BadRating(IEnumerable<IFactSource<RatingFact>> sources) : MonitorPoint
{
    public override PointRule Rule { get; } =
        new("E15", new("评价·整改", "Ratings: not followed up"), "国办发〔2019〕51号", CardColour.Yellow, Answerer.Holder)
        {
            IsFed = sources.Any(),
            Reasons = new Dictionary<string, Wording>
            {
                ["callBack"] = new("差评 {rating} 应于 {due} 前回访", "The bad rating {rating} was to be called back by {due}"),
                ["fix"] = new("差评 {rating} 应于 {due} 前整改", "The bad rating {rating} was to be put right by {due}"),
                ["recall"] = new(
                    "差评 {rating} 整改后应于 {due} 前再次回访",
                    "After the bad rating {rating} was put right, it was to be called back again by {due}"
                ),
                ["own_device"] = new(
                    "评价 {rating} 疑来自被评人本人设备",
                    "The rating {rating} seems to come from the device of the officer rated"
                ),
            },
        };

    public override async Task<IReadOnlyList<Finding>> PatrolAsync(
        PatrolGround ground,
        PointSettings settings,
        CancellationToken cancellation
    ) => [.. (await sources.AllAsync(ground.Now, cancellation)).SelectMany(fact => Judge(fact, ground.Today, ground.Answerers, settings))];

    private IEnumerable<Finding> Judge(RatingFact fact, DateOnly today, Answerers answerers, PointSettings settings)
    {
        if (fact.Duty is { } duty && (fact.DoneOn ?? today) > fact.Due)
            yield return Told(
                duty switch
                {
                    RatingDuty.CallBack => "callBack",
                    RatingDuty.Fix => "fix",
                    _ => "recall",
                }
            );
        if (fact.IsFromOwnDevice)
            yield return Told("own_device");

        Finding Told(string reason)
        {
            var (department, officer) = answerers.Of(fact.Department, fact.Officer);
            return new(
                Rule.Id,
                fact.File,
                0,
                $"{reason}-{fact.Rating}-{fact.Round}",
                settings.Colour,
                department,
                officer,
                reason,
                Values(("rating", fact.Rating), ("due", fact.Due)),
                fact.Due.AddDays(1).At(TimeOnly.MinValue)
            );
        }
    }
}
