using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;

namespace ParallelApproval.Workflows;

/// <summary>删除版本: refused for the version on which new cases start, and while a case runs on it.</summary>
public sealed record DeleteDefinitionVersion(string VersionId);

internal sealed class DeleteDefinitionVersionValidator : AbstractValidator<DeleteDefinitionVersion>
{
    public DeleteDefinitionVersionValidator() => RuleFor(command => command.VersionId).IsLine(TextLengths.Line);
}

/// <inheritdoc cref="DeleteDefinitionVersion"/>
public sealed class DeleteDefinitionVersionHandler(HouseStore house, DefinitionRegister register, DefinitionQueries queries)
    : Handler<DeleteDefinitionVersion, Deleted>
{
    protected override async Task<ErrorOr<Deleted>> CarryOutAsync(DeleteDefinitionVersion command, Act act, CancellationToken cancellation)
    {
        if (await queries.FindAsync(command.VersionId, cancellation) is not { } found)
            return DefinitionRefusals.NoSuchVersion("", command.VersionId);
        return await DefinitionVersions.ActAsync(
            house,
            found.DefinitionId,
            register.Activities,
            act,
            history => DeleteAsync(history, found.Version, command, act, cancellation),
            cancellation
        );
    }

    private static async Task<ErrorOr<Deleted>> DeleteAsync(
        DefinitionVersions history,
        int number,
        DeleteDefinitionVersion command,
        Act act,
        CancellationToken cancellation
    )
    {
        if (history.Find(number) is not { } version)
            return DefinitionRefusals.NoSuchVersion("", command.VersionId);
        if (version.IsPublished)
            return DefinitionRefusals.StillPublished(version.DefinitionId, version.Version);
        if (await history.RunningCasesAsync(version.DefinitionId, version.Version, cancellation) is > 0 and var cases)
            return DefinitionRefusals.CasesRunOnIt(version.DefinitionId, cases);
        history.Remove(version, act);
        history.Record(new DefinitionVersionDeleted(version.DefinitionId, version.Version));
        return Result.Deleted;
    }
}
