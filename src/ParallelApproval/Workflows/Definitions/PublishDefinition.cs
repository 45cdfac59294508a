using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;

namespace ParallelApproval.Workflows;

/// <summary>
/// 发布流程: from now on new cases start on the latest version. Refused with every fault of the drawing, each under the id of its activity.
/// Running cases stay on the version they started with; the answer says how many.
/// </summary>
public sealed record PublishDefinition(string DefinitionId);

internal sealed class PublishDefinitionValidator : AbstractValidator<PublishDefinition>
{
    public PublishDefinitionValidator() => RuleFor(command => command.DefinitionId).IsCode();
}

/// <inheritdoc cref="PublishDefinition"/>
public sealed class PublishDefinitionHandler(HouseStore house, DefinitionRegister register, DefinitionRules rules)
    : Handler<PublishDefinition, SavedDefinition>
{
    protected override Task<ErrorOr<SavedDefinition>> CarryOutAsync(PublishDefinition command, Act act, CancellationToken cancellation) =>
        DefinitionVersions.ActAsync(
            house,
            command.DefinitionId,
            register.Activities,
            act,
            async history =>
                history.Latest is { } latest
                    ? await PublishAsync(history, latest, act, cancellation)
                    : DefinitionRefusals.NoSuchDefinition(command.DefinitionId),
            cancellation
        );

    internal async Task<ErrorOr<SavedDefinition>> PublishAsync(
        DefinitionVersions history,
        DefinitionRow version,
        Act act,
        CancellationToken cancellation
    )
    {
        var (errors, warnings) = rules.OfPublication(version.Content);
        if (errors.Count > 0)
            return errors;
        var already = version.IsPublished;
        if (!already)
            await history.PublishAsync(version, act, cancellation);
        return new SavedDefinition(version, already, await history.CasesBehindAsync(version, cancellation), warnings);
    }
}
