using System.Globalization;
using System.Text.Json.Nodes;
using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;

namespace ParallelApproval.Workflows;

/// <summary>回到旧版本: the content of an older version becomes the newest draft. The versions between stay.</summary>
public sealed record RevertDefinition(string DefinitionId, int Version);

internal sealed class RevertDefinitionValidator : AbstractValidator<RevertDefinition>
{
    public RevertDefinitionValidator() => RuleFor(command => command.DefinitionId).IsCode();
}

/// <inheritdoc cref="RevertDefinition"/>
public sealed class RevertDefinitionHandler(HouseStore house, DefinitionRegister register) : Handler<RevertDefinition, DefinitionRow>
{
    protected override Task<ErrorOr<DefinitionRow>> CarryOutAsync(RevertDefinition command, Act act, CancellationToken cancellation) =>
        DefinitionVersions.ActAsync(
            house,
            command.DefinitionId,
            register.Activities,
            act,
            history => Task.FromResult(Revert(history, command, act)),
            cancellation
        );

    private static ErrorOr<DefinitionRow> Revert(DefinitionVersions history, RevertDefinition command, Act act)
    {
        if (history.Find(command.Version) is not { } old)
            return DefinitionRefusals.NoSuchVersion(command.DefinitionId, command.Version.ToString(CultureInfo.InvariantCulture));
        var draft = history.Draft((JsonObject)JsonNode.Parse(old.Content)!, command.DefinitionId, act);
        history.Record(new DefinitionReverted(draft.DefinitionId, old.Version, draft.Version));
        return draft;
    }
}
