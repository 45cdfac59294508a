using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Stories;

/// <summary>The people of the centre, each signed in under his own account, and the demonstration's clock.</summary>
internal sealed class Office(Uri server, CancellationToken cancellation) : IDisposable
{
    private const string Password = "Demo#2026";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private readonly HttpClient _http = new() { BaseAddress = server };
    private readonly Dictionary<string, string> _tokens = [];

    public Person As(string userName) => new(this, userName);

    public async Task<T> SendAsync<T>(string userName, HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(userName));
        request.Headers.AcceptLanguage.Add(new("en"));
        if (method == HttpMethod.Post)
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("n"));
        if (body is not null)
            request.Content = JsonContent.Create(body, options: Json);
        using var answer = await _http.SendAsync(request, cancellation);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException(
                $"{userName} {method} {path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(cancellation)}"
            );
        return (await answer.Content.ReadFromJsonAsync<T>(Json, cancellation))!;
    }

    public void Dispose() => _http.Dispose();

    private async Task<string> TokenAsync(string userName)
    {
        if (_tokens.TryGetValue(userName, out var known))
            return known;
        using var answer = await _http.PostAsJsonAsync("/api/session", new { userName, password = Password }, cancellation);
        answer.EnsureSuccessStatusCode();
        return _tokens[userName] = (await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation))
            .GetProperty("accessToken")
            .GetString()!;
    }
}

/// <summary>Somebody at work.</summary>
internal readonly record struct Person(Office Office, string UserName)
{
    public Task<T> GetAsync<T>(string path) => Office.SendAsync<T>(UserName, HttpMethod.Get, path, null);

    public Task<T> PostAsync<T>(string path, object body) => Office.SendAsync<T>(UserName, HttpMethod.Post, path, body);
}
