using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Workflows;

/// <summary>申请迁移: proposes to move these cases to that version. Nothing moves until a second person has approved.</summary>
/// <param name="Reason">Why; it stands in the audit trail of every case that moves.</param>
[Authority("Propose to move running cases to another version of their flow", Role.Designer, InDistrictOnly = true)]
public sealed record ProposeMigration(string DefinitionId, int Version, IReadOnlyList<CaseNumber> Cases, string Reason);

/// <summary>The proposal and its dry run.</summary>
public sealed record ProposedMigration(MigrationRow Migration, IReadOnlyList<CaseMove> Moves);

internal sealed class ProposeMigrationValidator : AbstractValidator<ProposeMigration>
{
    public ProposeMigrationValidator()
    {
        RuleFor(command => command.DefinitionId).IsCode();
        RuleFor(command => command.Cases)
            .Refuses((cases, _) => cases.Count is 0 or > PlanMigration.MostCases ? MigrationRefusals.NumberOfCases(cases.Count) : null);
        RuleFor(command => command.Reason).Given(MigrationRefusals.ReasonMissing).IsOpinion();
    }
}

/// <inheritdoc cref="ProposeMigration"/>
public sealed class ProposeMigrationHandler(HouseStore house, PlanMigrationHandler plan) : Handler<ProposeMigration, ProposedMigration>
{
    protected override async Task<ErrorOr<ProposedMigration>> CarryOutAsync(
        ProposeMigration command,
        Act act,
        CancellationToken cancellation
    )
    {
        var moves = await plan.HandleAsync(new(command.DefinitionId, command.Version, command.Cases), act, cancellation);
        if (moves.IsError)
            return moves.Errors;
        var migration = new MigrationRow
        {
            Id = DefinitionVersions.NewId(),
            DefinitionId = command.DefinitionId,
            Version = command.Version,
            CaseKeys = [.. command.Cases.Distinct().Select(number => number.Key)],
            Reason = command.Reason.Trim(),
            ProposedBy = act.UserName,
            ProposedAt = act.At,
        };
        return await house.ActAsync(
            act,
            db =>
            {
                db.Add(migration);
                return Task.FromResult<ErrorOr<Entry<ProposedMigration>>>(
                    new Entry<ProposedMigration>(
                        new(migration, [.. moves.Value]),
                        new MigrationProposed(
                            migration.Id,
                            migration.DefinitionId,
                            migration.Version,
                            migration.CaseKeys.Length,
                            migration.Reason
                        )
                    )
                );
            },
            cancellation
        );
    }
}
