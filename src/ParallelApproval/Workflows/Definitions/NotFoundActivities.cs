using System.Text.Json.Nodes;
using ParallelApproval.Engine;

namespace ParallelApproval.Workflows;

/// <summary>
/// Stand-ins for activities whose type this version of the product does not have (未知活动). The designer's tool would show an empty canvas for
/// them, and its next save would empty the flow; so it is shown a stand-in that carries the original, and a save gives the original back.
/// </summary>
public static class NotFoundActivities
{
    private const string Original = "originalActivityJson";

    /// <summary>Replaces what has no descriptor, at any depth.</summary>
    public static void Hide(JsonObject activity, ActivityCatalogue activities)
    {
        foreach (var (name, value) in activity.ToList())
            if (value is JsonArray list)
            {
                for (var i = 0; i < list.Count; i++)
                    if (list[i] is JsonObject child && IsUnknown(child, activities))
                        list[i] = StandIn(child);
                    else if (list[i] is JsonObject known)
                        Hide(known, activities);
            }
            else if (value is JsonObject one)
            {
                if (IsUnknown(one, activities))
                    activity[name] = StandIn(one);
                else
                    Hide(one, activities);
            }
    }

    /// <summary>The original of a stand-in, at the place where the stand-in was moved to; anything else as it is.</summary>
    internal static JsonObject Restored(JsonObject activity)
    {
        if (
            Drawing.Text(activity, "type") != Drawing.NotFound
            || Drawing.Text(activity, Original) is not { } json
            || JsonNode.Parse(json) is not JsonObject original
        )
            return activity;
        original["metadata"] = activity["metadata"]?.DeepClone();
        original["id"] = activity["id"]?.DeepClone();
        return original;
    }

    private static bool IsUnknown(JsonObject value, ActivityCatalogue activities) =>
        Drawing.Text(value, "nodeId") is not null
        && Drawing.Text(value, "type") is { } type
        && activities.Find(type, Drawing.Number(value, "version") ?? 1) is null;

    private static JsonObject StandIn(JsonObject unknown) =>
        new()
        {
            ["id"] = unknown["id"]?.DeepClone(),
            ["nodeId"] = unknown["nodeId"]?.DeepClone(),
            ["name"] = unknown["name"]?.DeepClone(),
            ["type"] = Drawing.NotFound,
            ["version"] = 1,
            ["customProperties"] = new JsonObject { ["canStartWorkflow"] = false, ["runAsynchronously"] = false },
            ["metadata"] = unknown["metadata"]?.DeepClone() ?? new JsonObject(),
            ["missingTypeName"] = unknown["type"]?.DeepClone(),
            ["missingTypeVersion"] = unknown["version"]?.DeepClone(),
            [Original] = unknown.ToJsonString(),
        };
}
