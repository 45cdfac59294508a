using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;

namespace ParallelApproval.Disposals;

/// <summary>解除暂缓销毁: what the file was kept for is over.</summary>
[Authority("Lift a hold from the file of a case", Role.Manager, Role.Supervisor, InDistrictOnly = true)]
public sealed record LiftHold(Guid Hold, string Reason);

/// <summary>A hold was lifted.</summary>
public sealed record DisposalHoldLifted(string Case, Guid Hold, string Reason) : HouseEvent;

internal sealed class LiftHoldValidator : AbstractValidator<LiftHold>
{
    public LiftHoldValidator() =>
        RuleFor(command => command.Reason).Given(() => Refusal.Input("reason", RefusalCode.ReasonMissing)).IsOpinion();
}

/// <summary>Refuses an unknown hold, and one that was lifted already.</summary>
public sealed class LiftHoldHandler(HouseStore house) : Handler<LiftHold, DisposalHold>
{
    protected override Task<ErrorOr<DisposalHold>> CarryOutAsync(LiftHold command, Act act, CancellationToken cancellation) =>
        house.ActAsync(act, db => LiftAsync(db, command, act, cancellation), cancellation, oneAtATime: "lift-hold");

    private static async Task<ErrorOr<Entry<DisposalHold>>> LiftAsync(
        ApprovalDbContext db,
        LiftHold command,
        Act act,
        CancellationToken cancellation
    )
    {
        if (await db.Set<DisposalHold>().FirstOrDefaultAsync(row => row.Id == command.Hold, cancellation) is not { } hold)
            return Refusal.NotFound(RefusalCode.HoldNotFound, ("hold", command.Hold));
        if (hold.LiftedAt is { } before)
            return Refusal.Conflict(RefusalCode.HoldLiftedAlready, ("at", before));
        (hold.LiftedBy, hold.LiftedAt, hold.LiftReason) = (act.UserName, act.At.ToUniversalTime(), command.Reason.Trim());
        return new Entry<DisposalHold>(hold, new DisposalHoldLifted(new CaseNumber(hold.CaseKey).ToString(), hold.Id, hold.LiftReason));
    }
}
