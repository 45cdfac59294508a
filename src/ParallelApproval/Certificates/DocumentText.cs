using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using ErrorOr;
using ParallelApproval.Workflows;

namespace ParallelApproval.Certificates;

/// <summary>
/// The body of a paper (文书正文): its template filled with its facts. Facts are text to the template, never HTML, whoever typed them.
/// </summary>
public static class DocumentText
{
    public static ErrorOr<string> Fill(string template, JsonObject facts) => Wording.Fill(template, (JsonObject)Encode(facts)!);

    private static JsonNode? Encode(JsonNode? node) =>
        node switch
        {
            JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Encode(member.Value)))),
            JsonArray elements => new JsonArray([.. elements.Select(Encode)]),
            JsonValue value when value.GetValueKind() is JsonValueKind.String => JsonValue.Create(
                WebUtility.HtmlEncode(value.GetValue<string>())
            ),
            _ => node?.DeepClone(),
        };
}
