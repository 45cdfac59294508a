using Microsoft.EntityFrameworkCore;

namespace ParallelApproval.Database;

/// <summary>How far the demonstration's time is ahead of the machine's (演示时差), kept so that a restart does not turn time back.</summary>
public sealed class DemoDistance(IDbContextFactory<ApprovalDbContext> contexts)
{
    /// <summary>Nothing until it was kept for the first time.</summary>
    public async Task<TimeSpan> ReadAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return TimeSpan.FromMicroseconds(await db.Set<DemoClockRow>().Select(row => row.Distance).SingleOrDefaultAsync(cancellation));
    }

    /// <param name="distance">Kept in whole microseconds.</param>
    public async Task KeepAsync(TimeSpan distance, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var kept = await db.Set<DemoClockRow>().SingleOrDefaultAsync(cancellation) ?? db.Add(new DemoClockRow()).Entity;
        kept.Distance = distance.Ticks / TimeSpan.TicksPerMicrosecond;
        await db.SaveChangesAsync(cancellation);
    }
}
