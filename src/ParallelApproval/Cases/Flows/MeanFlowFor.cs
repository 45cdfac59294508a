using System.Text.Json.Nodes;
using ErrorOr;
using FluentValidation;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;
using ParallelApproval.Workflows;

namespace ParallelApproval.Cases;

/// <summary>
/// 设定适用事项: the designer says for which items a flow is meant; publication, the catalogue and the clerk's choice obey. It is kept with the
/// latest version; one that was ever published stays as it is, and what is said goes into the next draft.
/// </summary>
/// <param name="Kinds">Kinds of items; null or none for any.</param>
/// <param name="Tiers">Tiers; null or none for any.</param>
/// <param name="LeastBranches">How many branches an item has at least; null for any number.</param>
/// <param name="MostBranches">And at most.</param>
/// <param name="LeftOut">Branches that the drawing leaves to the house: asked when the flow has come to its end.</param>
[Authority("Say for which items a flow is meant", Role.Designer, InDistrictOnly = true)]
public sealed record MeanFlowFor(
    string DefinitionId,
    ItemKind[]? Kinds = null,
    Tier[]? Tiers = null,
    int? LeastBranches = null,
    int? MostBranches = null,
    int[]? LeftOut = null
);

/// <summary>What is said now, as it is kept; empty when the flow is meant for any item.</summary>
public sealed record FlowMeantFor(string DefinitionId, int Version, string Meant);

internal sealed class MeanFlowForValidator : AbstractValidator<MeanFlowFor>
{
    public MeanFlowForValidator()
    {
        RuleFor(command => command.DefinitionId).IsCode();
        RuleFor(command => command.Kinds).HasAtMost(TextLengths.List);
        RuleFor(command => command.Tiers).HasAtMost(TextLengths.List);
        RuleFor(command => command.LeftOut).HasAtMost(TextLengths.List);
        RuleFor(command => command.LeastBranches).Refuses((least, _) => least is < 1 ? Impossible("leastBranches", least) : null);
        RuleFor(command => command)
            .Refuses(
                (command, _) =>
                    command.MostBranches is { } most && (most < 1 || most < command.LeastBranches) ? Impossible("mostBranches", most) : null
            );
    }

    private static Error Impossible(string field, int? branches) =>
        Refusal.Input(field, RefusalCode.BranchesImpossible, ("branches", branches));
}

/// <inheritdoc cref="MeanFlowFor"/>
public sealed class MeanFlowForHandler(HouseStore house, DefinitionRegister register) : Handler<MeanFlowFor, FlowMeantFor>
{
    protected override Task<ErrorOr<FlowMeantFor>> CarryOutAsync(MeanFlowFor command, Act act, CancellationToken cancellation) =>
        DefinitionVersions.ActAsync(house, command.DefinitionId, register, act, history => Mean(history, command, act), cancellation);

    private static ErrorOr<FlowMeantFor> Mean(DefinitionVersions history, MeanFlowFor command, Act act)
    {
        if (history.Latest is not { } latest)
            return DefinitionRefusals.NoSuchDefinition(command.DefinitionId);
        var meant = new JsonObject();
        if (command.Kinds is { Length: > 0 } kinds)
            meant["kinds"] = new JsonArray([.. kinds.Distinct().Select(kind => (JsonNode)$"{kind}")]);
        if (command.Tiers is { Length: > 0 } tiers)
            meant["tiers"] = new JsonArray([.. tiers.Distinct().Select(tier => (JsonNode)$"{tier}")]);
        if (command.LeastBranches is { } least)
            meant["leastBranches"] = least;
        if (command.MostBranches is { } most)
            meant["mostBranches"] = most;
        if (command.LeftOut is { Length: > 0 } leftOut)
            meant["leftOut"] = new JsonArray([.. leftOut.Distinct().Order().Select(branch => (JsonNode)branch)]);
        var draft = history.Keep(latest, MeantFor.Property, meant.Count == 0 ? null : meant, act);
        return new FlowMeantFor(command.DefinitionId, draft.Version, meant.Count == 0 ? "" : meant.ToJsonString());
    }
}
