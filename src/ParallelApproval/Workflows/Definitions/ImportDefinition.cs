using System.Text.Json.Nodes;
using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;

namespace ParallelApproval.Workflows;

/// <summary>
/// 导入流程: a definition from a file becomes a draft. Onto a definition that exists it becomes the next draft, so nothing is overwritten.
/// Activities of unknown types are kept as they came; a root that is no flowchart is put into one. What is not a definition of Elsa's
/// schema 3, has dangling connections, or holds itself, is refused whole; so is one without activities onto a flow that has some.
/// </summary>
public sealed record ImportDefinition(JsonObject Model);

internal sealed class ImportDefinitionValidator : AbstractValidator<ImportDefinition>
{
    public ImportDefinitionValidator() =>
        RuleFor(command => command.Model).Refuses((model, _) => PlainText.FaultIn(model) is { } fault ? PlainText.Refuse(fault) : null);
}

/// <inheritdoc cref="ImportDefinition"/>
public sealed class ImportDefinitionHandler(HouseStore house, DefinitionRegister register, DefinitionRules rules)
    : Handler<ImportDefinition, DefinitionRow>
{
    private const string SchemaFamily = "https://elsaworkflows.io/schemas/workflow-definition/v3";

    protected override async Task<ErrorOr<DefinitionRow>> CarryOutAsync(ImportDefinition command, Act act, CancellationToken cancellation)
    {
        var sound = Sound(command.Model);
        if (sound.IsError)
            return sound.Errors;
        var model = sound.Value;
        var definitionId = Drawing.Text(model, "definitionId") is { Length: > 0 } given ? given : DefinitionVersions.NewId();
        return await DefinitionVersions.ActAsync(
            house,
            definitionId,
            register.Activities,
            act,
            history => Task.FromResult(Import(history, model, definitionId, act)),
            cancellation
        );
    }

    /// <summary>The model as it is stored, or why it cannot be.</summary>
    internal ErrorOr<JsonObject> Sound(JsonObject given)
    {
        var model = InFlowchart(given);
        if (Drawing.Text(model, "$schema") is { } schema && !schema.StartsWith(SchemaFamily, StringComparison.Ordinal))
            return DefinitionRefusals.OtherSchema(schema);
        if (rules.OfDraft(model) is { Count: > 0 } faults)
            return faults;
        return rules.Dangling(model) is { Count: > 0 } dangling ? dangling : model;
    }

    /// <summary>The act itself, within a transaction that somebody has begun.</summary>
    internal ErrorOr<DefinitionRow> Import(DefinitionVersions history, JsonObject model, string definitionId, Act act)
    {
        if (
            history.Latest is { } latest
            && DefinitionDocument.SaysTheSame(
                DefinitionDocument.Of(model, latest, register.Activities),
                (JsonObject)JsonNode.Parse(latest.Content)!
            )
        )
            return latest;
        if (history.Latest is { } drawn && Drawing.IsEmpty(model) && !Drawing.IsEmpty((JsonObject)JsonNode.Parse(drawn.Content)!))
            return DefinitionRefusals.Emptied(definitionId);
        var draft = history.Draft(model, definitionId, act);
        history.Record(new DefinitionImported(definitionId, draft.Version));
        return draft;
    }

    // The designer's tool draws flowcharts only; one with a single activity does what the activity does.
    private static JsonObject InFlowchart(JsonObject model)
    {
        if (model["root"] is not JsonObject root || Drawing.Text(root, "id") is not { Length: > 0 } id)
            return model;
        if (Drawing.Text(root, "type") is null or "" or Drawing.Flowchart)
            return model;
        var copy = (JsonObject)model.DeepClone();
        copy["root"] = new JsonObject
        {
            ["id"] = $"{id}-flowchart",
            ["type"] = Drawing.Flowchart,
            ["version"] = 1,
            ["name"] = "Flowchart1",
            ["activities"] = new JsonArray(root.DeepClone()),
            ["connections"] = new JsonArray(),
        };
        return copy;
    }
}
