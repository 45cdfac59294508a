using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using ParallelApproval.Province;

namespace ParallelApproval.Web;

/// <summary>
/// The entrance of a province on real sockets. The names of its houses are addresses of this machine, which need no resolver: its own is
/// 127.0.0.1, those of districts are 127.0.0.2 and those after it.
/// </summary>
public sealed class ProvinceDoor : IAsyncDisposable
{
    /// <summary>Of how many districts it can be reached by name.</summary>
    public const int MostDistricts = 4;

    private static readonly HttpClient Http = new();

    private readonly WebApplication _app;

    private ProvinceDoor(WebApplication app, string folder)
    {
        (_app, Folder) = (app, folder);
        Own = new(app.Urls.ElementAt(0));
        Names = [.. app.Urls.Skip(1).Select(address => new Uri(address))];
    }

    /// <summary>Where the register lies, and the keys.</summary>
    public string Folder { get; }

    /// <summary>Under the province's own name.</summary>
    public Uri Own { get; }

    /// <summary>Under the name of each district.</summary>
    public IReadOnlyList<Uri> Names { get; }

    public string File => Path.Combine(Folder, "districts.json");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Starts it with an empty register.</summary>
    public static async Task<ProvinceDoor> StartAsync(params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("province-").FullName;
        var file = Path.Combine(folder, "districts.json");
        await System.IO.File.WriteAllTextAsync(file, Register("http://127.0.0.1").ToJsonString(), Cancellation);
        var addresses = Enumerable.Range(1, MostDistricts + 1).Select(at => FormattableString.Invariant($"http://127.0.0.{at}:0"));
        var app = ProvinceServer.Open([
            "--urls=" + string.Join(';', addresses),
            "--Province:Register=" + file,
            "--Logging:LogLevel:Default=Error",
            .. settings,
        ]);
        await app.StartAsync(Cancellation);
        return new(app, folder);
    }

    /// <summary>A register of these districts.</summary>
    public static JsonObject Register(string address, params JsonObject[] districts) =>
        new()
        {
            ["province"] = new JsonObject
            {
                ["name"] = "演示省",
                ["nameEn"] = "Sample Province",
                ["address"] = address,
            },
            ["districts"] = new JsonArray([.. districts]),
        };

    /// <summary>A district under the name of that place.</summary>
    public JsonObject District(int at, string region, string? keyFile, params Uri[] nodes)
    {
        var district = new JsonObject
        {
            ["region"] = region,
            ["name"] = $"第{at}区",
            ["nameEn"] = FormattableString.Invariant($"District {at}"),
            ["address"] = Names[at].ToString(),
            ["nodes"] = new JsonArray([.. nodes.Select(node => JsonValue.Create(node.ToString()))]),
        };
        if (keyFile is not null)
            district["keyFile"] = keyFile;
        return district;
    }

    /// <summary>Edits the register as an operator does, and waits until the entrance has looked at it.</summary>
    /// <returns>What its health says then.</returns>
    public Task<JsonNode> EditAsync(params JsonObject[] districts) => WriteAsync(Register(Own.ToString(), districts).ToJsonString());

    /// <inheritdoc cref="EditAsync"/>
    public async Task<JsonNode> WriteAsync(string register)
    {
        await System.IO.File.WriteAllTextAsync(File + ".new", register, Cancellation);
        System.IO.File.Move(File + ".new", File, overwrite: true);
        var digest = Convert.ToHexStringLower(SHA256.HashData(await System.IO.File.ReadAllBytesAsync(File, Cancellation)));
        return await UntilAsync(health => health["file"]?.GetValue<string>() == digest);
    }

    /// <summary>Waits until its health says so.</summary>
    public async Task<JsonNode> UntilAsync(Func<JsonNode, bool> isSo)
    {
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            var health = JsonNode.Parse(await Http.GetStringAsync(new Uri(Own, "/health/ready"), Cancellation))!;
            if (isSo(health))
                return health;
            await again.WaitForNextTickAsync(Cancellation);
        }
    }

    public static IReadOnlyList<string> Remarks(JsonNode health) =>
        [.. health["remarks"]?.AsArray().Select(remark => remark!.GetValue<string>()) ?? []];

    /// <summary>Sends as it is, follows nothing.</summary>
    public static async Task<HttpResponseMessage> SendAsync(Uri to, Action<HttpRequestMessage>? more = null)
    {
        using var http = new HttpClient(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                RequestHeaderEncodingSelector = static (_, _) => System.Text.Encoding.Latin1,
            }
        );
        using var request = new HttpRequestMessage(HttpMethod.Get, to);
        more?.Invoke(request);
        return await http.SendAsync(request, Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
