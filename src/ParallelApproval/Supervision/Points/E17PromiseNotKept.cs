using ParallelApproval.Cases;
using ParallelApproval.Clocks;
using ParallelApproval.Events;
using ParallelApproval.Identities;

namespace ParallelApproval.Supervision.Points;

/// <summary>Something that was promised for later and is told by another room (告知承诺), such as a check after the decision.</summary>
/// <param name="Matter">What is to be done or checked.</param>
/// <param name="DoneOn">The day it was done; null while it has not been.</param>
public sealed record PromiseFact(CaseNumber Case, int Branch, string Department, string? Officer, string Matter, DateOnly Due, DateOnly? DoneOn);

/// <summary>
/// E17 容缺/承诺跟踪: a paper that was promised for later has not come when the promised time of the case is over; or a check that follows a decision on a promise is overdue.
/// </summary>
internal sealed class E17PromiseNotKept(IEnumerable<IFactSource<PromiseFact>> sources) : MonitorPoint
{
    public override PointRule Rule { get; } = new("E17", new("容缺/承诺·跟踪", "Promises: not followed up"), "浙江省“最多跑一次”规定 art. 14", CardColour.Yellow, Answerer.Intake)
    {
        Reasons = new Dictionary<string, Wording>
        {
            ["overdue"] = new("{matter} 应于 {due} 前核查", "{matter} was to be checked by {due}"),
            ["paper"] = new("容缺材料 {papers} 应于 {due} 前补齐", "The papers promised for later, {papers}, were to come by {due}"),
        },
    };

    public override IReadOnlyCollection<Type> Kinds => [typeof(DeferralMissed)];

    public override IEnumerable<Finding> Judge(Heard heard, CaseFacts facts, PointSettings settings)
    {
        if (heard.As<DeferralMissed>() is { } missed)
            yield return Found(heard, facts, settings, 0, "paper", "deferred", ("papers", string.Join('、', missed.Papers)), ("due", missed.Due));
    }

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
