using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ParallelApproval.Testing;

namespace ParallelApproval.Web;

/// <summary>通行密钥: over the API and on the page of one's account, where administrators must have a second factor. Each test
/// has officers of its own.</summary>
public sealed partial class PasskeysOverHttpTests(SecondFactorDoor door) : IClassFixture<SecondFactorDoor>
{
    private readonly Uri _address = door.Address;

    // No device keeps a key for a bare number.
    private string Origin => $"http://localhost:{_address.Port}";

    private Uri Named => new(Origin);

    [Fact]
    public async Task A_manager_does_nothing_before_he_has_a_passkey_and_then_signs_in_by_it()
    {
        using var key = new SoftKey();
        var manager = await Account.SignInAsync(Named, "manager", "Demo#2026");
        (await manager.GetAsync("/api/cases")).Code.ShouldBe("second_factor_first");
        var kept = await KeepAsync(manager, key);
        kept.Status.ShouldBe(200, kept.Text);
        (await manager.GetAsync("/api/cases")).Status.ShouldBe(200);
        var listed = (await manager.GetAsync("/api/session/passkeys"))["items"]!.AsArray().Single()!;
        listed["name"]!.GetValue<string>().ShouldBe("Work");
        listed.ToJsonString().ShouldNotContain("publicKey");

        var anonymous = new Account(Named, null);
        var byPassword = await anonymous.PostAsync("/api/session", new JsonObject { ["userName"] = "manager", ["password"] = "Demo#2026" });
        (byPassword.Status, byPassword.Code).ShouldBe((401, "passkey_needed"));
        var (question, opened) = await ShowAsync(anonymous, key);
        opened.Status.ShouldBe(200, opened.Text);
        var self = new Account(Named, opened["accessToken"]!.GetValue<string>());
        (await self.GetAsync("/api/session"))["userName"]!.GetValue<string>().ShouldBe("manager");
        question["options"]!.GetValue<string>().ShouldNotContain("manager", Case.Insensitive, "who asks is told of no account");

        var id = listed["id"]!.GetValue<string>();
        var renamed = await self.PutAsync("/api/session/passkeys/" + id, new JsonObject { ["name"] = "Telephone" });
        renamed["name"]!.GetValue<string>().ShouldBe("Telephone");
        (await self.PostAsync($"/api/session/passkeys/{id}/removal", new JsonObject { ["password"] = "wrong" })).Code.ShouldBe(
            "password_wrong"
        );
        (await self.PostAsync($"/api/session/passkeys/{id}/removal", new JsonObject { ["password"] = "Demo#2026" })).Status.ShouldBe(204);
        (await self.GetAsync("/api/cases")).Code.ShouldBe("second_factor_first");
    }

    [Fact]
    public async Task Under_a_bare_number_no_passkey_is_asked_for()
    {
        var asked = await new Account(_address, null).PostAsync("/api/session/passkey-challenge");
        (asked.Status, asked.Code).ShouldBe((409, "passkey_needs_name"));
    }

    [Fact]
    public async Task On_the_page_a_key_is_added_signs_in_and_is_removed()
    {
        using var key = new SoftKey();
        var browser = await Browser.SignInAsync(Named, "designer");
        var page = await browser.OpenAsync("/account");
        page = await browser.SendAsync(page, "/account", "passkey-begin", ("Password", "wrong"));
        page.Html.ShouldContain("id=\"passkey-password-fault\" role=\"alert\"");
        page = await browser.SendAsync(page, "/account", "passkey-begin", ("Password", "Demo#2026"));
        page = await browser.SendAsync(
            page,
            "/account",
            "passkey-keep",
            ("Challenge", Field(page, "Challenge")),
            ("Name", "Work key"),
            ("Credential", key.Make(Field(page, "Options"), Origin))
        );
        page.Html.ShouldContain("Work key");
        page.Html.ShouldContain("opens from now on");

        var other = new Browser(Named);
        var login = await other.OpenAsync("/login");
        var asked = await new Account(Named, null).PostAsync("/api/session/passkey-challenge");
        var credential = key.Show(asked["options"]!.GetValue<string>(), Origin);
        var fields = new[] { ("Challenge", asked["challenge"]!.GetValue<string>()), ("Credential", credential) };
        (await other.SendAsync(login, "/login", "sign-in", fields)).Address.ShouldNotBe("/login");
        (await other.OpenAsync("/account")).Html.ShouldContain("<code>designer</code>");
        // The same answer sent again.
        var third = new Browser(Named);
        (await third.SendAsync(await third.OpenAsync("/login"), "/login", "sign-in", fields)).Html.ShouldContain("role=\"alert\"");

        var id = RowId().Match(page.Html).Groups[1].Value;
        page = await browser.SendAsync(page, "/account", "passkey-name", ("Passkey", id), ("Name", "Old key"));
        page.Html.ShouldContain("Old key");
        page = await browser.SendAsync(page, "/account", "passkey-remove", ("Passkey", id), ("Password", "wrong"));
        page.Html.ShouldContain("id=\"passkey-removal-password-fault\" role=\"alert\"");
        page = await browser.SendAsync(page, "/account", "passkey-remove", ("Passkey", id), ("Password", "Demo#2026"));
        page.Html.ShouldNotContain("Old key");
    }

    [Fact]
    public async Task Whatever_is_sent_to_the_new_addresses_is_refused_with_a_code_and_never_breaks()
    {
        var clerk = await Account.SignInAsync(Named, "clerk", "Demo#2026");
        string[] bodies =
        [
            "",
            "{",
            "[]",
            "null",
            "7",
            "{}",
            """{"challenge":null,"credential":null}""",
            """{"challenge":"x","credential":"y"}""",
            """{"challenge":"00000000-0000-0000-0000-000000000000","credential":"{}"}""",
            """{"password":null}""",
            """{"password":{}}""",
            """{"password":"\u0000"}""",
            """{"name":"\u202e","challenge":"00000000-0000-0000-0000-000000000000","credential":"x"}""",
            """{"note":""}""",
            """{"until":"0001-01-01T00:00:00Z"}""",
            """{"until":"9999-12-31T23:59:59Z"}""",
            """{"subject":"\ud800"}""",
            $$"""{"challenge":"00000000-0000-0000-0000-000000000000","credential":"{{new string('a', 40_000)}}"}""",
            $$"""{"challenge":"00000000-0000-0000-0000-000000000000","credential":"{{new string('[', 12_000)}}"}""",
        ];
        (HttpMethod Method, string Path)[] doors =
        [
            (HttpMethod.Post, "/api/session/passkey-challenge"),
            (HttpMethod.Post, "/api/session/passkey"),
            (HttpMethod.Post, "/api/session/passkeys/challenge"),
            (HttpMethod.Post, "/api/session/passkeys"),
            (HttpMethod.Put, "/api/session/passkeys/x"),
            (HttpMethod.Put, "/api/session/passkeys/00000000-0000-0000-0000-000000000000"),
            (HttpMethod.Post, "/api/session/passkeys/00000000-0000-0000-0000-000000000000/removal"),
            (HttpMethod.Post, "/api/session/alarms"),
            (HttpMethod.Post, "/api/sessions/endings"),
            (HttpMethod.Post, "/api/sign-in-alarms/00000000-0000-0000-0000-000000000000/note"),
            (HttpMethod.Put, "/api/officers/clerk/outside-identity"),
            (HttpMethod.Delete, "/api/officers/clerk/outside-identity"),
        ];
        var security = await Account.SignInAsync(Named, "security", "Demo#2026");
        foreach (var account in new[] { clerk, security, new Account(Named, null) })
        foreach (var (method, path) in doors)
        foreach (var body in bodies)
        {
            var answer = await account.SendAsync(method, path, body);
            answer.Status.ShouldBeLessThan(500, $"{method} {path} {body[..Math.Min(80, body.Length)]}");
            if (answer.Status >= 400)
                answer.Code.ShouldNotBeNullOrEmpty($"{method} {path} {body[..Math.Min(80, body.Length)]}");
        }

        (await clerk.GetAsync("/api/session/passkeys"))["items"]!.AsArray().ShouldBeEmpty();
    }

    private async Task<Answer> KeepAsync(Account account, SoftKey key)
    {
        var question = await account.PostAsync("/api/session/passkeys/challenge", new JsonObject { ["password"] = "Demo#2026" });
        question.Status.ShouldBe(200, question.Text);
        return await account.PostAsync(
            "/api/session/passkeys",
            new JsonObject
            {
                ["challenge"] = question["challenge"]!.GetValue<string>(),
                ["name"] = "Work",
                ["credential"] = key.Make(question["options"]!.GetValue<string>(), Origin),
            }
        );
    }

    private async Task<(Answer Question, Answer Opened)> ShowAsync(Account anonymous, SoftKey key)
    {
        var question = await anonymous.PostAsync("/api/session/passkey-challenge");
        question.Status.ShouldBe(200, question.Text);
        return (
            question,
            await anonymous.PostAsync(
                "/api/session/passkey",
                new JsonObject
                {
                    ["challenge"] = question["challenge"]!.GetValue<string>(),
                    ["credential"] = key.Show(question["options"]!.GetValue<string>(), Origin),
                }
            )
        );
    }

    private static string Field(Page page, string name) =>
        WebUtility.HtmlDecode(Regex.Match(page.Html, $"name=\"{name}\" value=\"([^\"]*)\"").Groups[1].Value);

    [GeneratedRegex("data-passkey-row=\"([^\"]+)\"")]
    private static partial Regex RowId();
}

/// <summary>A server that demands a second factor of those who may do much. One for each test class.</summary>
public sealed class SecondFactorDoor(TestCluster cluster) : IAsyncLifetime
{
    private readonly FrontDoor _door = new(cluster) { Settings = ["--ParallelApproval:SecondFactor=true"] };

    public Uri Address => _door.Address;

    public ValueTask InitializeAsync() => _door.InitializeAsync();

    public ValueTask DisposeAsync() => _door.DisposeAsync();
}
