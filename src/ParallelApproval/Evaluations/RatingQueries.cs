using ErrorOr;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Cases;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;

namespace ParallelApproval.Evaluations;

/// <summary>Lists of ratings (评价列表), the newest first, a page at a time.</summary>
public sealed class RatingQueries(IDbContextFactory<ApprovalDbContext> contexts, RemedyLimits limits, DamagedRecords damaged)
{
    public const int LongestPage = 200;

    public async Task<RatingPage> ListAsync(RatingFilter filter, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var limit = Math.Clamp(filter.Limit, 1, LongestPage);
        var ratings = Narrow(db, filter);
        var page = await (
            from rating in ratings
                .OrderByDescending(row => row.RatedAt)
                .ThenByDescending(row => row.CaseKey)
                .ThenByDescending(row => row.Service)
                .Take(limit + 1)
            join service in db.Set<ServiceRow>() on new { rating.CaseKey, rating.Service } equals new { service.CaseKey, service.Service }
            join @case in db.Set<CaseRow>() on rating.CaseKey equals @case.CaseKey
            from remedy in db.Set<RemedyRow>().Where(row => row.CaseKey == rating.CaseKey && row.Service == rating.Service).DefaultIfEmpty()
            from appeal in db.Set<RatingAppealRow>()
                .Where(row => row.CaseKey == rating.CaseKey && row.Service == rating.Service)
                .DefaultIfEmpty()
            orderby rating.RatedAt descending, rating.CaseKey descending, rating.Service descending
            select new
            {
                Rating = rating,
                Service = service,
                @case.ItemCode,
                @case.ItemName,
                Remedy = remedy,
                Appeal = appeal,
            }
        )
            .AsNoTracking()
            .ToSoundListAsync(found => found.Rating.CaseKey, nameof(Rating), damaged, cancellation);
        var isMore = await page.IsMoreAsync(limit, ratings, nameof(Rating), damaged, cancellation);
        var lines = page.Take(limit)
            .Select(found => Line(found.Rating, found.Service, found.ItemCode, found.ItemName, found.Remedy, found.Appeal, now))
            .ToList();
        return new(lines, isMore ? RatingCursor.Of(page[lines.Count - 1].Rating) : null);
    }

    /// <summary>One rating with what has become of it; null when there is none.</summary>
    public async Task<RatingLine?> FindAsync(RatingNumber number, DateTimeOffset now, CancellationToken cancellation) =>
        (await ListAsync(new(Number: number), now, cancellation)).Ratings is [var found] ? found : null;

    /// <summary>
    /// Why what is to be done about a rating is due when it is; none where nothing is. Refused as <c>calendar_year_missing</c>.
    /// </summary>
    public async Task<ErrorOr<IReadOnlyList<ExplainedLimit>>> LimitsAsync(RatingNumber number, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var found = await (
            from rating in db.Set<RatingRow>().Where(row => row.CaseKey == number.Case.Key && row.Service == number.Service)
            from remedy in db.Set<RemedyRow>().Where(row => row.CaseKey == rating.CaseKey && row.Service == rating.Service).DefaultIfEmpty()
            select new
            {
                Rating = rating,
                Remedy = remedy,
                IsAppealed = db.Set<RatingAppealRow>().Any(row => row.CaseKey == rating.CaseKey && row.Service == rating.Service),
            }
        )
            .AsNoTracking()
            .FirstOrDefaultAsync(cancellation);
        return found is null ? Array.Empty<ExplainedLimit>() : limits.Explain(found.Rating, found.Remedy, found.IsAppealed);
    }

    /// <summary>What was done about a rating, in order (整改经过).</summary>
    public async Task<IReadOnlyList<RemedyAct>> ActsAsync(RatingNumber number, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var rows = await db.Set<EventRow>()
            .AsNoTracking()
            .Where(row => row.CaseKey == number.Case.Key && RemedyAct.Kinds.Contains(row.Kind))
            .OrderBy(row => row.Sequence)
            .ToListAsync(cancellation);
        return [.. rows.Select(row => RemedyAct.Of(row, number.Service)).OfType<RemedyAct>()];
    }

    /// <summary>
    /// How many ratings of each grade each department was given since a day, without those that a granted appeal took out (满意度).
    /// </summary>
    /// <param name="department">Null for all.</param>
    public async Task<IReadOnlyList<GradeCount>> GradesAsync(string? department, DateOnly since, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await Narrow(db, new(department, Since: since))
            .Where(row =>
                !db.Set<RatingAppealRow>()
                    .Any(appeal => appeal.CaseKey == row.CaseKey && appeal.Service == row.Service && appeal.IsGranted == true)
            )
            .GroupBy(row => new { row.Department, row.Grade })
            .Select(group => new GradeCount(group.Key.Department, group.Key.Grade, group.Count()))
            .ToListAsync(cancellation);
    }

    private static IQueryable<RatingRow> Narrow(ApprovalDbContext db, RatingFilter filter)
    {
        var ratings = db.Set<RatingRow>().AsQueryable();
        if (filter.Number is { } number)
            ratings = ratings.Where(row => row.CaseKey == number.Case.Key && row.Service == number.Service);
        if (filter.Since is { } since)
        {
            var began = since.At(TimeOnly.MinValue).ToUniversalTime();
            ratings = ratings.Where(row => row.RatedAt >= began);
        }

        if (filter.Department is { } department)
            ratings = ratings.Where(row => row.Department == department);
        if (filter.Grade is { } grade)
            ratings = ratings.Where(row => row.Grade == grade);
        if (filter.IsSuspect is true)
            ratings = ratings.Where(row => row.Suspicion != null);
        if (filter.Step is { } step)
            ratings = ratings.Where(row =>
                db.Set<RemedyRow>().Any(remedy => remedy.CaseKey == row.CaseKey && remedy.Service == row.Service && remedy.Step == step)
            );
        if (filter.HasOpenAppeal is true)
            ratings = ratings.Where(row =>
                db.Set<RatingAppealRow>()
                    .Any(appeal => appeal.CaseKey == row.CaseKey && appeal.Service == row.Service && appeal.IsGranted == null)
            );
        return filter.After is { } after
            ? ratings.Where(row =>
                row.RatedAt < after.RatedAt
                || (
                    row.RatedAt == after.RatedAt
                    && (row.CaseKey < after.CaseKey || (row.CaseKey == after.CaseKey && row.Service < after.Service))
                )
            )
            : ratings;
    }

    private static RatingLine Line(
        RatingRow rating,
        ServiceRow service,
        string itemCode,
        string itemName,
        RemedyRow? remedy,
        RatingAppealRow? appeal,
        DateTimeOffset now
    ) =>
        new(
            new RatingNumber(new(rating.CaseKey), rating.Service).ToString(),
            new CaseNumber(rating.CaseKey).ToString(),
            itemCode,
            itemName,
            service.Kind,
            rating.Grade,
            Array.ConvertAll(rating.Reasons, Enum.Parse<BadReason>),
            rating.Comment,
            rating.Department,
            service.Officer,
            rating.RatedAt.InShanghai(),
            rating.Suspicion,
            remedy?.Step,
            remedy?.DueOn,
            remedy is null ? null : ServiceLimit.ColourAt(now, remedy.DueOn, remedy.YellowOn),
            remedy?.Ended,
            appeal?.Grounds,
            appeal?.IsGranted,
            appeal?.IsGranted is not true
        );
}

/// <summary>What a list of ratings is narrowed to; all conditions hold together.</summary>
/// <param name="Since">Given on this official day or later.</param>
public sealed record RatingFilter(
    string? Department = null,
    Grade? Grade = null,
    RemedyStep? Step = null,
    bool? IsSuspect = null,
    bool? HasOpenAppeal = null,
    RatingCursor? After = null,
    int Limit = 50,
    DateOnly? Since = null,
    RatingNumber? Number = null
);

/// <summary>Where a page of ratings ended.</summary>
public sealed record RatingCursor(DateTimeOffset RatedAt, long CaseKey, int Service)
{
    internal static RatingCursor Of(RatingRow last) => new(last.RatedAt, last.CaseKey, last.Service);

    /// <summary>As it travels: opaque to the caller.</summary>
    public override string ToString() => FormattableString.Invariant($"{RatedAt.UtcTicks}.{CaseKey}.{Service}");

    /// <summary>Reads what <see cref="ToString"/> wrote; null for anything else.</summary>
    public static RatingCursor? Parse(string? text) =>
        text?.Split('.') is [var at, var key, var service]
        && long.TryParse(at, out var ticks)
        && ticks >= 0
        && ticks <= DateTimeOffset.MaxValue.UtcTicks
        && long.TryParse(key, out var caseKey)
        && int.TryParse(service, out var number)
            ? new(new(ticks, TimeSpan.Zero), caseKey, number)
            : null;
}

/// <summary>A rating with what has become of it.</summary>
/// <param name="Step">What must be done next; null for a good rating.</param>
/// <param name="Counts">False once an appeal was granted: it is out of the score.</param>
public sealed record RatingLine(
    string Id,
    string CaseNumber,
    string ItemCode,
    string ItemName,
    ServiceKind Service,
    Grade Grade,
    BadReason[] Reasons,
    string? Comment,
    string Department,
    string? Officer,
    DateTimeOffset RatedAt,
    Suspicion? Suspicion,
    RemedyStep? Step,
    DateOnly? DueOn,
    ClockColour? Colour,
    RemedyEnd? End,
    string? AppealGrounds,
    bool? AppealGranted,
    bool Counts
);

/// <summary>How many ratings of a grade a department was given.</summary>
public sealed record GradeCount(string Department, Grade Grade, int Ratings);

/// <summary>A page of ratings, and where the next one begins; null on the last.</summary>
public sealed record RatingPage(IReadOnlyList<RatingLine> Ratings, RatingCursor? Next);
