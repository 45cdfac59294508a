using System.Text.Json;
using ErrorOr;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Appraisals;
using ParallelApproval.Database;

namespace ParallelApproval.Bulletins;

/// <summary>
/// Reads bulletins (通报查询): as they were issued, or counted now. A period that is not over, and a quarter with a month that is not closed,
/// is refused unless provisional figures are asked for, which say that they are.
/// </summary>
public sealed class BulletinQueries
{
    private readonly ClockFacts _clocks;
    private readonly QuarterFacts _quarters;
    private readonly IDbContextFactory<ApprovalDbContext> _contexts;
    private readonly TimeProvider _time;

    internal BulletinQueries(ClockFacts clocks, QuarterFacts quarters, IDbContextFactory<ApprovalDbContext> contexts, TimeProvider time) =>
        (_clocks, _quarters, _contexts, _time) = (clocks, quarters, contexts, time);

    /// <summary>
    /// A <see cref="DailyBulletin"/>, <see cref="WeeklyBulletin"/> or <see cref="QuarterlyBulletin"/>, by the kind of the period.
    /// </summary>
    public async Task<ErrorOr<Bulletin>> ReadAsync(BulletinPeriod period, bool provisional, CancellationToken cancellation)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellation);
        var issued = await db.Set<BulletinRow>()
            .AsNoTracking()
            .FirstOrDefaultAsync(row => row.Kind == period.Kind && row.FirstDay == period.FirstDay, cancellation);
        return issued is null
            ? await CountAsync(period, provisional, cancellation)
            : (Bulletin)JsonSerializer.Deserialize(issued.Document, TypeOf(period.Kind), HouseJson.Options)!;
    }

    /// <summary>The newest bulletins of a kind that were issued, at most so many, the newest first.</summary>
    public async Task<IReadOnlyList<IssuedBulletin>> IssuedAsync(BulletinKind kind, int limit, CancellationToken cancellation)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellation);
        var rows = await db.Set<BulletinRow>()
            .AsNoTracking()
            .Where(row => row.Kind == kind)
            .OrderByDescending(row => row.FirstDay)
            .Take(limit)
            .Select(row => new
            {
                row.FirstDay,
                row.IssuedAt,
                row.IssuedBy,
            })
            .ToListAsync(cancellation);
        return
        [
            .. rows.Select(row => new IssuedBulletin(
                kind,
                new BulletinPeriod(kind, row.FirstDay).ToString(),
                row.IssuedAt.InShanghai(),
                row.IssuedBy
            )),
        ];
    }

    /// <summary>The bulletin of any kind as it is now; never the one that was issued.</summary>
    internal async Task<ErrorOr<Bulletin>> CountAsync(BulletinPeriod period, bool provisional, CancellationToken cancellation)
    {
        var now = Act.Instant(_time);
        if (period.From > now)
            return BulletinRefusals.NotBegun(period);
        if (period.To > now && !provisional)
            return BulletinRefusals.NotClosed(period);
        AppraisalPeriod[] open = period.Kind is BulletinKind.Quarterly ? await _quarters.OpenMonthsAsync(period, cancellation) : [];
        if (open.Length > 0 && !provisional)
            return BulletinRefusals.MonthsNotClosed(period, open);
        var cover = new BulletinCover(
            period.Kind,
            period.ToString(),
            period.FirstDay,
            period.LastDay,
            period.To > now ? now : period.To,
            period.To > now || open.Length > 0
        );
        return period.Kind switch
        {
            BulletinKind.Daily => await _clocks.DailyAsync(period, cover, cancellation),
            BulletinKind.Weekly => await _clocks.WeeklyAsync(period, cover, cancellation),
            _ => await _quarters.QuarterlyAsync(period, cover, cancellation),
        };
    }

    private static Type TypeOf(BulletinKind kind) =>
        kind switch
        {
            BulletinKind.Daily => typeof(DailyBulletin),
            BulletinKind.Weekly => typeof(WeeklyBulletin),
            _ => typeof(QuarterlyBulletin),
        };
}
