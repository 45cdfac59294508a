using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;

namespace ParallelApproval.Cases;

/// <summary>解除限制: a line of the block list holds no more from today. It stays on the list with the reason.</summary>
[Authority("Lift a line before its end", Role.Supervisor, Role.Manager, InDistrictOnly = true)]
public sealed record LiftBlock(Guid Id, string Reason);

/// <summary>A line of the block list was lifted.</summary>
public sealed record BlockLifted(Guid Line, string Reason) : HouseEvent;

internal sealed class LiftBlockValidator : AbstractValidator<LiftBlock>
{
    public LiftBlockValidator() => RuleFor(command => command.Reason).Given(CaseRefusals.ReasonMissing).IsOpinion();
}

/// <summary>Refuses an unknown line, one that was lifted already, and lifting by the officer who added it.</summary>
public sealed class LiftBlockHandler(HouseStore house) : Handler<LiftBlock, Block>
{
    protected override Task<ErrorOr<Block>> CarryOutAsync(LiftBlock command, Act act, CancellationToken cancellation) =>
        house.ActAsync(act, db => LiftAsync(db, command, act, cancellation), cancellation);

    /// <summary>The act itself, within a transaction that somebody has begun.</summary>
    internal static async Task<ErrorOr<Entry<Block>>> LiftAsync(
        ApprovalDbContext db,
        LiftBlock command,
        Act act,
        CancellationToken cancellation
    )
    {
        if (await db.Set<Block>().FirstOrDefaultAsync(line => line.Id == command.Id, cancellation) is not { } found)
            return Refusal.NotFound(RefusalCode.BlockNotFound, ("line", command.Id));
        if (found.LiftedOn is { } lifted)
            return Refusal.Conflict(RefusalCode.BlockLiftedAlready, ("date", lifted));
        if (found.AddedBy == act.UserName)
            return Refusal.Forbidden(RefusalCode.BlockLiftedByItself);
        (found.LiftedOn, found.LiftedBy, found.LiftReason) = (act.Today, act.UserName, command.Reason.Trim());
        return new Entry<Block>(found, new BlockLifted(command.Id, command.Reason.Trim())) { Registers = [BlockRegister.Name] };
    }
}
