using System.Text.Json;
using System.Text.Json.Nodes;
using ParallelApproval.Engine;

namespace ParallelApproval.Workflows;

/// <summary>
/// Stand-ins for activities whose type or version this product does not have (未知活动). The designer's tool would show an empty canvas for
/// them, and its next save would empty the flow; so it is shown a stand-in that carries the original, and a save gives the original back.
/// Drafts and imports keep them; what holds one is not published.
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

    /// <summary>
    /// Gives the originals back in the place of stand-ins, at any depth; each stands where its stand-in was moved to. What does not carry
    /// an original that can be read stays as it is.
    /// </summary>
    public static void Restore(JsonObject document)
    {
        foreach (var (name, value) in document.ToList())
            if (value is JsonArray list)
            {
                for (var i = 0; i < list.Count; i++)
                    if (list[i] is JsonObject one && Restored(one) is var original)
                    {
                        if (original != one)
                            list[i] = original;
                        Restore(original);
                    }
                    else if (list[i] is JsonArray inner)
                        foreach (var child in inner.OfType<JsonObject>())
                            Restore(child);
            }
            else if (value is JsonObject one && Restored(one) is var original)
            {
                if (original != one)
                    document[name] = original;
                Restore(original);
            }
    }

    private static JsonObject Restored(JsonObject activity)
    {
        if (Drawing.Text(activity, "type") != Drawing.NotFound || Drawing.Text(activity, Original) is not { } json)
            return activity;
        try
        {
            if (JsonNode.Parse(json, null, DefinitionDocument.Strict) is not JsonObject original)
                return activity;
            original["metadata"] = activity["metadata"]?.DeepClone();
            original["id"] = activity["id"]?.DeepClone();
            return original;
        }
        catch (JsonException)
        {
            return activity;
        }
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
