using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using ErrorOr;
using ParallelApproval.Web.Problems;

namespace ParallelApproval.Web.Catalogue;

/// <summary>
/// Items as JSON that is imported (事项导入文档). A line may be what was given out of an item: what the house computes from it, and what the
/// library says of its papers, is left aside, and its version is the one it was written from.
/// </summary>
internal static class ItemsDocument
{
    private static readonly string[] Computed = ["nineFields", "serialDays", "parallelDays", "materialsIfSerial", "materialsOnce"];

    private static readonly string[] OfLibrary =
    [
        "name",
        "nameEn",
        "form",
        "copies",
        "source",
        "trust",
        "isShared",
        "isDeferrable",
        "validMonths",
        "revision",
        "retiredOn",
    ];

    private static readonly JsonSerializerOptions Options = WithReflection();

    /// <summary>The lines of a request's body, read as a document, so that all of its faults can be told.</summary>
    public static async Task<ErrorOr<ItemsBody>> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (!request.HasJsonContentType())
            return FrontRefusals.NotJson();
        try
        {
            return Read(await request.ReadFromJsonAsync<JsonNode>(Options, cancellation));
        }
        catch (JsonException fault)
        {
            return JsonFaults.Of(fault);
        }
    }

    /// <summary>The lines, or everything that is wrong with the document, each fault under its path.</summary>
    public static ErrorOr<ItemsBody> Read(JsonNode? document)
    {
        var plain = document?.DeepClone();
        if (plain is JsonObject { } whole && whole["items"] is JsonArray lines)
            foreach (var line in lines.OfType<JsonObject>())
                Strip(line);
        var faults = JsonShape.Faults<ItemsBody>(plain, Options);
        if (faults.Count > 0)
            return faults;
        try
        {
            return plain.Deserialize<ItemsBody>(Options)!;
        }
        catch (JsonException fault)
        {
            return JsonFaults.Of(fault);
        }
    }

    private static void Strip(JsonObject line)
    {
        // Only what was given out of an item has a version; a draft has none.
        if (line["item"] is not JsonObject item || item["version"] is not JsonValue version)
            return;
        item.Remove("version");
        if (!line.ContainsKey("expectedVersion"))
            line["expectedVersion"] = version.DeepClone();
        foreach (var name in Computed)
            line.Remove(name);
        if (item["materials"] is JsonArray papers)
            foreach (var paper in papers.OfType<JsonObject>())
            foreach (var name in OfLibrary)
                paper.Remove(name);
    }

    private static JsonSerializerOptions WithReflection()
    {
        var options = WebJson.Make();
        options.TypeInfoResolverChain.Add(new DefaultJsonTypeInfoResolver());
        return options;
    }
}
