using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Inputs;

namespace ParallelApproval.Workflows;

/// <summary>
/// 发布流程: from now on new cases start on the latest version. Refused with every fault of the drawing, each under the id of its activity. Running cases stay on the
/// version they started with; the answer says how many.
/// </summary>
public sealed record PublishDefinition(string DefinitionId);

internal sealed class PublishDefinitionValidator : AbstractValidator<PublishDefinition>
{
    public PublishDefinitionValidator() =>
        RuleFor(command => command.DefinitionId).IsCode();
}

/// <inheritdoc cref="PublishDefinition"/>
public sealed class PublishDefinitionHandler(IDbContextFactory<ApprovalDbContext> contexts, DefinitionRegister register, DefinitionRules rules, RegisterCache registers) : Handler<PublishDefinition, SavedDefinition>
{
    protected override async Task<ErrorOr<SavedDefinition>> CarryOutAsync(PublishDefinition command, Act act, CancellationToken cancellation)
    {
        await using var history = await DefinitionVersions.OpenAsync(contexts, command.DefinitionId, register.Activities, cancellation);
        if (history.Latest is not { } latest) return DefinitionRefusals.NoSuchDefinition(command.DefinitionId);
        var published = await PublishAsync(history, latest, act, cancellation);
        if (published.IsError) return published;
        await history.StoreAsync(cancellation);
        await registers.RefreshAsync(cancellation);
        return published;
    }

    internal async Task<ErrorOr<SavedDefinition>> PublishAsync(DefinitionVersions history, DefinitionRow version, Act act, CancellationToken cancellation)
    {
        var (errors, warnings) = rules.OfPublication(version.Content);
        if (errors.Count > 0) return errors;
        var already = version.IsPublished;
        if (!already) await history.PublishAsync(version, act, cancellation);
        return new SavedDefinition(version, already, await history.CasesBehindAsync(version, cancellation), warnings);
    }
}
