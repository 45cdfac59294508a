using ParallelApproval.Evaluations;
using ParallelApproval.Supervision;

namespace ParallelApproval.Web.Supervision;

/// <summary>
/// Tells supervision of bad ratings that are overdue and of ratings that seem to be an officer's own (好差评事实). It stands at the front door,
/// because neither of the two rooms, which share a floor, may know the other.
/// </summary>
internal sealed class RatingFacts(RemedyQueries ratings) : IFactSource<RatingFact>
{
    private static readonly TimeSpan LookedBack = TimeSpan.FromDays(7);

    public async Task<IReadOnlyList<RatingFact>> TellAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var overdue = await ratings.OverdueAsync(now, cancellation);
        var suspect = await ratings.SuspectAsync(now - LookedBack, cancellation);
        return
        [
            .. overdue.Select(late => new RatingFact(
                late.Rating.Case,
                late.Rating.ToString(),
                late.Department,
                late.Officer,
                DutyOf(late.Step),
                late.Round,
                late.DueOn
            )),
            .. suspect.Select(own => new RatingFact(
                own.Rating.Case,
                own.Rating.ToString(),
                own.Department,
                own.Officer,
                null,
                1,
                own.RatedOn,
                IsFromOwnDevice: true
            )),
        ];
    }

    private static RatingDuty? DutyOf(RemedyStep step) =>
        step switch
        {
            RemedyStep.CallBack => RatingDuty.CallBack,
            RemedyStep.Fix => RatingDuty.Fix,
            RemedyStep.Recall => RatingDuty.Recall,
            _ => null,
        };
}
