using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;

namespace ParallelApproval.Workflows;

/// <summary>撤下流程: no new case starts on the definition any more. Running cases go on.</summary>
public sealed record RetractDefinition(string DefinitionId);

/// <summary>What became of it.</summary>
/// <param name="WasPublished">False when there was nothing to retract.</param>
public sealed record RetractedDefinition(DefinitionRow Version, bool WasPublished);

internal sealed class RetractDefinitionValidator : AbstractValidator<RetractDefinition>
{
    public RetractDefinitionValidator() => RuleFor(command => command.DefinitionId).IsCode();
}

/// <inheritdoc cref="RetractDefinition"/>
public sealed class RetractDefinitionHandler(HouseStore house, DefinitionRegister register)
    : Handler<RetractDefinition, RetractedDefinition>
{
    protected override Task<ErrorOr<RetractedDefinition>> CarryOutAsync(
        RetractDefinition command,
        Act act,
        CancellationToken cancellation
    ) =>
        DefinitionVersions.ActAsync(
            house,
            command.DefinitionId,
            register.Activities,
            act,
            history => Task.FromResult(Retract(history, command)),
            cancellation
        );

    private static ErrorOr<RetractedDefinition> Retract(DefinitionVersions history, RetractDefinition command)
    {
        if (history.Latest is not { } latest)
            return DefinitionRefusals.NoSuchDefinition(command.DefinitionId);
        if (history.Published is not { } published)
            return new RetractedDefinition(latest, false);
        published.IsPublished = false;
        history.Record(new DefinitionRetracted(published.DefinitionId, published.Version), isInRegister: true);
        return new RetractedDefinition(published, true);
    }
}
