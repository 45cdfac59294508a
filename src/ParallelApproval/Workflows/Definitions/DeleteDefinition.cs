using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Inputs;

namespace ParallelApproval.Workflows;

/// <summary>删除流程: drafts are gone, versions that were ever published leave the lists. Refused while a case runs on any version.</summary>
public sealed record DeleteDefinition(string DefinitionId);

internal sealed class DeleteDefinitionValidator : AbstractValidator<DeleteDefinition>
{
    public DeleteDefinitionValidator() =>
        RuleFor(command => command.DefinitionId).IsCode();
}

/// <inheritdoc cref="DeleteDefinition"/>
public sealed class DeleteDefinitionHandler(IDbContextFactory<ApprovalDbContext> contexts, DefinitionRegister register, RegisterCache registers) : Handler<DeleteDefinition, Deleted>
{
    protected override async Task<ErrorOr<Deleted>> CarryOutAsync(DeleteDefinition command, Act act, CancellationToken cancellation)
    {
        await using var history = await DefinitionVersions.OpenAsync(contexts, command.DefinitionId, register.Activities, cancellation);
        if (history.Latest is null) return DefinitionRefusals.NoSuchDefinition(command.DefinitionId);
        if (await history.RunningCasesAsync(command.DefinitionId, null, cancellation) is > 0 and var cases) return DefinitionRefusals.CasesRunOnIt(command.DefinitionId, cases);
        var versions = history.Versions.ToList();
        foreach (var version in versions) history.Remove(version, act);
        history.Record(act, new DefinitionDeleted(command.DefinitionId, [.. versions.Select(version => version.Version)]));
        await history.RaiseVersionAsync(cancellation);
        await history.StoreAsync(cancellation);
        await registers.RefreshAsync(cancellation);
        return Result.Deleted;
    }
}
