using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ParallelApproval.Client;

/// <summary>
/// How requests are sent and answers read (接口调用): the part of <see cref="ApprovalClient"/> that is written by hand; its methods and
/// types are generated from the description of the API.
/// </summary>
/// <param name="http">Its <see cref="HttpClient.BaseAddress"/> is that of the server, e.g. <c>https://approval.example.cn/</c>.</param>
/// <param name="token">The key of a system (<c>pak_…</c>) or the access token of a session; null for what is open to anybody.</param>
public abstract class ApprovalApi(HttpClient http, string? token)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // A server that is newer may say more than this client knows.
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
    };

    /// <summary>The code that opens what a citizen has begun (查询码): his proof, sent along with every call; null for none.</summary>
    public string? QueryCode { get; init; }

    /// <summary>Sends one request and reads the answer.</summary>
    /// <param name="path">With places such as <c>{no}</c>.</param>
    /// <param name="query">What is null is left out.</param>
    /// <param name="key">The idempotency key of a command: sent again with the same one, it is carried out once.</param>
    /// <exception cref="ApprovalRefusedException">It was refused; nothing was changed.</exception>
    /// <exception cref="HttpRequestException">The server was not reached, or answered what no client can read.</exception>
    protected async Task<T> SendAsync<T>(
        string method,
        string path,
        (string Name, object? Value)[] places,
        (string Name, object? Value)[] query,
        object? body,
        string? key,
        CancellationToken cancellation
    )
    {
        foreach (var (name, value) in places)
            path = path.Replace($"{{{name}}}", Uri.EscapeDataString(Text(value) ?? ""), StringComparison.Ordinal);
        var asked = query
            .SelectMany(one =>
                one.Value is IEnumerable<string> many ? many.Select(text => (one.Name, Value: text)) : [(one.Name, Text(one.Value)!)]
            )
            .Where(one => one.Value is not null)
            .ToList();
        if (asked.Count > 0)
            path += "?" + string.Join('&', asked.Select(one => $"{Uri.EscapeDataString(one.Name)}={Uri.EscapeDataString(one.Value)}"));
        using var request = new HttpRequestMessage(HttpMethod.Parse(method), path);
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (key is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        if (QueryCode is not null)
            request.Headers.TryAddWithoutValidation("Query-Code", QueryCode);
        if (body is not null)
            request.Content = JsonContent.Create(body, body.GetType(), options: Json);
        using var response = await http.SendAsync(request, cancellation).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
            throw await RefusedAsync(response, cancellation).ConfigureAwait(false);
        if (response.StatusCode is HttpStatusCode.NoContent || typeof(T) == typeof(Nothing))
            return (T)(object)Nothing.AtAll;
        return await response.Content.ReadFromJsonAsync<T>(Json, cancellation).ConfigureAwait(false)
            ?? throw new HttpRequestException($"Expected an answer to {method} {path}, but it is empty.");
    }

    private static async Task<Exception> RefusedAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var status = (int)response.StatusCode;
        try
        {
            var told = await response.Content.ReadFromJsonAsync<Problem>(Json, cancellation).ConfigureAwait(false);
            if (told?.Code is { } code)
                return new ApprovalRefusedException(
                    status,
                    code,
                    told.Detail ?? code,
                    told.Errors ?? new Dictionary<string, IReadOnlyList<FieldFault>>()
                );
        }
        catch (Exception fault) when (fault is JsonException or NotSupportedException or InvalidOperationException)
        {
            // No problem details: something between here and the server answered.
        }

        return new HttpRequestException($"Expected an answer, but it is {status}.", null, response.StatusCode);
    }

    private static string? Text(object? value) =>
        value switch
        {
            null => null,
            bool flag => flag ? "true" : "false",
            Enum member => member.GetType().GetField(member.ToString())?.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name
                ?? member.ToString(),
            DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            DateTimeOffset instant => instant.ToString("O", CultureInfo.InvariantCulture),
            IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString(),
        };
}

/// <summary>The answer of what is done and tells nothing.</summary>
public sealed class Nothing
{
    internal static readonly Nothing AtAll = new();

    private Nothing() { }
}

/// <summary>
/// The server has refused (拒绝): a stable code, the sentence in the language that was asked for, and what is wrong at which field.
/// </summary>
public sealed class ApprovalRefusedException(
    int status,
    string code,
    string detail,
    IEnumerable<KeyValuePair<string, IReadOnlyList<FieldFault>>> errors
) : Exception(detail)
{
    /// <summary>Of HTTP.</summary>
    public int Status { get; } = status;

    /// <summary>By which programs decide, e.g. <c>api_key_expired</c>.</summary>
    public string Code { get; } = code;

    /// <summary>By JSON path of the field.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<FieldFault>> Errors { get; } = errors.ToDictionary();
}
