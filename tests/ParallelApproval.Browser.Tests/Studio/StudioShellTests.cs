using System.Net;
using ParallelApproval.Web;
using static Microsoft.Playwright.Assertions;

namespace ParallelApproval.Browser.Studio;

/// <summary>Studio as a designer finds it: in Chinese, under our name, from our server alone.</summary>
[Collection<OneDoor>]
public sealed class StudioShellTests(FrontDoor door, Chromium chromium)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Studio_opens_in_Chinese_with_our_name_and_menu()
    {
        await using var visit = await Visit.BeginAsync(chromium, door.Address);
        await visit.OpenAsAsync("designer", "/studio");
        await Expect(visit.Page.GetByText("并联审批 ParallelApproval")).ToBeVisibleAsync();
        await Expect(visit.Page.GetByText("流程设计", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(visit.Page.GetByText("返回首页")).ToBeVisibleAsync();
        await Expect(visit.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/studio/workflows/definitions(\\?|$)"));
        visit.Foreign.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_deep_link_leads_through_the_sign_in_to_its_page()
    {
        await using var visit = await Visit.BeginAsync(chromium, door.Address);
        await visit.OpenAsAsync("designer", "/workflows/instances?page=1");
        await Expect(visit.Page.GetByText("返回首页")).ToBeVisibleAsync();
        new Uri(visit.Page.Url).AbsolutePath.ShouldBe("/studio/workflows/instances");
    }

    [Fact]
    public async Task Who_turns_the_page_while_Studio_loads_finds_it_whole_when_he_comes_back()
    {
        await using var visit = await Visit.BeginAsync(chromium, door.Address);
        var loading = visit.Page.WaitForRequestAsync(new System.Text.RegularExpressions.Regex("Elsa.Studio.Workflows.*wasm"));
        await visit.OpenAsAsync("designer", "/studio");
        await loading;
        await visit.Page.GotoAsync("/track");
        await visit.Page.GotoAsync("/studio");
        await Expect(visit.Page.GetByText("返回首页")).ToBeVisibleAsync();
        await Expect(visit.Page.Locator(".studio-reduced")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_clerk_is_not_let_in()
    {
        await using var visit = await Visit.BeginAsync(chromium, door.Address);
        await visit.OpenAsAsync("clerk", "/studio/workflows/definitions");
        await Expect(visit.Page.Locator("body")).ToContainTextAsync("verb_not_allowed");
        visit.Asked.ShouldNotContain(address => address.Contains("_framework"));
    }

    [Fact]
    public async Task The_files_come_compressed_and_are_kept_when_their_name_holds_a_fingerprint()
    {
        await using var visit = await Visit.BeginAsync(chromium, door.Address);
        var assembly = visit.Page.WaitForResponseAsync(answer =>
            answer.Url.Contains("/_framework/Elsa.Studio.Workflows.") && answer.Url.EndsWith(".wasm", StringComparison.Ordinal)
        );
        await visit.OpenAsAsync("designer", "/studio");
        var headers = await (await assembly).AllHeadersAsync();
        headers["content-type"].ShouldBe("application/wasm");
        headers["content-encoding"].ShouldBe("br");
        headers["cache-control"].ShouldBe("public,max-age=31536000,immutable");
        headers["vary"].ShouldBe("Accept-Encoding");
    }

    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("br;q=0, gzip;q=0.5", "gzip")]
    [InlineData("identity", "")]
    public async Task A_browser_gets_the_encoding_that_it_takes(string takes, string gets)
    {
        Equipment.NeedsStudio();
        using var client = new HttpClient { BaseAddress = door.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/studio/_framework/blazor.webassembly.js");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", takes);
        using var answer = await client.SendAsync(request, Cancellation);
        string.Join(",", answer.Content.Headers.ContentEncoding).ShouldBe(gets);
        answer.Headers.CacheControl!.NoCache.ShouldBeTrue();

        using var again = new HttpRequestMessage(HttpMethod.Get, request.RequestUri);
        again.Headers.TryAddWithoutValidation("Accept-Encoding", takes);
        again.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
        using var same = await client.SendAsync(again, Cancellation);
        same.StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Theory]
    [InlineData("/studio/_framework/../../../package.json")]
    [InlineData("/studio/_framework/..%2f..%2fpackage.json")]
    [InlineData("/studio/index.html")]
    [InlineData("/studio/_content/nothing.js")]
    public async Task What_is_no_file_of_Studio_is_not_found(string path)
    {
        Equipment.NeedsStudio();
        using var client = new HttpClient { BaseAddress = door.Address };
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_token_for_the_page_ends_within_a_quarter_of_an_hour_and_opens_the_door()
    {
        var designer = await door.AsAsync("designer");
        var answer = await designer.PostAsync("/api/session/token");
        answer.Status.ShouldBe(200, answer.Text);
        var ends = DateTimeOffset.Parse(answer["expiresAt"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture);
        (ends - DateTimeOffset.UtcNow).ShouldBeInRange(TimeSpan.FromMinutes(14), TimeSpan.FromMinutes(15));
        (await new Account(door.Address, answer["accessToken"]!.GetValue<string>()).GetAsync("/api/session")).Status.ShouldBe(200);
        // A short token must not beget a longer life than its own.
        var next = await new Account(door.Address, answer["accessToken"]!.GetValue<string>()).PostAsync("/api/session/token");
        DateTimeOffset
            .Parse(next["expiresAt"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture)
            .ShouldBeLessThanOrEqualTo(ends);
    }
}
