using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Inputs;

namespace ParallelApproval.Workflows;

/// <summary>删除版本: refused for the version on which new cases start, and while a case runs on it.</summary>
public sealed record DeleteDefinitionVersion(string VersionId);

internal sealed class DeleteDefinitionVersionValidator : AbstractValidator<DeleteDefinitionVersion>
{
    public DeleteDefinitionVersionValidator() =>
        RuleFor(command => command.VersionId).IsLine(TextLengths.Line);
}

/// <inheritdoc cref="DeleteDefinitionVersion"/>
public sealed class DeleteDefinitionVersionHandler(IDbContextFactory<ApprovalDbContext> contexts, DefinitionRegister register, DefinitionQueries queries) : Handler<DeleteDefinitionVersion, Deleted>
{
    protected override async Task<ErrorOr<Deleted>> CarryOutAsync(DeleteDefinitionVersion command, Act act, CancellationToken cancellation)
    {
        if (await queries.FindAsync(command.VersionId, cancellation) is not { } found) return DefinitionRefusals.NoSuchVersion("", command.VersionId);
        await using var history = await DefinitionVersions.OpenAsync(contexts, found.DefinitionId, register.Activities, cancellation);
        if (history.Find(found.Version) is not { } version) return DefinitionRefusals.NoSuchVersion(found.DefinitionId, command.VersionId);
        if (version.IsPublished) return DefinitionRefusals.StillPublished(version.DefinitionId, version.Version);
        if (await history.RunningCasesAsync(version.DefinitionId, version.Version, cancellation) is > 0 and var cases) return DefinitionRefusals.CasesRunOnIt(version.DefinitionId, cases);
        history.Remove(version, act);
        history.Record(act, new DefinitionVersionDeleted(version.DefinitionId, version.Version));
        await history.StoreAsync(cancellation);
        return Result.Deleted;
    }
}
