using ParallelApproval.Identities;

namespace ParallelApproval.Supervision.Points;

/// <summary>Something that was promised for later (容缺受理、告知承诺): a paper, or a check after the decision.</summary>
/// <param name="Matter">The code of the paper, or what is to be checked.</param>
/// <param name="DoneOn">The day it was done; null while it has not been.</param>
public sealed record PromiseFact(CaseNumber Case, int Branch, string Department, string? Officer, string Matter, DateOnly Due, DateOnly? DoneOn);

/// <summary>E17 容缺/承诺跟踪: a deferrable paper, or the check that follows a decision on a promise, is overdue.</summary>
internal sealed class E17PromiseNotKept(IEnumerable<IFactSource<PromiseFact>> sources) : MonitorPoint
{
    public override PointRule Rule { get; } = new("E17", new("容缺/承诺·跟踪", "Promises: not followed up"), "浙江省“最多跑一次”规定 art. 14", CardColour.Yellow, Answerer.Holder)
    {
        IsFed = sources.Any(),
        Reasons = new Dictionary<string, Wording> { ["overdue"] = new("{matter} 应于 {due} 前补齐或核查", "{matter} was to be supplied or checked by {due}") },
    };

    public override async Task<IReadOnlyList<Finding>> PatrolAsync(PatrolGround ground, PointSettings settings, CancellationToken cancellation) =>
        [.. (await sources.AllAsync(ground.Now, cancellation)).Select(fact => Judge(fact, ground.Today, ground.Answerers, settings)).OfType<Finding>()];

    internal Finding? Judge(PromiseFact fact, DateOnly today, Answerers answerers, PointSettings settings)
    {
        if ((fact.DoneOn ?? today) <= fact.Due) return null;
        var (department, officer) = answerers.Of(fact.Department, fact.Officer);
        return new(Rule.Id, fact.Case, fact.Branch, $"promise-{fact.Matter}", settings.Colour, department, officer, "overdue", Values(("matter", fact.Matter), ("due", fact.Due)),
            fact.Due.AddDays(1).At(TimeOnly.MinValue));
    }
}
