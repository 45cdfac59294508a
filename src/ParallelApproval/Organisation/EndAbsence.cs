using ErrorOr;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Refusals;

namespace ParallelApproval.Organisation;

/// <summary>
/// 销假: the absent officer is back from today; his deputy signs for him no more. An absence that has not begun never begins.
/// </summary>
[Authority("The absent officer is back from today", Role.Approver, Role.Manager, Role.Administrator)]
public sealed record EndAbsence(Guid Id);

/// <summary>An absence ended before its time.</summary>
public sealed record AbsenceEnded(string Officer, string Deputy, DateOnly BackOn) : HouseEvent;

/// <summary>By the officer himself, a manager or an administrator. Refuses an absence that is over.</summary>
public sealed class EndAbsenceHandler(Registrar registrar, OfficerRegister officers) : Handler<EndAbsence, Absence>
{
    protected override Task<ErrorOr<Absence>> CarryOutAsync(EndAbsence command, Act act, CancellationToken cancellation) =>
        registrar.EnterAsync(act, db => EnterAsync(db, command, act, cancellation), cancellation);

    private async Task<ErrorOr<Entry<Absence>>> EnterAsync(
        ApprovalDbContext db,
        EndAbsence command,
        Act act,
        CancellationToken cancellation
    )
    {
        if (await db.Set<Absence>().FirstOrDefaultAsync(known => known.Id == command.Id, cancellation) is not { } held)
            return Refusal.NotFound(RefusalCode.AbsenceNotFound, ("absence", command.Id));
        if (!officers.MayArrangeFor(act, held.OfficerId))
            return AppointDeputyHandler.NotHis();
        if (held.LastDay < act.Today || held.EndedOn is not null)
            return Refusal.Conflict(RefusalCode.AbsenceOver, ("last", held.LastDay));
        (held.EndedOn, held.EndedBy) = (act.Today, act.UserName);
        return new Entry<Absence>(
            held,
            new AbsenceEnded(officers.Find(held.OfficerId)!.UserName, officers.Find(held.DeputyId)!.UserName, act.Today)
        );
    }
}
