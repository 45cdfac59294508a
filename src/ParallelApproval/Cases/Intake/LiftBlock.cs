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
    public LiftBlockValidator() =>
        RuleFor(command => command.Reason).Given(CaseRefusals.ReasonMissing).IsOpinion();
}

/// <summary>Refuses an unknown line, one that was lifted already, and lifting by the officer who added it.</summary>
public sealed class LiftBlockHandler(IDbContextFactory<ApprovalDbContext> contexts, RegisterCache registers) : Handler<LiftBlock, Block>
{
    protected override async Task<ErrorOr<Block>> CarryOutAsync(LiftBlock command, Act act, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await db.Set<Block>().FirstOrDefaultAsync(line => line.Id == command.Id, cancellation) is not { } found)
            return Refusal.NotFound("block_not_found", "Expected a line {line} on the block list, but there is none.", ("line", command.Id));
        if (found.LiftedOn is { } lifted) return Refusal.Conflict("block_lifted_already", "Expected the line to hold, but it was lifted on {date}.", ("date", lifted));
        if (found.AddedBy == act.UserName) return Refusal.Forbidden("block_lifted_by_itself", "Expected somebody other than the officer who added the line, but that was you.");
        (found.LiftedOn, found.LiftedBy, found.LiftReason) = (act.Today, act.UserName, command.Reason.Trim());
        await db.SaveChangesAsync(cancellation);
        await RegisterCache.RaiseVersionAsync(db, BlockRegister.Name, cancellation);
        await HouseTrail.RecordAsync(db, act, new BlockLifted(command.Id, command.Reason.Trim()), cancellation);
        await transaction.CommitAsync(cancellation);
        await registers.RefreshAsync(cancellation);
        return found;
    }
}
