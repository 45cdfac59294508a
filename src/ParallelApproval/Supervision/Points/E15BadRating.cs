using ParallelApproval.Identities;

namespace ParallelApproval.Supervision.Points;

/// <summary>A bad rating (差评) and what was done about it.</summary>
/// <param name="File">The case rated; the centre's own file of the day of the rating where there is none.</param>
/// <param name="Rating">The number of the rating.</param>
/// <param name="CallBackDue">Until when the rater was to be called; <paramref name="CalledBackAt"/> null while he has not been.</param>
/// <param name="FixDue">Until when the matter was to be put right; <paramref name="FixedAt"/> null while it has not been.</param>
/// <param name="IsFromOwnDevice">The rating came from the device of the officer who was rated.</param>
public sealed record RatingFact(
    CaseNumber File, string Rating, string Department, string? Officer, DateTimeOffset RatedAt, DateTimeOffset CallBackDue, DateTimeOffset? CalledBackAt, DateTimeOffset FixDue,
    DateTimeOffset? FixedAt, bool IsFromOwnDevice = false);

/// <summary>E15 评价: a bad rating was not called back or not put right in time, or a rating came from the officer's own device.</summary>
internal sealed class E15BadRating(IEnumerable<IFactSource<RatingFact>> sources) : MonitorPoint
{
    public override PointRule Rule { get; } = new("E15", new("评价·整改", "Ratings: not followed up"), "国办发〔2019〕51号", CardColour.Yellow, Answerer.Holder)
    {
        IsFed = sources.Any(),
        Reasons = new Dictionary<string, Wording>
        {
            ["not_called_back"] = new("差评 {rating} 应于 {due} 前回访", "The bad rating {rating} was to be called back by {due}"),
            ["not_fixed"] = new("差评 {rating} 应于 {due} 前整改", "The bad rating {rating} was to be put right by {due}"),
            ["own_device"] = new("评价 {rating} 来自被评人本人设备", "The rating {rating} came from the device of the officer rated"),
        },
    };

    public override async Task<IReadOnlyList<Finding>> PatrolAsync(PatrolGround ground, PointSettings settings, CancellationToken cancellation) =>
        [.. (await sources.AllAsync(ground.Now, cancellation)).SelectMany(fact => Judge(fact, ground.Now, ground.Answerers, settings))];

    internal IEnumerable<Finding> Judge(RatingFact fact, DateTimeOffset now, Answerers answerers, PointSettings settings)
    {
        if ((fact.CalledBackAt ?? now) > fact.CallBackDue) yield return Told("not_called_back", fact.CallBackDue);
        if ((fact.FixedAt ?? now) > fact.FixDue) yield return Told("not_fixed", fact.FixDue);
        if (fact.IsFromOwnDevice) yield return Told("own_device", fact.RatedAt);

        Finding Told(string reason, DateTimeOffset due)
        {
            var (department, officer) = answerers.Of(fact.Department, fact.Officer);
            return new(Rule.Id, fact.File, 0, $"{reason}-{fact.Rating}", settings.Colour, department, officer, reason, Values(("rating", fact.Rating), ("due", due)), due);
        }
    }
}
