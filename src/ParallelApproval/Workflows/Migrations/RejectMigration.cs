using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;

namespace ParallelApproval.Workflows;

/// <summary>驳回迁移: a second person turns a proposal down, or the one who proposed takes it back. Nothing moves by it any more.</summary>
/// <param name="Reason">Why; the proposer reads it.</param>
public sealed record RejectMigration(string MigrationId, string Reason);

internal sealed class RejectMigrationValidator : AbstractValidator<RejectMigration>
{
    public RejectMigrationValidator()
    {
        RuleFor(command => command.MigrationId).IsLine(TextLengths.Line);
        RuleFor(command => command.Reason).Given(MigrationRefusals.RejectionWithoutReason).IsOpinion();
    }
}

/// <inheritdoc cref="RejectMigration"/>
public sealed class RejectMigrationHandler(HouseStore house) : Handler<RejectMigration, MigrationRow>
{
    /// <summary>Refuses without a reason, and what has been approved or rejected already.</summary>
    protected override Task<ErrorOr<MigrationRow>> CarryOutAsync(RejectMigration command, Act act, CancellationToken cancellation) =>
        house.ActAsync(act, db => RejectAsync(db, command, act, cancellation), cancellation);

    private static async Task<ErrorOr<Entry<MigrationRow>>> RejectAsync(
        ApprovalDbContext db,
        RejectMigration command,
        Act act,
        CancellationToken cancellation
    )
    {
        if (await MigrationQueries.LockAsync(db, command.MigrationId, cancellation) is not { } migration)
            return MigrationRefusals.NoSuchMigration(command.MigrationId);
        if (migration.RejectedBy is not null)
            return MigrationRefusals.AlreadyRejected(migration);
        if (migration.ApprovedBy is not null)
            return MigrationRefusals.AlreadyCarriedOut(migration);
        (migration.RejectedBy, migration.RejectedAt, migration.RejectedBecause) = (act.UserName, act.At, command.Reason.Trim());
        return new Entry<MigrationRow>(
            migration,
            new MigrationRejected(migration.Id, migration.DefinitionId, migration.Version, migration.RejectedBecause)
        );
    }
}
