using ErrorOr;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;

namespace ParallelApproval.Workflows;

/// <summary>撤下流程: no new case starts on the definition any more. Running cases go on.</summary>
public sealed record RetractDefinition(string DefinitionId);

/// <summary>What became of it.</summary>
/// <param name="WasPublished">False when there was nothing to retract.</param>
public sealed record RetractedDefinition(DefinitionRow Version, bool WasPublished);

/// <inheritdoc cref="RetractDefinition"/>
public sealed class RetractDefinitionHandler(IDbContextFactory<ApprovalDbContext> contexts, DefinitionBook book, Library library)
{
    public async Task<ErrorOr<RetractedDefinition>> HandleAsync(RetractDefinition command, Act act, CancellationToken cancellation)
    {
        await using var shelf = await DefinitionShelf.OpenAsync(contexts, command.DefinitionId, book.Activities, cancellation);
        if (shelf.Latest is not { } latest) return DefinitionRefusals.NoSuchDefinition(command.DefinitionId);
        if (shelf.Published is not { } published) return new RetractedDefinition(latest, false);
        published.IsPublished = false;
        shelf.Record(act, new DefinitionRetracted(published.DefinitionId, published.Version));
        await shelf.NewEditionAsync(cancellation);
        await shelf.StoreAsync(cancellation);
        await library.RefreshAsync(cancellation);
        return new RetractedDefinition(published, true);
    }
}
