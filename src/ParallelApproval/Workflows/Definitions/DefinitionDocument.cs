using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Engine;
using ParallelApproval.Refusals;

namespace ParallelApproval.Workflows;

/// <summary>
/// A definition as a document (流程文档): the JSON of Elsa's schema in one canonical form, so that the same drawing gives the same bytes
/// whoever saved it. Members have a fixed order, absent ones are left out instead of null, connections are sorted; what the house does not
/// know is kept.
/// </summary>
public static class DefinitionDocument
{
    public const string Schema = "https://elsaworkflows.io/schemas/workflow-definition/v3.0.0/schema.json";

    /// <summary>Under <c>customProperties</c>: which content the editor has loaded. Never stored, never exported.</summary>
    public const string Stamp = "parallelApprovalStamp";

    private static readonly string[] Order =
    [
        "$schema",
        "id",
        "definitionId",
        "name",
        "description",
        "createdAt",
        "version",
        "toolVersion",
        "variables",
        "inputs",
        "outputs",
        "outcomes",
        "customProperties",
        "isReadonly",
        "isSystem",
        "isLatest",
        "isPublished",
        "options",
        "root",
    ];

    /// <summary>How deep a document may be, and that it names each member once.</summary>
    internal static readonly JsonDocumentOptions Strict = new()
    {
        MaxDepth = WorkflowDefinition.MaxDepth,
        AllowDuplicateProperties = false,
    };

    private static readonly string[] NotStored = ["links", "materializerName", "isMaterializerAvailable", "providerName", "tenantId"];

    private static readonly JsonWriterOptions Compact = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = WorkflowDefinition.MaxDepth,
    };
    private static readonly JsonWriterOptions Indented = Compact with { Indented = true, NewLine = "\n" };

    /// <summary>
    /// Reads a JSON object, originals in the place of stand-ins; refuses what is no JSON, too long (4 MiB), too deep (128), names a member
    /// twice or holds text that cannot be kept.
    /// </summary>
    public static ErrorOr<JsonObject> Read(string json)
    {
        if (json.Length > WorkflowDefinition.MaxLength)
            return DefinitionRefusals.TooLarge(json.Length);
        if (json.StartsWith("PK\u0003\u0004", StringComparison.Ordinal))
            return DefinitionRefusals.Malformed("Expected a definition, but it is a ZIP archive. Unpack it, and take in each file of it.");
        try
        {
            if (JsonNode.Parse(json, null, Strict) is not JsonObject document)
                return DefinitionRefusals.Malformed("Expected a JSON object, but it is another JSON value.");
            if (PlainText.FaultIn(document) is { } path)
                return PlainText.Refuse(path);
            NotFoundActivities.Restore(document);
            // An original is written as a text within the document, with escapes of its own.
            if (PlainText.FaultIn(document) is { } within)
                return PlainText.Refuse(within);
            Drawing.WithPorts(document);
            return document;
        }
        catch (JsonException twice) when (twice.Message.Contains("duplicate", StringComparison.OrdinalIgnoreCase))
        {
            return DefinitionRefusals.Malformed(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Expected each member once, but one stands twice in its object, in line {(twice.LineNumber ?? 0) + 1} again."
                )
            );
        }
        catch (JsonException broken)
        {
            return DefinitionRefusals.Malformed(
                string.Create(CultureInfo.InvariantCulture, $"Expected well-formed JSON, but line {(broken.LineNumber ?? 0) + 1} is not.")
            );
        }
    }

    /// <summary>Why a file that should hold a document cannot be read.</summary>
    public static Error Unreadable(string detail) => DefinitionRefusals.Malformed(detail);

    /// <summary>The document of a version: members in order, the drawing normalised.</summary>
    internal static JsonObject Of(
        JsonObject model,
        string id,
        string definitionId,
        int version,
        DateTimeOffset createdAt,
        ActivityCatalogue activities
    )
    {
        var document = new JsonObject();
        foreach (var name in Order)
            document[name] = model[name]?.DeepClone();
        foreach (var (name, value) in model.OrderBy(member => member.Key, StringComparer.Ordinal))
            if (value is not null && !document.ContainsKey(name) && !NotStored.Contains(name))
                document[name] = value.DeepClone();
        document["$schema"] = Schema;
        (document["id"], document["definitionId"], document["version"]) = (id, definitionId, version);
        document["createdAt"] = createdAt.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);
        // The designer's tool cannot open a definition whose tool version is not a version.
        if (!Version.TryParse(Drawing.Text(document, "toolVersion"), out _))
            document["toolVersion"] = null;
        foreach (var list in (string[])["variables", "inputs", "outputs"])
            document[list] = Drawing.WithoutNulls(document[list] as JsonArray ?? []);
        foreach (var parameter in ((JsonArray)document["inputs"]!).Concat((JsonArray)document["outputs"]!).OfType<JsonObject>())
        foreach (var text in (string[])["description", "category"])
            parameter[text] ??= "";
        foreach (var variable in ((JsonArray)document["variables"]!).OfType<JsonObject>())
            if (Drawing.Text(variable, "value") is "")
                variable.Remove("value");
        document["outcomes"] ??= new JsonArray();
        document["customProperties"] ??= new JsonObject();
        (document["customProperties"] as JsonObject)?.Remove(Stamp);
        (document["isReadonly"], document["isSystem"], document["isLatest"], document["isPublished"]) = (false, false, true, true);
        document["options"] = Drawing.WithoutNulls(
            document["options"] as JsonObject ?? new JsonObject { ["autoUpdateConsumingWorkflows"] = false }
        );
        if (document["root"] is JsonObject root)
            document["root"] = new Drawing(activities).Normalise(root);
        foreach (var absent in document.Where(member => member.Value is null).Select(member => member.Key).ToList())
            document.Remove(absent);
        return document;
    }

    /// <summary>The same document under another id and version.</summary>
    internal static JsonObject Of(JsonObject model, DefinitionRow row, ActivityCatalogue activities) =>
        Of(model, row.Id, row.DefinitionId, row.Version, row.CreatedAt, activities);

    /// <summary>The bytes for a table: one line.</summary>
    public static string Write(JsonObject document) => Write(document, Compact);

    /// <summary>The bytes for a file that people review: indented, LF, one newline at the end.</summary>
    public static string WriteForPeople(JsonObject document) => Write(document, Indented) + "\n";

    private static string Write(JsonObject document, JsonWriterOptions options)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, options))
            document.WriteTo(writer);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>Whether two documents say the same, whatever their ids and dates.</summary>
    internal static bool SaysTheSame(JsonObject one, JsonObject other) => JsonNode.DeepEquals(Bare(one), Bare(other));

    /// <summary>What a document says, without its ids and dates.</summary>
    internal static JsonObject Bare(JsonObject document)
    {
        var bare = (JsonObject)document.DeepClone();
        foreach (var name in (string[])["id", "createdAt", "version", "toolVersion", "isLatest", "isPublished"])
            bare.Remove(name);
        return bare;
    }
}
