using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace ParallelApproval.Web;

/// <summary>Somebody who talks to the API: a sample account with its token, or nobody.</summary>
public sealed class Account
{
    private readonly HttpClient _http;

    public Account(Uri address, string? token)
    {
        _http = new() { BaseAddress = address };
        _http.DefaultRequestHeaders.AcceptLanguage.Add(new("en"));
        if (token is not null)
            _http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        Token = token;
    }

    public string? Token { get; }

    public static async Task<Account> SignInAsync(Uri address, string userName, string password)
    {
        var answer = await new Account(address, null).PostAsync(
            "/api/session",
            new JsonObject { ["userName"] = userName, ["password"] = password }
        );
        answer.Status.ShouldBe(200, answer.Text);
        return new(address, answer["accessToken"]!.GetValue<string>());
    }

    /// <summary>The same officer once he has changed the password that was made for him.</summary>
    public async Task<Account> WithOwnPasswordAsync(string issued, string own = "Quiet-Harbour-7")
    {
        var changed = await PostAsync("/api/session/password", new JsonObject { ["current"] = issued, ["new"] = own });
        changed.Status.ShouldBe(200, changed.Text);
        return new(_http.BaseAddress!, changed["accessToken"]!.GetValue<string>());
    }

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<Answer> PostAsync(string path, JsonNode? body = null, string? key = null) =>
        SendAsync(HttpMethod.Post, path, body?.ToJsonString() ?? "{}", key: key);

    /// <summary>Decides; where the place must be looked at before, the department has been there.</summary>
    public async Task<Answer> DecideAsync(string task, JsonNode decision, string? key = null)
    {
        var answer = await SignAsync();
        if (answer.Code != "visit_missing")
            return answer;
        var parts = task.Split('/')[^1].Split('-');
        await InspectAsync(parts[0], int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture));
        return await SignAsync();

        // On a machine that does much else, a case may be busy for seconds; an officer presses once more.
        async Task<Answer> SignAsync()
        {
            while (true)
                if (await PostAsync(task + "/decision", decision, key) is { Code: not "case_busy" } signed)
                    return signed;
        }
    }

    /// <summary>Two officers of the department have looked at the place and found nothing.</summary>
    public Task<Answer> InspectAsync(string caseNumber, int branch) =>
        PostAsync(
            $"/api/cases/{caseNumber}/site-visit/conclusion",
            new JsonObject
            {
                ["branch"] = branch,
                ["officers"] = new JsonArray("刘芳", "王强"),
                ["passes"] = true,
                ["text"] = "现场符合要求。",
                ["place"] = "西大街1号",
            }
        );

    public Task<Answer> PutAsync(string path, JsonNode body) => SendAsync(HttpMethod.Put, path, body.ToJsonString());

    public async Task<Answer> SendAsync(
        HttpMethod method,
        string path,
        string? body = null,
        string contentType = "application/json",
        string? key = null
    )
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body))
            {
                Headers = { ContentType = MediaTypeHeaderValue.Parse(contentType) },
            };
        if (key is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return new(
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.MediaType,
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)
        )
        {
            Headers = response
                .Headers.Concat(response.Content.Headers)
                .ToDictionary(header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase),
        };
    }
}

/// <summary>What came back.</summary>
public sealed record Answer(int Status, string? ContentType, string Text)
{
    private readonly Lazy<JsonNode?> _json = new(() => Text.Length > 0 && Text[0] is '{' or '[' ? JsonNode.Parse(Text) : null);

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public JsonNode? Json => _json.Value;

    public JsonNode? this[string field] => Json?[field];

    /// <summary>The code of a refusal.</summary>
    public string? Code => this["code"]?.GetValue<string>();
}
