using Microsoft.EntityFrameworkCore;
using ParallelApproval.Calendars;
using ParallelApproval.Database;
using ParallelApproval.Identities;

namespace ParallelApproval.Evaluations;

/// <summary>
/// What supervision wants to hear of ratings (好差评查询): remedies that are overdue, and ratings that seem to be an officer's own.
/// </summary>
public sealed class RemedyQueries(IDbContextFactory<ApprovalDbContext> contexts)
{
    private const int MostAtOnce = 1_000;

    /// <summary>Remedies whose limit has ended by then, the oldest first; at most 1,000.</summary>
    public async Task<IReadOnlyList<OverdueRemedy>> OverdueAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var last = OfficeHours.Standard.LastEnded(now);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var overdue = await (
            from remedy in db.Set<RemedyRow>().AsNoTracking()
            where remedy.DueOn != null && remedy.DueOn <= last
            join service in db.Set<ServiceRow>() on new { remedy.CaseKey, remedy.Service } equals new { service.CaseKey, service.Service }
            orderby remedy.DueOn
            select new { Remedy = remedy, service.Officer }
        )
            .Take(MostAtOnce)
            .ToListAsync(cancellation);
        return overdue.ConvertAll(found => new OverdueRemedy(
            new(new CaseNumber(found.Remedy.CaseKey), found.Remedy.Service),
            found.Remedy.Department,
            found.Officer,
            found.Remedy.Step,
            found.Remedy.Round,
            found.Remedy.DueOn!.Value
        ));
    }

    /// <summary>Suspect ratings given at that instant or later, the oldest first; at most 1,000.</summary>
    public async Task<IReadOnlyList<SuspectRating>> SuspectAsync(DateTimeOffset since, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var suspect = await (
            from rating in db.Set<RatingRow>().AsNoTracking()
            where rating.RatedAt >= since && rating.Suspicion != null
            join service in db.Set<ServiceRow>() on new { rating.CaseKey, rating.Service } equals new { service.CaseKey, service.Service }
            orderby rating.RatedAt
            select new { Rating = rating, service.Officer }
        )
            .Take(MostAtOnce)
            .ToListAsync(cancellation);
        return suspect.ConvertAll(found => new SuspectRating(
            new(new CaseNumber(found.Rating.CaseKey), found.Rating.Service),
            found.Rating.Department,
            found.Officer,
            found.Rating.RatedAt.OfficialDate()
        ));
    }
}

/// <summary>A remedy of a bad rating that is overdue.</summary>
/// <param name="Officer">Who served; null for a matter as a whole.</param>
/// <param name="Step">What should have been done by <paramref name="DueOn"/>.</param>
public sealed record OverdueRemedy(RatingNumber Rating, string Department, string? Officer, RemedyStep Step, int Round, DateOnly DueOn);

/// <summary>A rating that seems to come from the officer who served.</summary>
public sealed record SuspectRating(RatingNumber Rating, string Department, string? Officer, DateOnly RatedOn);
