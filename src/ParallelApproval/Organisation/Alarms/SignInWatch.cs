using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;

namespace ParallelApproval.Organisation;

/// <summary>
/// Whether unusual sign-ins are told (异常登录告警); setting <c>ParallelApproval:SignInAlarms</c>, on in Production unless it is set.
/// </summary>
public sealed record SignInAlarmRule(bool IsOn);

/// <summary>A sign-in was unusual.</summary>
public sealed record SignInWasUnusual(string Officer, Guid Session, UnusualSign[] Signs) : HouseEvent;

/// <summary>
/// Looks at each sign-in while it begins (登录监测) and notes what is unusual of it, in the transaction of the session. The rules are
/// <see cref="UnusualSignIns"/>.
/// </summary>
public sealed class SignInWatch(
    IDbContextFactory<ApprovalDbContext> contexts,
    Sessions sessions,
    IKnowWorkingHours hours,
    SignInAlarmRule rule
)
{
    /// <summary>Wrong passwords for an account, before the right one makes them forgotten.</summary>
    internal async Task<int> FailuresOfAsync(string? userName, CancellationToken cancellation)
    {
        if (!rule.IsOn)
            return 0;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await PasswordProof.FailuresOfAsync(db, OfficerNames.Normalise(userName ?? ""), sessions.Now, cancellation);
    }

    internal async Task<UnusualSign[]> LookAsync(
        ApprovalDbContext db,
        Officer officer,
        SignInPlace place,
        int failures,
        DateTimeOffset now,
        CancellationToken cancellation
    )
    {
        if (!rule.IsOn)
            return [];
        var since = now - Sessions.Kept;
        var earlier = await db.Set<OfficerSession>()
            .Where(session => session.OfficerId == officer.Id && session.BeganAt > since)
            .Select(session => new
            {
                session.Address,
                session.Agent,
                session.Stamp,
                session.EndedAt,
                session.EndsAt,
                session.SeenAt,
            })
            .ToListAsync(cancellation);
        var idle = sessions.IdleSince(now);
        return
        [
            .. UnusualSignIns.Of(
                new(
                    UnusualSignIns.NetworkOf(place.Address),
                    place.Agent,
                    [
                        .. earlier.Select(one => new EarlierSignIn(
                            UnusualSignIns.NetworkOf(one.Address),
                            one.Agent,
                            one.EndedAt is null && one.EndsAt > now && one.SeenAt > idle && one.Stamp == officer.SecurityStamp
                        )),
                    ],
                    failures,
                    now - officer.LastSignedInAt,
                    officer.Roles.Any(role => role.IsOfAdministration()),
                    hours.IsAtWork(now, UnusualSignIns.Margin)
                )
            ),
        ];
    }

    internal static IEnumerable<HouseEvent> Raise(ApprovalDbContext db, Officer officer, OfficerSession session, UnusualSign[] signs)
    {
        if (signs.Length == 0)
            return [];
        foreach (var sign in signs)
            db.Add(
                new SignInAlarm
                {
                    Id = Guid.CreateVersion7(session.BeganAt),
                    OfficerId = officer.Id,
                    Session = session.Id,
                    Sign = sign,
                    At = session.BeganAt,
                }
            );
        return [new SignInWasUnusual(officer.UserName, session.Id, signs)];
    }
}
