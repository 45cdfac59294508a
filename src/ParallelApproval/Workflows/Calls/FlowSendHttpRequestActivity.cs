using System.Text.Json;
using ParallelApproval.Database;
using ParallelApproval.Engine;
using ParallelApproval.Outbound;

namespace ParallelApproval.Workflows;

/// <summary>
/// HTTP 请求: sends a request after the commit and waits for the answer. Left by the status code when that is expected, by <c>Unmatched
/// status code</c> when it is not, and by <c>Done</c> besides; by <c>Failed to connect</c> or <c>Timeout</c> when no try came through.
/// A host that may not be called, or an answer that is too long, is a failed step.
/// </summary>
internal sealed class FlowSendHttpRequestActivity(OutboundSettings settings) : CaseActivity
{
    public const string TypeName = "Elsa.FlowSendHttpRequest";

    private static readonly string[] Methods = ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"];

    private static readonly Bilingual Advanced = new("高级", "Advanced");

    public override ActivityDescriptor Descriptor { get; } =
        new(
            TypeName,
            1,
            new("HTTP", "HTTP"),
            new("HTTP 请求", "HTTP request"),
            new("向外部系统发送请求", "Sends a request to another system")
        )
        {
            Kind = ActivityKind.Task,
            Inputs =
            [
                new("Url", "Uri", new("地址", "URL"), new("只限允许名单中的主机", "Only hosts on the list of the settings"))
                {
                    IsRequired = true,
                },
                new("Method", "String", new("方法", "Method"), new("方法", "Method"))
                {
                    UiHint = "dropdown",
                    DefaultValue = JsonSerializer.SerializeToElement("GET"),
                    Choices = [.. Methods.Select(method => new Choice(method, new(method, method)))],
                },
                new(
                    "Content",
                    "Object",
                    new("内容", "Content"),
                    new("文字，或写成 JSON 的对象", "A text, or an object that is written as JSON")
                )
                {
                    UiHint = "multiline",
                },
                new("ContentType", "String", new("内容类型", "Content type"), new("内容类型", "Content type"))
                {
                    DefaultValue = JsonSerializer.SerializeToElement("application/json"),
                },
                new("Authorization", "String", new("授权头", "Authorization"), new("授权头", "Authorization header"))
                {
                    Category = Advanced,
                },
                new("RequestHeaders", "HttpHeaders", new("请求头", "Headers"), new("JSON 对象", "A JSON object"))
                {
                    UiHint = "json-editor",
                    Category = Advanced,
                },
                new(
                    "ExpectedStatusCodes",
                    "Object",
                    new("预期状态码", "Expected status codes"),
                    new("每个状态码一个出口", "A port for each of them")
                )
                {
                    UiHint = "dynamic-outcomes",
                    UiSpecifications = JsonSerializer.SerializeToElement(
                        new
                        {
                            DynamicOutcomesOptions = new
                            {
                                fixedOutcomes = (string[])[WebRequest.Unmatched, WebRequest.NoConnection, WebRequest.TimedOut, "Done"],
                            },
                        }
                    ),
                    DefaultValue = JsonSerializer.SerializeToElement((int[])[200]),
                },
            ],
            Outputs =
            [
                new("Result", "Object", new("响应", "Response"), new("状态码、头和内容", "Status, headers and content")),
                new("StatusCode", "Int32", new("状态码", "Status code"), new("状态码", "Status code")),
                new(
                    "ParsedContent",
                    "Object",
                    new("内容", "Content"),
                    new("JSON 读成对象，其余为文字", "JSON as an object, anything else as text")
                ),
                new("ResponseHeaders", "HttpHeaders", new("响应头", "Headers"), new("响应头", "Headers")),
            ],
            Ports = [new("200", new("200", "200")), new("Done", new("完成", "Done"))],
        };

    public override ActivityResult Begin(CaseFile file, ActivityRequest request)
    {
        if (!Uri.TryCreate(request.Text("url"), UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            return ActivityResult.Fails("http_address", $"Expected an http or https address, but it is '{request.Text("url")}'.");
        if (!settings.Of(url.IdnHost, url.Port).IsAllowed)
            return ActivityResult.Fails(
                "http_notallowed",
                $"Expected host '{url.IdnHost}' to be on the list ParallelApproval:Outbound:Hosts, but it is not; ask the administrator."
            );
        if (Array.IndexOf(Methods, request.Text("method")?.ToUpperInvariant() ?? "GET") < 0)
            return ActivityResult.Fails(
                "http_method",
                $"Expected one of {string.Join(", ", Methods)}, but it is '{request.Text("method")}'."
            );
        file.Section<CallSection>()
            .Note(
                new(
                    request.Bookmark,
                    CallKind.Http,
                    JsonSerializer.SerializeToElement(WebRequest.Of(request, url), CallSection.Written),
                    Host: $"{url.IdnHost}:{url.Port}"
                )
            );
        return ActivityResult.Waits;
    }
}

/// <summary>What a step that sends an HTTP request asks for.</summary>
internal sealed record WebRequest(
    string Method,
    string Url,
    string? Body,
    string? ContentType,
    Dictionary<string, string> Headers,
    string[] Expected
)
{
    public const string Unmatched = "Unmatched status code",
        NoConnection = "Failed to connect",
        TimedOut = "Timeout";

    public static WebRequest Of(ActivityRequest request, Uri url)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (request.Inputs.TryGetProperty("requestHeaders", out var given) && given.ValueKind is JsonValueKind.Object)
            foreach (var header in given.EnumerateObject())
                headers[header.Name] =
                    header.Value.ValueKind is JsonValueKind.Array
                        ? string.Join(", ", header.Value.EnumerateArray().Select(TextOf))
                        : TextOf(header.Value);
        if (request.Text("authorization") is { } authorization)
            headers["Authorization"] = authorization;
        string? body =
            request.Inputs.TryGetProperty("content", out var content) && content.ValueKind is not JsonValueKind.Null
                ? TextOf(content)
                : null;
        string[] expected =
            request.Inputs.TryGetProperty("expectedStatusCodes", out var codes) && codes.ValueKind is JsonValueKind.Array
                ? [.. codes.EnumerateArray().Select(TextOf)]
                : [];
        return new(
            request.Text("method")?.ToUpperInvariant() ?? "GET",
            url.AbsoluteUri,
            body is { Length: > 0 } ? body : null,
            request.Text("contentType"),
            headers,
            expected
        );
    }

    public HttpCall ToCall(string key) => new(Method, new(Url), key, Body, ContentType, Headers);

    /// <summary>By which port the step is left; null when it failed.</summary>
    public string? PortOf(HttpReply reply) =>
        reply.Fault switch
        {
            HttpFault.None when Expected.Length == 0 => "Done",
            HttpFault.None => Expected.Contains(reply.Status.ToString(null, null)) ? reply.Status.ToString(null, null) : Unmatched,
            HttpFault.NoConnection => NoConnection,
            HttpFault.TimedOut => TimedOut,
            _ => null,
        };

    public static JsonElement Outputs(HttpReply reply)
    {
        var content = Parsed(reply);
        return JsonSerializer.SerializeToElement(
            new Dictionary<string, object?>
            {
                ["Result"] = new Dictionary<string, object?> { ["statusCode"] = reply.Status, ["content"] = content },
                ["StatusCode"] = reply.Status,
                ["ParsedContent"] = content,
                ["ResponseHeaders"] = reply.Headers,
            }
        );
    }

    private static object? Parsed(HttpReply reply)
    {
        if (reply.Body.Length == 0)
            return null;
        if (!reply.ContentType.Contains("json", StringComparison.OrdinalIgnoreCase))
            return reply.Body;
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(reply.Body, new JsonSerializerOptions { MaxDepth = 64 });
        }
        catch (JsonException)
        {
            return reply.Body;
        }
    }

    private static string TextOf(JsonElement value) => value.ValueKind is JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
