using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Evaluations;
using ParallelApproval.Identities;
using ParallelApproval.Supervision;

namespace ParallelApproval.Web.Supervision;

/// <summary>
/// Tells supervision of bad ratings that are overdue and of ratings that seem to be an officer's own (好差评事实). It stands at the front door, because neither of the two
/// rooms, which share a floor, may know the other.
/// </summary>
internal sealed class RatingFacts(IDbContextFactory<ApprovalDbContext> contexts) : IFactSource<RatingFact>
{
    private const int MostAtOnce = 1_000;
    private static readonly TimeSpan LookedBack = TimeSpan.FromDays(7);

    public async Task<IReadOnlyList<RatingFact>> TellAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var (today, since) = (now.OfficialDate(), now - LookedBack);
        var overdue = await (from remedy in db.Set<RemedyRow>().AsNoTracking()
                             where remedy.DueOn != null && remedy.DueOn < today
                             join service in db.Set<ServiceRow>() on new { remedy.CaseKey, remedy.Service } equals new { service.CaseKey, service.Service }
                             orderby remedy.DueOn
                             select new { Remedy = remedy, service.Officer }).Take(MostAtOnce).ToListAsync(cancellation);
        var suspected = await (from rating in db.Set<RatingRow>().AsNoTracking()
                               where rating.RatedAt >= since && rating.Suspicion != null
                               join service in db.Set<ServiceRow>() on new { rating.CaseKey, rating.Service } equals new { service.CaseKey, service.Service }
                               orderby rating.RatedAt
                               select new { Rating = rating, service.Officer }).Take(MostAtOnce).ToListAsync(cancellation);
        return
        [
            .. overdue.Select(found => new RatingFact(new(found.Remedy.CaseKey), NumberOf(found.Remedy.CaseKey, found.Remedy.Service), found.Remedy.Department, found.Officer,
                DutyOf(found.Remedy.Step), found.Remedy.Round, found.Remedy.DueOn!.Value)),
            .. suspected.Select(found => new RatingFact(new(found.Rating.CaseKey), NumberOf(found.Rating.CaseKey, found.Rating.Service), found.Rating.Department, found.Officer,
                null, 1, found.Rating.RatedAt.OfficialDate(), IsFromOwnDevice: true)),
        ];
    }

    private static string NumberOf(long key, int service) => new RatingNumber(new CaseNumber(key), service).ToString();

    private static RatingDuty? DutyOf(RemedyStep step) => step switch
    {
        RemedyStep.CallBack => RatingDuty.CallBack,
        RemedyStep.Fix => RatingDuty.Fix,
        RemedyStep.Recall => RatingDuty.Recall,
        _ => null,
    };
}
