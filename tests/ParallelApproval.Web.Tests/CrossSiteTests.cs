using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web;

/// <summary>Another site makes the browser of a signed-in officer send something; his cookie goes along.</summary>
[Collection<SecondDoor>]
public sealed class CrossSiteTests(FrontDoor door)
{
    private const string Foreign = "https://evil.example";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Foreigners =>
        new()
        {
            { "Origin", Foreign },
            { "Origin", "null" },
            { "Origin", "http://localhost" },
            { "Sec-Fetch-Site", "cross-site" },
            { "Sec-Fetch-Site", "same-site" },
        };

    [Theory]
    [MemberData(nameof(Foreigners))]
    public async Task Nothing_that_may_change_something_is_carried_out_through_any_door(string header, string value)
    {
        using var browser = await SignedInAsync("clerk");
        var doors = door
            .App.Services.GetServices<EndpointDataSource>()
            .SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>()
            .SelectMany(endpoint =>
                (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []).Select(method => (method, endpoint))
            )
            .Where(known => known.method is not ("GET" or "HEAD" or "OPTIONS"))
            .ToList();
        doors.Count.ShouldBeGreaterThan(100);
        var through = new List<string>();
        foreach (var (method, endpoint) in doors)
        {
            var path = string.Join('/', endpoint.RoutePattern.PathSegments.Select(segment => segment.Parts[0]).Select(Part));
            using var answer = await SendAsync(browser, method, "/" + path, (header, value));
            if (answer.StatusCode is not HttpStatusCode.Forbidden || !(await TextAsync(answer)).Contains("foreign_origin"))
                through.Add($"{method} /{path} {answer.StatusCode}");
        }

        through.ShouldBeEmpty();
        using var still = await SendAsync(browser, "GET", "/api/session");
        still.StatusCode.ShouldBe(HttpStatusCode.OK);

        static string Part(Microsoft.AspNetCore.Routing.Patterns.RoutePatternPart part) =>
            part is Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal ? literal.Content : "1";
    }

    [Fact]
    public async Task Nor_does_it_open_a_connection_that_stays()
    {
        using var browser = await SignedInAsync("clerk");
        using var answer = await SendAsync(
            browser,
            "GET",
            "/_blazor",
            ("Connection", "Upgrade"),
            ("Upgrade", "websocket"),
            ("Sec-WebSocket-Version", "13"),
            ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
            ("Origin", Foreign)
        );
        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "same-origin")]
    [InlineData("Sec-Fetch-Site", "none")]
    [InlineData("Origin", "")]
    public async Task His_own_pages_are_not_concerned(string header, string value)
    {
        using var browser = await SignedInAsync("clerk");
        var own = value.Length > 0 ? value : door.Address.GetLeftPart(UriPartial.Authority);
        using var answer = await SendAsync(browser, "POST", "/api/session/token", (header, own));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Nor_is_a_program_with_its_token()
    {
        var clerk = await door.AsAsync("clerk");
        using var http = new HttpClient { BaseAddress = door.Address };
        using var answer = await SendAsync(
            http,
            "POST",
            "/api/session/token",
            ("Authorization", "Bearer " + clerk.Token),
            ("Origin", Foreign)
        );
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<HttpResponseMessage> SendAsync(
        HttpClient http,
        string method,
        string path,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(new(method), path);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await http.SendAsync(request, Cancellation);
    }

    private static Task<string> TextAsync(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(Cancellation);

    private async Task<HttpClient> SignedInAsync(string userName)
    {
        var browser = await Browser.SignInAsync(door.Address, userName);
        return new(new HttpClientHandler { CookieContainer = browser.Cookies, AllowAutoRedirect = false }) { BaseAddress = door.Address };
    }
}
