using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Inputs;

namespace ParallelApproval.Workflows;

/// <summary>撤下流程: no new case starts on the definition any more. Running cases go on.</summary>
public sealed record RetractDefinition(string DefinitionId);

/// <summary>What became of it.</summary>
/// <param name="WasPublished">False when there was nothing to retract.</param>
public sealed record RetractedDefinition(DefinitionRow Version, bool WasPublished);

internal sealed class RetractDefinitionValidator : AbstractValidator<RetractDefinition>
{
    public RetractDefinitionValidator() =>
        RuleFor(command => command.DefinitionId).IsCode();
}

/// <inheritdoc cref="RetractDefinition"/>
public sealed class RetractDefinitionHandler(IDbContextFactory<ApprovalDbContext> contexts, DefinitionRegister register, RegisterCache registers) : Handler<RetractDefinition, RetractedDefinition>
{
    protected override async Task<ErrorOr<RetractedDefinition>> CarryOutAsync(RetractDefinition command, Act act, CancellationToken cancellation)
    {
        await using var history = await DefinitionVersions.OpenAsync(contexts, command.DefinitionId, register.Activities, cancellation);
        if (history.Latest is not { } latest) return DefinitionRefusals.NoSuchDefinition(command.DefinitionId);
        if (history.Published is not { } published) return new RetractedDefinition(latest, false);
        published.IsPublished = false;
        history.Record(act, new DefinitionRetracted(published.DefinitionId, published.Version));
        await history.RaiseVersionAsync(cancellation);
        await history.StoreAsync(cancellation);
        await registers.RefreshAsync(cancellation);
        return new RetractedDefinition(published, true);
    }
}
