using System.Text;

namespace ParallelApproval.Web;

[Collection<OneDoor>]
public sealed class HeadersTests(FrontDoor door)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("GET", "/login")]
    [InlineData("GET", "/api/session")]
    [InlineData("GET", "/api/no-such-thing")]
    [InlineData("GET", "/health/ready")]
    [InlineData("POST", "/api/session")]
    public async Task Every_answer_forbids_foreign_content_framing_guessing_and_keeping(string method, string path)
    {
        using var http = new HttpClient { BaseAddress = door.Address };
        // Broken on purpose: an answer made from an exception must carry them too.
        using var request = new HttpRequestMessage(new(method), path)
        {
            Content = method == "POST" ? new StringContent("{", Encoding.UTF8, "application/json") : null,
        };
        using var answer = await http.SendAsync(request, Cancellation);
        string Header(string name) => string.Join(",", answer.Headers.GetValues(name));
        Header("Content-Security-Policy").ShouldContain("default-src 'self'");
        Header("Content-Security-Policy").ShouldContain("frame-ancestors 'none'");
        Header("X-Content-Type-Options").ShouldBe("nosniff");
        Header("Referrer-Policy").ShouldBe("same-origin");
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        answer.Headers.Contains("Server").ShouldBeFalse();
    }

    [Fact]
    public async Task The_builder_of_conditions_is_framed_by_our_own_pages_alone()
    {
        using var http = new HttpClient { BaseAddress = door.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/flows/parallel-approval/condition");
        using var answer = await http.SendAsync(request, Cancellation);
        string Header(string name) => string.Join(",", answer.Headers.GetValues(name));
        Header("Content-Security-Policy").ShouldContain("frame-ancestors 'self'");
        Header("Content-Security-Policy").ShouldContain("default-src 'self'");
        Header("X-Frame-Options").ShouldBe("SAMEORIGIN");
    }

    [Fact]
    public async Task The_cookie_of_a_session_is_out_of_reach_for_scripts_and_other_sites()
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = door.Address };
        using var home = await http.GetAsync("/login", Cancellation);
        var token = System
            .Text.RegularExpressions.Regex.Match(
                await home.Content.ReadAsStringAsync(Cancellation),
                "__RequestVerificationToken\" value=\"([^\"]+)\""
            )
            .Groups[1]
            .Value;
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["_handler"] = "sign-in",
                ["__RequestVerificationToken"] = token,
                ["UserName"] = "clerk",
                ["Password"] = "Demo#2026",
            }
        );
        using var signedIn = await http.PostAsync("/login", form, Cancellation);
        var cookie = signedIn.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("session=", StringComparison.Ordinal));
        cookie.ShouldContain("httponly");
        cookie.ShouldContain("samesite=strict");
    }
}
