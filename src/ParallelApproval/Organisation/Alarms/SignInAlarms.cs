using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;

namespace ParallelApproval.Organisation;

/// <summary>An alarm with what is known of its session.</summary>
/// <param name="Session">Null when it has been forgotten.</param>
public sealed record ToldAlarm(SignInAlarm Alarm, OfficerSession? Session);

/// <summary>Reads the alarms of unusual sign-ins (异常登录查询).</summary>
public sealed class SignInAlarms(IDbContextFactory<ApprovalDbContext> contexts, Sessions sessions)
{
    private const int Most = 200;

    /// <summary>Those that nobody has looked into and then the others, each the newest first; 200 at most.</summary>
    public async Task<IReadOnlyList<ToldAlarm>> NewestAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await WithSessionsAsync(
            db,
            await db.Set<SignInAlarm>()
                .AsNoTracking()
                .OrderByDescending(alarm => alarm.SeenAt == null)
                .ThenByDescending(alarm => alarm.At)
                .ThenByDescending(alarm => alarm.Id)
                .Take(Most)
                .ToListAsync(cancellation),
            cancellation
        );
    }

    /// <summary>Those of an officer of which he has not said that it was he, the newest first.</summary>
    public async Task<IReadOnlyList<ToldAlarm>> UnownedOfAsync(Officer officer, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await WithSessionsAsync(
            db,
            await db.Set<SignInAlarm>()
                .AsNoTracking()
                .Where(alarm => alarm.OfficerId == officer.Id && alarm.OwnedAt == null)
                .OrderByDescending(alarm => alarm.At)
                .Take(Most)
                .ToListAsync(cancellation),
            cancellation
        );
    }

    /// <summary>How many nobody has looked into; for the metric.</summary>
    public async Task<int> UnseenAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Set<SignInAlarm>().CountAsync(alarm => alarm.SeenAt == null, cancellation);
    }

    /// <summary>Takes away what is as old as the sessions that are forgotten; that there was an alarm stays in the trail. A daily
    /// job.</summary>
    public async Task ForgetOldAsync(CancellationToken cancellation)
    {
        var before = sessions.Now - Sessions.Kept;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await db.Set<SignInAlarm>().Where(alarm => alarm.At < before).ExecuteDeleteAsync(cancellation);
    }

    private static async Task<IReadOnlyList<ToldAlarm>> WithSessionsAsync(
        ApprovalDbContext db,
        List<SignInAlarm> alarms,
        CancellationToken cancellation
    )
    {
        var ids = alarms.Select(alarm => alarm.Session).Distinct().ToList();
        var held = await db.Set<OfficerSession>()
            .AsNoTracking()
            .Where(session => ids.Contains(session.Id))
            .ToDictionaryAsync(session => session.Id, cancellation);
        return [.. alarms.Select(alarm => new ToldAlarm(alarm, held.GetValueOrDefault(alarm.Session)))];
    }
}
