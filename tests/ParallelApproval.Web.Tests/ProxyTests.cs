using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Database;
using ParallelApproval.Testing;

namespace ParallelApproval.Web;

/// <summary>What the door believes of a proxy before it, and of anybody who only says that he is one.</summary>
public sealed partial class ProxyTests(FrontDoor door, TestCluster cluster) : IClassFixture<FrontDoor>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Behind_a_trusted_proxy_each_client_is_counted_by_himself()
    {
        await using var app = await OpenAsync("--ParallelApproval:Proxies:0=127.0.0.1", "--ParallelApproval:Rates:SignInsAMinute=3");
        for (var i = 0; i < 3; i++)
            (await TryAsync(app, "198.51.100.1")).ShouldBe(401);
        (await TryAsync(app, "198.51.100.1")).ShouldBe(429);
        (await TryAsync(app, "198.51.100.2")).ShouldBe(401);
    }

    [Fact]
    public async Task Nobody_gives_himself_another_address_where_no_proxy_is_named()
    {
        await using var app = await OpenAsync("--ParallelApproval:Rates:SignInsAMinute=3");
        for (var i = 0; i < 3; i++)
            (await TryAsync(app, $"198.51.100.{i}")).ShouldBe(401);
        (await TryAsync(app, "198.51.100.9")).ShouldBe(429);
    }

    [Fact]
    public async Task Looking_at_the_page_takes_no_part_in_the_limit_on_sign_in()
    {
        await using var app = await OpenAsync("--ParallelApproval:Rates:SignInsAMinute=3");
        using var http = new HttpClient { BaseAddress = new(app.Urls.Single()) };
        for (var i = 0; i < 30; i++)
            (await http.GetAsync("/", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await TryAsync(app, null)).ShouldBe(401);
    }

    [Fact]
    public async Task Over_https_the_cookie_is_of_this_host_alone_and_secure()
    {
        await using var app = await OpenAsync("--ParallelApproval:Proxies:0=127.0.0.0/8");
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new(app.Urls.Single()) };
        http.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        http.DefaultRequestHeaders.Add("X-Forwarded-For", "198.51.100.1");
        using var home = await http.GetAsync("/login", Cancellation);
        var token = Token().Match(await home.Content.ReadAsStringAsync(Cancellation)).Groups[1].Value;
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["_handler"] = "sign-in",
                ["__RequestVerificationToken"] = token,
                ["UserName"] = "clerk",
                ["Password"] = "Demo#2026",
            }
        );
        using var request = new HttpRequestMessage(HttpMethod.Post, "/login") { Content = form };
        request.Headers.Add("Cookie", home.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0]));
        using var signedIn = await http.SendAsync(request, Cancellation);
        var session = signedIn.Headers.GetValues("Set-Cookie").Single(cookie => cookie.Contains("session", StringComparison.Ordinal));
        session.ShouldStartWith("__Host-session=");
        foreach (var attribute in new[] { "secure", "httponly", "path=/", "samesite=strict" })
            session.ShouldContain(attribute);
        session.ShouldNotContain("domain");
    }

    [Fact]
    public async Task Anybody_may_complain_ten_times_a_minute_and_others_still_may()
    {
        await using var app = await OpenAsync("--ParallelApproval:Proxies:0=127.0.0.1", "--ParallelApproval:Rates:PublicFormsAMinute=10");
        var answers = new List<int>();
        for (var i = 0; i < 60; i++)
            answers.Add(await ComplainAsync(app, "198.51.100.1"));
        answers.Count(status => status == 201).ShouldBeInRange(10, 20, "a minute may have turned meanwhile");
        answers.Count(status => status == 429).ShouldBeGreaterThan(30);
        (await ComplainAsync(app, "198.51.100.2")).ShouldBe(201);
    }

    [Fact]
    public async Task Outside_a_demonstration_only_staff_reads_how_the_API_is_made_and_https_is_remembered()
    {
        await using var database = await cluster.CopyAsync(Template.Empty, Cancellation);
        await using var app = await FrontDoor.OpenAsync(
            database.Source,
            "Production",
            Cancellation,
            settings: ["--ParallelApproval:Proxies:0=127.0.0.1"]
        );
        await app.StartAsync(Cancellation);
        var anonymous = new Account(new(app.Urls.Single()), null);
        foreach (var path in new[] { "/openapi/v1.json", "/docs" })
            (await anonymous.GetAsync(path)).Status.ShouldBe(401);
        using var http = new HttpClient { BaseAddress = new(app.Urls.Single()) };
        http.DefaultRequestHeaders.Host = "hall.example";
        http.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        http.DefaultRequestHeaders.Add("X-Forwarded-For", "198.51.100.1");
        using var home = await http.GetAsync("/login", Cancellation);
        home.Headers.GetValues("Strict-Transport-Security").Single().ShouldContain("max-age=31536000");
    }

    private static async Task<int> TryAsync(WebApplication app, string? client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/session")
        {
            Content = new StringContent("""{"userName":"nobody","password":"x"}""", System.Text.Encoding.UTF8, "application/json"),
        };
        return await SendAsync(app, request, client);
    }

    private static async Task<int> ComplainAsync(WebApplication app, string client)
    {
        var body = new JsonObject { ["subject"] = "attitude", ["words"] = "窗口态度不好" };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/public/complaints")
        {
            Content = new StringContent(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json"),
        };
        return await SendAsync(app, request, client);
    }

    private static async Task<int> SendAsync(WebApplication app, HttpRequestMessage request, string? client)
    {
        using var http = new HttpClient { BaseAddress = new(app.Urls.Single()) };
        if (client is not null)
            request.Headers.Add("X-Forwarded-For", client);
        using var answer = await http.SendAsync(request, Cancellation);
        return (int)answer.StatusCode;
    }

    private async Task<WebApplication> OpenAsync(params string[] settings)
    {
        var app = await FrontDoor.OpenAsync(door.Database.Source, "Demo", Cancellation, settings: settings);
        await app.StartAsync(Cancellation);
        return app;
    }

    [GeneratedRegex("__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
