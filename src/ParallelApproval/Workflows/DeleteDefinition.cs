using ErrorOr;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;

namespace ParallelApproval.Workflows;

/// <summary>删除流程: drafts are gone, versions that were ever published leave the lists. Refused while a case runs on any version.</summary>
public sealed record DeleteDefinition(string DefinitionId);

/// <inheritdoc cref="DeleteDefinition"/>
public sealed class DeleteDefinitionHandler(IDbContextFactory<ApprovalDbContext> contexts, DefinitionBook book, Library library)
{
    public async Task<ErrorOr<Deleted>> HandleAsync(DeleteDefinition command, Act act, CancellationToken cancellation)
    {
        await using var shelf = await DefinitionShelf.OpenAsync(contexts, command.DefinitionId, book.Activities, cancellation);
        if (shelf.Latest is null) return DefinitionRefusals.NoSuchDefinition(command.DefinitionId);
        if (await shelf.RunningCasesAsync(command.DefinitionId, null, cancellation) is > 0 and var cases) return DefinitionRefusals.CasesRunOnIt(command.DefinitionId, cases);
        var versions = shelf.Versions.ToList();
        foreach (var version in versions) shelf.Remove(version, act);
        shelf.Record(act, new DefinitionDeleted(command.DefinitionId, [.. versions.Select(version => version.Version)]));
        await shelf.NewEditionAsync(cancellation);
        await shelf.StoreAsync(cancellation);
        await library.RefreshAsync(cancellation);
        return Result.Deleted;
    }
}
