using System.Globalization;
using ErrorOr;
using FluentValidation;
using ParallelApproval.Database;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;

namespace ParallelApproval.Workflows;

/// <summary>迁移试算: what moving these cases to that version would do, case by case. Nothing is stored; the cases are not locked.</summary>
public sealed record PlanMigration(string DefinitionId, int Version, IReadOnlyList<CaseNumber> Cases)
{
    public const int MostCases = 500;
}

internal sealed class PlanMigrationValidator : AbstractValidator<PlanMigration>
{
    public PlanMigrationValidator()
    {
        RuleFor(command => command.DefinitionId).IsCode();
        RuleFor(command => command.Cases)
            .Refuses((cases, _) => cases.Count is 0 or > PlanMigration.MostCases ? MigrationRefusals.NumberOfCases(cases.Count) : null);
    }
}

/// <inheritdoc cref="PlanMigration"/>
public sealed class PlanMigrationHandler(CaseStore store, DefinitionRegister register, CaseMover mover)
    : Handler<PlanMigration, IReadOnlyList<CaseMove>>
{
    protected override async Task<ErrorOr<IReadOnlyList<CaseMove>>> CarryOutAsync(
        PlanMigration command,
        Act act,
        CancellationToken cancellation
    )
    {
        if (Target(register, command.DefinitionId, command.Version) is not { IsError: false } to)
            return Target(register, command.DefinitionId, command.Version).Errors;
        var moves = new List<CaseMove>();
        foreach (var number in command.Cases.Distinct())
            moves.Add(await PlanAsync(number, to.Value, act, cancellation));
        return moves;
    }

    /// <summary>Only the version on which new cases start can be moved to: it has passed every check.</summary>
    internal static ErrorOr<WorkflowVersion> Target(DefinitionRegister register, string definitionId, int version) =>
        register.Published(definitionId, version) is { } to
            ? to
            : DefinitionRefusals.NoSuchVersion(definitionId, version.ToString(CultureInfo.InvariantCulture));

    private async Task<CaseMove> PlanAsync(CaseNumber number, WorkflowVersion to, Act act, CancellationToken cancellation)
    {
        if (number.IsOfFlow)
            return CaseMove.Impossible(number, null, MigrationRefusals.RunStays(number));
        if (await store.ReadAsync(number, act, cancellation) is not { } file)
            return CaseMove.Impossible(number, null, MigrationRefusals.NoSuchCase(number));
        var from = file.WorkflowVersion;
        var moved = mover.Move(file, to);
        return moved.IsError ? CaseMove.Impossible(number, from, moved.FirstError) : moved.Value;
    }
}
