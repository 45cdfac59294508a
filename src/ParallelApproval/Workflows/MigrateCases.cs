using ErrorOr;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;

namespace ParallelApproval.Workflows;

/// <summary>
/// 批准并执行迁移: a second person approves, and each case moves in a transaction of its own under its own lock. A case that cannot move any more stays where
/// it is and is reported. Approving again after an interruption moves the rest.
/// </summary>
public sealed record MigrateCases(string MigrationId);

/// <inheritdoc cref="MigrateCases"/>
public sealed class MigrateCasesHandler(IDbContextFactory<ApprovalDbContext> contexts, CaseCabinet cabinet, DefinitionBook book, CaseMover mover)
{
    public async Task<ErrorOr<IReadOnlyList<CaseMove>>> HandleAsync(MigrateCases command, Act act, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await db.Set<MigrationRow>().FirstOrDefaultAsync(row => row.Id == command.MigrationId, cancellation) is not { } migration) return MigrationRefusals.NoSuchMigration(command.MigrationId);
        if (migration.ProposedBy == act.UserName) return MigrationRefusals.SecondPersonNeeded(migration);
        if (migration.Moved is not null) return MigrationRefusals.AlreadyCarriedOut(migration);
        var to = PlanMigrationHandler.Target(book, migration.DefinitionId, migration.Version);
        if (to.IsError) return to.Errors;

        (migration.ApprovedBy, migration.ApprovedAt) = (act.UserName, act.At);
        await db.SaveChangesAsync(cancellation);
        var moves = new List<CaseMove>();
        foreach (var key in migration.CaseKeys) moves.Add(await MoveAsync(new(key), migration, to.Value, act, cancellation));
        migration.Moved = [.. migration.CaseKeys.Where((_, i) => moves[i].CanMove)];
        await db.SaveChangesAsync(cancellation);
        return moves;
    }

    private async Task<CaseMove> MoveAsync(CaseNumber number, MigrationRow migration, WorkflowVersion to, Act act, CancellationToken cancellation)
    {
        var moved = await cabinet.WorkOnAsync<CaseMove>(number, act, file =>
        {
            var move = mover.Move(file, to);
            if (!move.IsError) file.Record(new FlowMigrated(move.Value.FromVersion!.Value, to.Version, migration.Id, migration.ProposedBy, migration.Reason));
            return move;
        }, cancellation, Contents.Everything);
        return moved.IsError ? CaseMove.Impossible(number, null, moved.FirstError) : moved.Value;
    }
}
