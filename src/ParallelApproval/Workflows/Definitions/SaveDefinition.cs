using System.Text.Json.Nodes;
using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;

namespace ParallelApproval.Workflows;

/// <summary>
/// 保存流程: creates a definition, or saves the latest version of one. A draft is overwritten; a latest version that was ever published stays
/// as it is, and the content becomes the next draft. The same content twice changes nothing.
/// </summary>
/// <param name="Model">The definition as the designer's tool sends it; its <c>id</c>, <c>version</c>, flags and dates are ignored.</param>
/// <param name="Publish">Whether it is published at once; if that is refused, nothing is saved.</param>
public sealed record SaveDefinition(JsonObject Model, bool Publish = false);

/// <summary>A version as stored, and what the designer should know.</summary>
/// <param name="CasesBehind">Running cases that stay on other versions; 0 unless it was published.</param>
/// <param name="Warnings">What may surprise in a published version.</param>
public sealed record SavedDefinition(DefinitionRow Version, bool AlreadyPublished, int CasesBehind, IReadOnlyList<Error> Warnings)
{
    public static SavedDefinition Draft(DefinitionRow version) => new(version, false, 0, []);
}

internal sealed class SaveDefinitionValidator : AbstractValidator<SaveDefinition>
{
    public SaveDefinitionValidator() =>
        RuleFor(command => command.Model).Refuses((model, _) => PlainText.FaultIn(model) is { } fault ? PlainText.Refuse(fault) : null);
}

/// <inheritdoc cref="SaveDefinition"/>
public sealed class SaveDefinitionHandler(
    HouseStore house,
    DefinitionRegister register,
    DefinitionRules rules,
    PublishDefinitionHandler publication
) : Handler<SaveDefinition, SavedDefinition>
{
    protected override async Task<ErrorOr<SavedDefinition>> CarryOutAsync(SaveDefinition command, Act act, CancellationToken cancellation)
    {
        command = command with { Model = (JsonObject)command.Model.DeepClone() };
        new Drawing(register.Activities).Begin(command.Model["root"]);
        var definitionId = Drawing.Text(command.Model, "definitionId") is { Length: > 0 } given ? given : DefinitionVersions.NewId();
        return await DefinitionVersions.ActAsync(
            house,
            definitionId,
            register.Activities,
            act,
            async history =>
            {
                var saved = Save(history, definitionId, command, act);
                return saved.IsError ? saved.Errors
                    : command.Publish ? await publication.PublishAsync(history, saved.Value, act, cancellation)
                    : SavedDefinition.Draft(saved.Value);
            },
            cancellation
        );
    }

    private ErrorOr<DefinitionRow> Save(DefinitionVersions history, string definitionId, SaveDefinition command, Act act)
    {
        var latest = history.Latest;
        if (rules.OfDraft(command.Model) is { Count: > 0 } faults)
            return faults;
        if (command.Publish && rules.Dangling(command.Model) is { Count: > 0 } dangling)
            return dangling;
        if (latest is null)
            return Noted(history, history.Draft(command.Model, definitionId, act), command);

        var stored = (JsonObject)JsonNode.Parse(latest.Content)!;
        if (DefinitionDocument.SaysTheSame(DefinitionDocument.Of(command.Model, latest, register.Activities), stored))
            return latest;
        if (DefinitionStamp.In(command.Model) != DefinitionStamp.Of(latest))
            return DefinitionRefusals.ChangedByOther(latest.EditedBy, latest.EditedAt ?? latest.CreatedAt);
        if (Drawing.IsEmpty(command.Model) && !Drawing.IsEmpty(stored))
            return DefinitionRefusals.Emptied(definitionId);
        if (latest.WasPublished)
            return Noted(history, history.Draft(command.Model, definitionId, act), command);
        history.Write(latest, command.Model, act);
        return Noted(history, latest, command);
    }

    // What is published at once says so itself.
    private static DefinitionRow Noted(DefinitionVersions history, DefinitionRow draft, SaveDefinition command)
    {
        if (!command.Publish)
            history.Record(new DefinitionSaved(draft.DefinitionId, draft.Version, draft.Revision));
        return draft;
    }
}
