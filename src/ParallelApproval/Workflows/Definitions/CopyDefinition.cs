using System.Text.Json.Nodes;
using ErrorOr;
using FluentValidation;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Workflows;

/// <summary>
/// 复制流程: the latest version becomes the first draft of a definition of its own, so that a designer changes it for some items without
/// touching the others.
/// </summary>
/// <param name="CopyName">What the copy is called.</param>
[Authority("Copy a flow into one of its own", Role.Designer, InDistrictOnly = true)]
public sealed record CopyDefinition(string DefinitionId, string CopyName);

internal sealed class CopyDefinitionValidator : AbstractValidator<CopyDefinition>
{
    public CopyDefinitionValidator()
    {
        RuleFor(command => command.DefinitionId).IsCode();
        RuleFor(command => command.CopyName).Given().IsName();
    }
}

/// <inheritdoc cref="CopyDefinition"/>
public sealed class CopyDefinitionHandler(HouseStore house, DefinitionRegister register, DefinitionQueries queries)
    : Handler<CopyDefinition, DefinitionRow>
{
    protected override async Task<ErrorOr<DefinitionRow>> CarryOutAsync(CopyDefinition command, Act act, CancellationToken cancellation)
    {
        if (await queries.FindAsync(command.DefinitionId, new("Latest"), cancellation) is not { } original)
            return DefinitionRefusals.NoSuchDefinition(command.DefinitionId);
        var model = (JsonObject)JsonNode.Parse(original.Content)!;
        model["name"] = command.CopyName.Trim();
        var id = DefinitionVersions.NewId();
        return await DefinitionVersions.ActAsync<DefinitionRow>(
            house,
            id,
            register.Activities,
            act,
            history =>
            {
                var draft = history.Draft(model, id, act);
                history.Record(new DefinitionSaved(id, draft.Version, draft.Revision));
                return Task.FromResult<ErrorOr<DefinitionRow>>(draft);
            },
            cancellation
        );
    }
}
