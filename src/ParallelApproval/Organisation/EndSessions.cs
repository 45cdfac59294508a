using ErrorOr;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Refusals;

namespace ParallelApproval.Organisation;

/// <summary>结束会话: ends one session; who has it open is signed out within seconds, on every node.</summary>
[Authority("End one session: one's own, or as administrator that of another officer", InPerson = true)]
public sealed record EndOneSession(Guid Session);

/// <summary>结束全部会话: ends every session of an officer.</summary>
/// <param name="UserName">One's own, or as administrator another's.</param>
/// <param name="Except">One that stays open, such as the caller's own; null for none.</param>
[Authority("End all sessions of an officer: one's own, or as administrator those of another", InPerson = true)]
public sealed record EndSessions(string UserName, Guid? Except = null);

/// <summary>结束本人会话: ends one of one's own sessions, or all but one.</summary>
/// <param name="Password">As it is now: who finds an open screen does not shut its owner out.</param>
/// <param name="Session">Which one; null for all.</param>
/// <param name="Except">Of all, the one that stays open; the caller's own, unless it is said.</param>
[Authority("End one of one's own sessions, or all others, by one's password", InPerson = true)]
public sealed record EndOwnSessions(string Password, Guid? Session = null, Guid? Except = null);

/// <summary>Sessions were ended before their time: by signing out, or by somebody who ended them.</summary>
public sealed record SessionsEnded(string Officer, Guid[] Sessions) : HouseEvent;

/// <summary>How many sessions were ended.</summary>
public sealed record EndedSessions(string UserName, int Count);

internal sealed class EndOwnSessionsValidator : FluentValidation.AbstractValidator<EndOwnSessions>
{
    public EndOwnSessionsValidator() => RuleFor(command => command.Password).IsPassword();
}

internal sealed class EndSessionsValidator : FluentValidation.AbstractValidator<EndSessions>
{
    public EndSessionsValidator() => RuleFor(command => command.UserName).IsCode();
}

/// <summary>Refuses a session that is not open, and one of another officer to anybody but an administrator of the district.</summary>
public sealed class EndOneSessionHandler(HouseStore house, Sessions sessions, OfficerRegister officers)
    : Handler<EndOneSession, EndedSessions>
{
    protected override Task<ErrorOr<EndedSessions>> CarryOutAsync(EndOneSession command, Act act, CancellationToken cancellation) =>
        SessionEnds.CarryOutAsync(
            house,
            sessions,
            act,
            async db =>
                await db.Set<OfficerSession>().FirstOrDefaultAsync(known => known.Id == command.Session, cancellation) is { } session
                && officers.Find(session.OfficerId) is { } officer
                && officers.MayEndSessionsOf(officer, act)
                    ? (officer, all => all.Where(known => known.Id == session.Id))
                    : Refusal.NotFound(RefusalCode.SessionNotFound),
            cancellation
        );
}

/// <summary>Refuses another officer's sessions to anybody but an administrator of the district.</summary>
public sealed class EndSessionsHandler(HouseStore house, Sessions sessions, OfficerRegister officers) : Handler<EndSessions, EndedSessions>
{
    protected override Task<ErrorOr<EndedSessions>> CarryOutAsync(EndSessions command, Act act, CancellationToken cancellation) =>
        SessionEnds.CarryOutAsync(
            house,
            sessions,
            act,
            _ =>
                Task.FromResult<ErrorOr<(Officer, Func<IQueryable<OfficerSession>, IQueryable<OfficerSession>>)>>(
                    officers.Find(command.UserName) is { } officer && officers.MayEndSessionsOf(officer, act)
                        ? (officer, all => all.Where(known => known.OfficerId == officer.Id && known.Id != command.Except))
                        : OrganisationRefusals.OfficerNotFound(OfficerNames.Normalise(command.UserName))
                ),
            cancellation
        );
}

/// <summary>
/// Refuses a wrong password, counted as that of <see cref="ChangePassword"/>, and a session that is not open, or another officer's.
/// </summary>
public sealed class EndOwnSessionsHandler(PasswordProof proof, HouseStore house, Sessions sessions) : Handler<EndOwnSessions, EndedSessions>
{
    protected override async Task<ErrorOr<EndedSessions>> CarryOutAsync(EndOwnSessions command, Act act, CancellationToken cancellation)
    {
        var known = await proof.ProveSelfAsync(act, command.Password, cancellation);
        if (known.IsError)
            return known.Errors;
        var (own, one) = (known.Value.Id, command.Session);
        return await SessionEnds.CarryOutAsync(
            house,
            sessions,
            act,
            async db =>
                one is null || await db.Set<OfficerSession>().AnyAsync(held => held.Id == one && held.OfficerId == own, cancellation)
                    ? (known.Value, all =>
                        all.Where(held => held.OfficerId == own && (one == null ? held.Id != command.Except : held.Id == one))
                    )
                    : Refusal.NotFound(RefusalCode.SessionNotFound),
            cancellation
        );
    }
}

/// <summary>How sessions are ended, however many: in the table, in the trail, and at once on this node.</summary>
internal static class SessionEnds
{
    public static bool MayEndSessionsOf(this OfficerRegister officers, Officer officer, Act act) =>
        officers.Find(act.UserName) is { IsEnabled: true } caller
        && (
            caller.Id == officer.Id
            || (
                (caller.Is(Role.Administrator) || caller.Is(Role.SecurityAdministrator))
                && officers.Department(caller.DepartmentCode) is null or { Tier: Tier.District }
            )
        );

    public static async Task<ErrorOr<EndedSessions>> CarryOutAsync(
        HouseStore house,
        Sessions sessions,
        Act act,
        Func<ApprovalDbContext, Task<ErrorOr<(Officer, Func<IQueryable<OfficerSession>, IQueryable<OfficerSession>>)>>> which,
        CancellationToken cancellation
    )
    {
        var (ended, now) = (Array.Empty<Guid>(), sessions.Now);
        var outcome = await house.ActAsync(
            act,
            async db =>
            {
                var found = await which(db);
                if (found.IsError)
                    return (ErrorOr<Entry<EndedSessions>>)found.Errors;
                var (officer, those) = found.Value;
                var open = those(db.Set<OfficerSession>()).Where(session => session.EndedAt == null && session.EndsAt > now);
                ended = await open.Select(session => session.Id).ToArrayAsync(cancellation);
                await db.Set<OfficerSession>()
                    .Where(session => ended.Contains(session.Id) && session.EndedAt == null)
                    .ExecuteUpdateAsync(set => set.SetProperty(session => session.EndedAt, (DateTimeOffset?)now), cancellation);
                var told = new EndedSessions(officer.UserName, ended.Length);
                return ended.Length == 0
                    ? new Entry<EndedSessions>(told, [])
                    : new Entry<EndedSessions>(told, new SessionsEnded(officer.UserName, ended));
            },
            cancellation
        );
        if (!outcome.IsError)
            sessions.Ended(ended, now);
        return outcome;
    }
}
