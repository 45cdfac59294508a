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
        await RootAsync(versionId, caller, queries, register, cancellation) is not { } root
            ? Results.NotFound()
            : StudioAnswer.Json(Find(root, "Root", parentNodeId) is [.., var (activity, slot)] ? Node(activity, slot) : Node(root, "Root"));

    private static async Task<IResult> SegmentsAsync(
        string versionId,
        string? childNodeId,
        Caller caller,
        DefinitionQueries queries,
        DefinitionRegister register,
        CancellationToken cancellation
    )
    {
        if (
            await RootAsync(versionId, caller, queries, register, cancellation) is not { } root
            || Find(root, "Root", childNodeId) is not [.., var (child, slot)] path
        )
            return Results.NotFound();
        var container = path.SkipLast(1).LastOrDefault(step => StudioAnswer.Text(step.Activity, "type") == "Elsa.Flowchart").Activity
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
                ["childNode"] = Node(child, slot),
                ["container"] = Node(container, "Root"),
                ["pathSegments"] = new JsonArray([.. segments]),
            }
        );
    }

    private static async Task<JsonObject?> RootAsync(
        string versionId,
        Caller caller,
        DefinitionQueries queries,
        DefinitionRegister register,
        CancellationToken cancellation
    ) =>
        await queries.FindAsync(versionId, cancellation) is { } version
            ? DefinitionSheets.Whole(version, register, caller)["root"] as JsonObject
            : null;

    private static JsonObject Node(JsonObject activity, string slot) =>
        new()
        {
            ["activity"] = activity.DeepClone(),
            ["nodeId"] = activity["nodeId"]?.DeepClone(),
            ["port"] = slot,
            ["parents"] = new JsonArray(),
            ["children"] = new JsonArray([.. Children(activity).Select(child => (JsonNode)Node(child.Activity, child.Slot))]),
        };

    private static IEnumerable<(JsonObject Activity, string Slot)> Children(JsonObject at)
    {
        foreach (var (name, value) in at)
        foreach (
            var child in value is JsonArray list ? list.OfType<JsonObject>()
            : value is JsonObject one ? [one]
            : []
        )
            if (StudioAnswer.Text(child, "nodeId") is not null)
                yield return (child, char.ToUpperInvariant(name[0]) + name[1..]);
    }

    private static List<(JsonObject Activity, string Slot)>? Find(JsonObject at, string slot, string? nodeId)
    {
        if (StudioAnswer.Text(at, "nodeId") == nodeId)
            return [(at, slot)];
        foreach (var child in Children(at))
            if (Find(child.Activity, child.Slot, nodeId) is { } found)
                return [(at, slot), .. found];
        return null;
    }
}
