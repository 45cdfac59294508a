using System.Text.Json.Nodes;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Session;
using ParallelApproval.Workflows;

namespace ParallelApproval.Web.Studio;

/// <summary>Parts of a drawing, for containers within containers.</summary>
internal static class SubgraphEndpoints
{
    public static void MapSubgraphs(this IEndpointRouteBuilder studio)
    {
        studio.MapGet("/workflow-definitions/subgraph/{versionId}", SubgraphAsync).Requires<SeeWorkflows>();
        studio.MapGet("/workflow-definitions/subgraph/segments/{versionId}", SegmentsAsync).Requires<SeeWorkflows>();
    }

    private static async Task<IResult> SubgraphAsync(
        string versionId,
        string? parentNodeId,
        Caller caller,
        DefinitionQueries queries,
        DefinitionRegister register,
        CancellationToken cancellation
    ) =>
        await PathAsync(versionId, parentNodeId, caller, queries, register, cancellation) is [.., var found]
            ? StudioAnswer.Json((JsonObject)found.Activity.DeepClone())
            : Results.NotFound();

    private static async Task<IResult> SegmentsAsync(
        string versionId,
        string? childNodeId,
        Caller caller,
        DefinitionQueries queries,
        DefinitionRegister register,
        CancellationToken cancellation
    )
    {
        if (await PathAsync(versionId, childNodeId, caller, queries, register, cancellation) is not [.., var child] path)
            return Results.NotFound();
        var container = path.SkipLast(1).LastOrDefault(step => step.Activity["type"]?.GetValue<string>() == "Elsa.Flowchart").Activity
            ?? path[0].Activity;
        var segments = path.Zip(path.Skip(1), (outer, inner) => new JsonObject
            {
                ["activityNodeId"] = outer.Activity["nodeId"]?.DeepClone(),
                ["activityId"] = outer.Activity["id"]?.DeepClone(),
                ["activityType"] = outer.Activity["type"]?.DeepClone(),
                ["portName"] = inner.Slot,
                ["activityName"] = outer.Activity["name"]?.DeepClone(),
            });
        return StudioAnswer.Json(
            new()
            {
                ["childNode"] = child.Activity.DeepClone(),
                ["container"] = container.DeepClone(),
                ["pathSegments"] = new JsonArray([.. segments]),
            }
        );
    }

    private static async Task<List<(JsonObject Activity, string Slot)>?> PathAsync(
        string versionId,
        string? nodeId,
        Caller caller,
        DefinitionQueries queries,
        DefinitionRegister register,
        CancellationToken cancellation
    ) =>
        await queries.FindAsync(versionId, cancellation) is { } version
        && DefinitionSheets.Whole(version, register, caller)["root"] is JsonObject root
            ? Find(root, "Root", nodeId)
            : null;

    private static List<(JsonObject Activity, string Slot)>? Find(JsonObject at, string slot, string? nodeId)
    {
        if (at["nodeId"]?.GetValue<string>() == nodeId)
            return [(at, slot)];
        foreach (var (name, value) in at)
        foreach (
            var child in value is JsonArray list ? list.OfType<JsonObject>()
            : value is JsonObject one ? [one]
            : []
        )
            if (child["nodeId"] is not null && Find(child, char.ToUpperInvariant(name[0]) + name[1..], nodeId) is { } found)
                return [(at, slot), .. found];
        return null;
    }
}
