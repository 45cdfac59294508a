using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.IdentityModel.Tokens;
using ParallelApproval.Testing;

namespace ParallelApproval.Web;

/// <summary>统一身份认证: a provider outside says who it is, the house says what he may; against a provider on a port of this machine.</summary>
public sealed partial class OutsideProviderTests(TestCluster cluster) : IAsyncLifetime
{
    private TestProvider _provider = null!;
    private TestDatabase _database = null!;
    private WebApplication _app = null!;
    private Uri _address = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _provider = await TestProvider.OpenAsync(Cancellation);
        _database = await cluster.CopyAsync(FrontDoor.Prepared, Cancellation);
        _app = await FrontDoor.OpenAsync(_database.Source, "Demo", Cancellation, null, SettingsOf(_provider));
        await _app.StartAsync(Cancellation);
        _address = new(_app.Urls.Single());
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _database.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task Who_is_bound_comes_in_with_the_roles_of_the_house_and_goes_out_at_both()
    {
        (await BindAsync("clerk", "u-1")).Status.ShouldBe(200);
        (await BindAsync("approver-syj", "u-1")).Code.ShouldBe("identity_bound");
        (await BindAsync("clerk", "u-2")).Code.ShouldBe("account_bound");
        (await BindAsync("admin", "u-3")).Code.ShouldBe("own_account");
        (await BindAsync("nobody", "u-3")).Code.ShouldBe("officer_not_found");

        var browser = new Browser(_address);
        (await browser.OpenAsync("/login")).Html.ShouldContain("href=\"/login/provider");
        var landed = await browser.OpenAsync("/login/provider?next=%2Fcases");
        landed.Html.ShouldContain("http-equiv=\"refresh\" content=\"0;url=/cases\"");
        var cases = await browser.OpenAsync("/cases");
        (cases.Status, cases.Address).ShouldBe((HttpStatusCode.OK, "/cases"));
        (await browser.OpenAsync("/administration/officers")).Status.ShouldBe(HttpStatusCode.Forbidden);

        var account = await browser.OpenAsync("/account");
        var left = await browser.SendAsync(account, "/sign-out", "");
        left.Html.ShouldContain(_provider.Address + "end?");
        (await browser.OpenAsync("/cases")).Address.ShouldStartWith("/login?next=");
        // The page sends the reader there; he comes back to the sign-in page.
        var end = WebUtility.HtmlDecode(Refresh().Match(left.Html).Groups[1].Value);
        (await browser.OpenAsync(end)).Address.ShouldStartWith("/login");
        var told = _provider.Ended.Single();
        told["client_id"].ToString().ShouldBe(TestProvider.Client);
        told["id_token_hint"].ToString().ShouldNotBeEmpty();
        (await SaidAsync("SignedIn")).ShouldContain("provider", Case.Insensitive);
    }

    [Fact]
    public async Task Nobody_is_made_by_a_sign_in_and_the_subject_is_told_so_that_he_can_be_bound()
    {
        _provider.Subject = "stranger-7";
        var page = await new Browser(_address).OpenAsync("/login/provider");
        page.Status.ShouldBe(HttpStatusCode.Forbidden);
        page.Html.ShouldContain("stranger-7");
        (await (await AdminAsync()).GetAsync("/api/officers?search=stranger"))["items"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_token_that_does_not_hold_opens_nothing()
    {
        await BindAsync("clerk", "u-1");
        var past = TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-1);
        (string Name, Action<SecurityTokenDescriptor> Spoil)[] spoilt =
        [
            ("another audience", token => token.Audience = "another-house"),
            ("expired", token => (token.IssuedAt, token.NotBefore, token.Expires) = (past, past, past.AddMinutes(5))),
            ("not yet valid", token => (token.NotBefore, token.Expires) = (past.AddHours(3), past.AddHours(4))),
            ("another nonce", token => token.Claims["nonce"] = "another"),
            ("no nonce", token => token.Claims.Remove("nonce")),
            ("another issuer", token => token.Issuer = "http://127.0.0.1:1"),
            ("no subject", token => token.Claims.Remove("sub")),
            ("not signed", token => token.SigningCredentials = null),
        ];
        foreach (var (name, spoil) in spoilt)
        {
            _provider.Spoil = spoil;
            await IsRefusedAsync(name);
        }

        (_provider.Spoil, _provider.SignsWithAnother) = (null, true);
        await IsRefusedAsync("signed by another key");
        _provider.SignsWithAnother = false;
        (await new Browser(_address).OpenAsync("/login/provider")).Html.ShouldContain("http-equiv=\"refresh\"");
    }

    [Fact]
    public async Task A_code_is_good_once_and_an_answer_for_the_browser_that_asked()
    {
        await BindAsync("clerk", "u-1");
        using var asking = Client();
        var answer = await AnswerAsync(asking);
        using var stranger = Client();
        using var stolen = await stranger.GetAsync(answer, Cancellation);
        stolen.StatusCode.ShouldBe(HttpStatusCode.Forbidden, "another browser brings the answer");
        using var good = await asking.GetAsync(answer, Cancellation);
        good.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var again = await asking.GetAsync(answer, Cancellation);
        again.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        // Another question of the same browser, answered with the code that was used.
        var other = await AnswerAsync(asking);
        var used = System.Web.HttpUtility.ParseQueryString(answer.Query)["code"];
        var mixed = new UriBuilder(other) { Query = Regex.Replace(other.Query, "code=[^&]*", "code=" + used) }.Uri;
        using var replayed = await asking.GetAsync(mixed, Cancellation);
        replayed.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        _provider.Shown.ShouldBe([true, false]);
    }

    [Fact]
    public async Task A_provider_that_is_away_is_told_and_the_password_opens_still()
    {
        await BindAsync("clerk", "u-1");
        using var asking = Client();
        var answer = await AnswerAsync(asking);
        await _provider.StopAsync();
        using var late = await asking.GetAsync(answer, Cancellation);
        late.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await Browser.SignInAsync(_address, "clerk")).ShouldNotBeNull();

        await using var other = await FrontDoor.OpenAsync(_database.Source, "Demo", Cancellation, null, SettingsOf(_provider));
        await other.StartAsync(Cancellation);
        var page = await new Browser(new(other.Urls.Single())).OpenAsync("/login/provider");
        page.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        page.Html.ShouldContain("sign in with your password");
        (await Browser.SignInAsync(new(other.Urls.Single()), "clerk")).ShouldNotBeNull();
    }

    [Fact]
    public async Task An_identity_that_is_taken_away_opens_nothing_and_ends_what_is_open()
    {
        await BindAsync("clerk", "u-1");
        var browser = new Browser(_address);
        await browser.OpenAsync("/login/provider");
        (await browser.OpenAsync("/cases")).Address.ShouldBe("/cases");
        var admin = await AdminAsync();
        (await admin.SendAsync(HttpMethod.Delete, "/api/officers/clerk/outside-identity")).Status.ShouldBe(204);
        (await browser.OpenAsync("/cases")).Address.ShouldStartWith("/login?next=");
        (await new Browser(_address).OpenAsync("/login/provider")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await admin.SendAsync(HttpMethod.Delete, "/api/officers/clerk/outside-identity")).Code.ShouldBe("account_not_bound");
    }

    [Fact]
    public async Task A_closed_account_is_closed_from_outside_too()
    {
        await BindAsync("clerk", "u-1");
        var admin = await AdminAsync();
        var closed = await admin.PostAsync(
            "/api/officers/clerk/standing",
            new JsonObject
            {
                ["reason"] = "离职",
                ["expectedRevision"] = 1,
                ["isOpen"] = false,
            }
        );
        closed.Status.ShouldBe(200, closed.Text);
        (await new Browser(_address).OpenAsync("/login/provider")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Who_has_a_second_factor_comes_in_where_the_provider_has_asked_for_one()
    {
        await BindAsync("manager", "u-1");
        await _database.DoAsync("UPDATE officers SET has_second_factor = true WHERE user_name = 'manager'", Cancellation);
        (await new Browser(_address).OpenAsync("/login/provider")).Html.ShouldContain("second factor");
        _provider.Methods = ["pwd", "otp"];
        (await new Browser(_address).OpenAsync("/login/provider")).Html.ShouldContain("http-equiv=\"refresh\"");
    }

    internal static string[] SettingsOf(TestProvider provider) =>
        [
            "--ParallelApproval:OpenId:Authority=" + provider.Address,
            "--ParallelApproval:OpenId:ClientId=" + TestProvider.Client,
            "--ParallelApproval:OpenId:ClientSecret=" + TestProvider.Secret,
            "--ParallelApproval:OpenId:Name=统一身份认证",
        ];

    private async Task IsRefusedAsync(string name)
    {
        var page = await new Browser(_address).OpenAsync("/login/provider");
        page.Status.ShouldBe(HttpStatusCode.Forbidden, name);
        page.Html.ShouldContain("vouches", Case.Sensitive, name);
    }

    private Task<Account> AdminAsync() => Account.SignInAsync(_address, "admin", "Demo#2026");

    private async Task<Answer> BindAsync(string userName, string subject) =>
        await (await AdminAsync()).PutAsync($"/api/officers/{userName}/outside-identity", new JsonObject { ["subject"] = subject });

    private async Task<string> SaidAsync(string kind) =>
        (await (await AdminAsync()).GetAsync("/api/audit/house"))["items"]!
            .AsArray()
            .Where(line => line!["kind"]!.GetValue<string>() == kind)
            .Select(line => line!.ToJsonString())
            .Aggregate("", string.Concat);

    // A browser that follows nothing by itself.
    private HttpClient Client()
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = _address };
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        return client;
    }

    // Where the provider sends that browser back to.
    private async Task<Uri> AnswerAsync(HttpClient asking)
    {
        using var sent = await asking.GetAsync("/login/provider", Cancellation);
        sent.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var back = await asking.GetAsync(sent.Headers.Location, Cancellation);
        return back.Headers.Location!;
    }

    [GeneratedRegex("content=\"0;url=([^\"]+)\"")]
    private static partial Regex Refresh();
}
