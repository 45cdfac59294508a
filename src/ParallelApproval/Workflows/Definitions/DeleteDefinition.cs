using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;

namespace ParallelApproval.Workflows;

/// <summary>删除流程: drafts are gone, versions that were ever published leave the lists. Refused while a case runs on any version.</summary>
public sealed record DeleteDefinition(string DefinitionId);

internal sealed class DeleteDefinitionValidator : AbstractValidator<DeleteDefinition>
{
    public DeleteDefinitionValidator() => RuleFor(command => command.DefinitionId).IsCode();
}

/// <inheritdoc cref="DeleteDefinition"/>
public sealed class DeleteDefinitionHandler(HouseStore house, DefinitionRegister register) : Handler<DeleteDefinition, Deleted>
{
    protected override Task<ErrorOr<Deleted>> CarryOutAsync(DeleteDefinition command, Act act, CancellationToken cancellation) =>
        DefinitionVersions.ActAsync(
            house,
            command.DefinitionId,
            register.Activities,
            act,
            history => DeleteAsync(history, command, act, cancellation),
            cancellation
        );

    private static async Task<ErrorOr<Deleted>> DeleteAsync(
        DefinitionVersions history,
        DeleteDefinition command,
        Act act,
        CancellationToken cancellation
    )
    {
        if (history.Latest is null)
            return DefinitionRefusals.NoSuchDefinition(command.DefinitionId);
        if (await history.RunningCasesAsync(command.DefinitionId, null, cancellation) is > 0 and var cases)
            return DefinitionRefusals.CasesRunOnIt(command.DefinitionId, cases);
        var versions = history.Versions.ToList();
        foreach (var version in versions)
            history.Remove(version, act);
        history.Record(new DefinitionDeleted(command.DefinitionId, [.. versions.Select(version => version.Version)]), isInRegister: true);
        return Result.Deleted;
    }
}
