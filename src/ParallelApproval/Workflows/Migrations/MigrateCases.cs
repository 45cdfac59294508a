using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;

namespace ParallelApproval.Workflows;

/// <summary>
/// 批准并执行迁移: a second person approves, and each case moves in a transaction of its own under its own lock. A case that cannot move any more stays where
/// it is and is reported. Approving again after an interruption moves the rest.
/// </summary>
public sealed record MigrateCases(string MigrationId);

internal sealed class MigrateCasesValidator : AbstractValidator<MigrateCases>
{
    public MigrateCasesValidator() => RuleFor(command => command.MigrationId).IsLine(TextLengths.Line);
}

/// <inheritdoc cref="MigrateCases"/>
public sealed class MigrateCasesHandler(HouseStore house, CaseStore store, DefinitionRegister register, CaseMover mover)
    : Handler<MigrateCases, IReadOnlyList<CaseMove>>
{
    protected override async Task<ErrorOr<IReadOnlyList<CaseMove>>> CarryOutAsync(
        MigrateCases command,
        Act act,
        CancellationToken cancellation
    )
    {
        var approved = await house.ActAsync(act, db => ApproveAsync(db, command.MigrationId, act, cancellation), cancellation);
        if (approved.IsError)
            return approved.Errors;
        var (migration, to) = approved.Value;
        var moves = new List<CaseMove>();
        foreach (var key in migration.CaseKeys)
            moves.Add(await MoveAsync(new(key), migration, to, act, cancellation));
        // The approval stands in the trail, and every move in that of its case.
        await house.NoteAsync(
            async db =>
            {
                if (await MigrationQueries.LockAsync(db, migration.Id, cancellation) is { } approval)
                    approval.Moved = [.. migration.CaseKeys.Where((_, i) => moves[i].CanMove)];
            },
            cancellation
        );
        return moves;
    }

    // Approval and rejection lock the proposal, so that one of two who answer at the same instant learns of the other.
    private async Task<ErrorOr<Entry<(MigrationRow Migration, WorkflowVersion To)>>> ApproveAsync(
        ApprovalDbContext db,
        string id,
        Act act,
        CancellationToken cancellation
    )
    {
        if (await MigrationQueries.LockAsync(db, id, cancellation) is not { } migration)
            return MigrationRefusals.NoSuchMigration(id);
        if (migration.ProposedBy == act.UserName)
            return MigrationRefusals.SecondPersonNeeded(migration);
        if (migration.RejectedBy is not null)
            return MigrationRefusals.AlreadyRejected(migration);
        if (migration.Moved is not null)
            return MigrationRefusals.AlreadyCarriedOut(migration);
        var to = PlanMigrationHandler.Target(register, migration.DefinitionId, migration.Version);
        if (to.IsError)
            return to.Errors;
        (migration.ApprovedBy, migration.ApprovedAt) = (act.UserName, act.At);
        return new Entry<(MigrationRow, WorkflowVersion)>(
            (migration, to.Value),
            new MigrationApproved(migration.Id, migration.DefinitionId, migration.Version)
        );
    }

    private async Task<CaseMove> MoveAsync(
        CaseNumber number,
        MigrationRow migration,
        WorkflowVersion to,
        Act act,
        CancellationToken cancellation
    )
    {
        if (number.IsOfFlow)
            return CaseMove.Impossible(number, null, MigrationRefusals.RunStays(number));
        // The caller's key stands for the whole; under it the second case would be answered with what became of the first.
        var moved = await store.WorkOnAsync<CaseMove>(
            number,
            act with
            {
                Key = null,
            },
            file =>
            {
                var move = mover.Move(file, to);
                if (!move.IsError)
                    file.Record(
                        new FlowMigrated(move.Value.FromVersion!.Value, to.Version, migration.Id, migration.ProposedBy, migration.Reason)
                    );
                return move;
            },
            cancellation,
            Contents.Everything
        );
        return moved.IsError ? CaseMove.Impossible(number, null, moved.FirstError) : moved.Value;
    }
}
