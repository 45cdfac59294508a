using ErrorOr;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;

namespace ParallelApproval.Workflows;

/// <summary>
/// 发布流程: from now on new cases start on the latest version. Refused with every fault of the drawing, each under the id of its activity. Running cases stay on the
/// version they started with; the answer says how many.
/// </summary>
public sealed record PublishDefinition(string DefinitionId);

/// <inheritdoc cref="PublishDefinition"/>
public sealed class PublishDefinitionHandler(IDbContextFactory<ApprovalDbContext> contexts, DefinitionBook book, DefinitionRules rules, Library library)
{
    public async Task<ErrorOr<SavedDefinition>> HandleAsync(PublishDefinition command, Act act, CancellationToken cancellation)
    {
        await using var shelf = await DefinitionShelf.OpenAsync(contexts, command.DefinitionId, book.Activities, cancellation);
        if (shelf.Latest is not { } latest) return DefinitionRefusals.NoSuchDefinition(command.DefinitionId);
        var published = await PublishAsync(shelf, latest, act, cancellation);
        if (published.IsError) return published;
        await shelf.StoreAsync(cancellation);
        await library.RefreshAsync(cancellation);
        return published;
    }

    internal async Task<ErrorOr<SavedDefinition>> PublishAsync(DefinitionShelf shelf, DefinitionRow version, Act act, CancellationToken cancellation)
    {
        var (errors, warnings) = rules.OfPublication(version.Content);
        if (errors.Count > 0) return errors;
        var already = version.IsPublished;
        if (!already) await shelf.PublishAsync(version, act, cancellation);
        return new SavedDefinition(version, already, await shelf.CasesBehindAsync(version, cancellation), warnings);
    }
}
