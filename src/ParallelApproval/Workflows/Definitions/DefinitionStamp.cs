using System.Globalization;
using System.Text.Json.Nodes;

namespace ParallelApproval.Workflows;

/// <summary>
/// Which content an editor has in front of it (内容戳): the version's id and its revision. It travels to the designer's tool in
/// <c>customProperties</c>, which the tool sends back whole, and is never stored.
/// </summary>
public static class DefinitionStamp
{
    public static string Of(DefinitionRow version) => string.Create(CultureInfo.InvariantCulture, $"{version.Id}.{version.Revision}");

    /// <summary>The stamp that came back; null when there is none.</summary>
    public static string? In(JsonObject model) =>
        model["customProperties"] is JsonObject custom ? Drawing.Text(custom, DefinitionDocument.Stamp) : null;

    /// <summary>Puts the stamp on a document that goes to an editor.</summary>
    public static void Put(JsonObject document, DefinitionRow version)
    {
        if (document["customProperties"] is not JsonObject)
            document["customProperties"] = new JsonObject();
        document["customProperties"]![DefinitionDocument.Stamp] = Of(version);
    }
}
