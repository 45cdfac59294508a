using System.Text.Json.Nodes;
using ErrorOr;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;

namespace ParallelApproval.Workflows;

/// <summary>
/// 导入流程: a definition from a file becomes a draft. Onto a definition that exists it becomes the next draft, so nothing is overwritten. What is not a definition of
/// Elsa's schema 3, has unknown activities, dangling connections, or holds itself, is refused whole.
/// </summary>
public sealed record ImportDefinition(JsonObject Model);

/// <inheritdoc cref="ImportDefinition"/>
public sealed class ImportDefinitionHandler(IDbContextFactory<ApprovalDbContext> contexts, DefinitionBook book, DefinitionRules rules)
{
    private const string SchemaFamily = "https://elsaworkflows.io/schemas/workflow-definition/v3";

    public async Task<ErrorOr<DefinitionRow>> HandleAsync(ImportDefinition command, Act act, CancellationToken cancellation)
    {
        var model = command.Model;
        if (Drawing.Text(model, "$schema") is { } schema && !schema.StartsWith(SchemaFamily, StringComparison.Ordinal)) return DefinitionRefusals.OtherSchema(schema);
        if (rules.OfDraft(model, null) is { Count: > 0 } faults) return faults;
        if (rules.Dangling(model) is { Count: > 0 } dangling) return dangling;
        var definitionId = Drawing.Text(model, "definitionId") is { Length: > 0 } given ? given : DefinitionShelf.NewId();
        await using var shelf = await DefinitionShelf.OpenAsync(contexts, definitionId, book.Activities, cancellation);
        if (shelf.Latest is { } latest && DefinitionDocument.SaysTheSame(DefinitionDocument.Of(model, latest, book.Activities), (JsonObject)JsonNode.Parse(latest.Content)!)) return latest;
        var draft = shelf.Draft(model, definitionId, act);
        shelf.Record(act, new DefinitionImported(definitionId, draft.Version));
        await shelf.StoreAsync(cancellation);
        return draft;
    }
}
