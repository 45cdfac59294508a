using System.Net;
using System.Text.Json.Nodes;

namespace ParallelApproval.Web;

/// <summary>An officer changes his own password, by API and on his page; each test has an account of its own.</summary>
public sealed class AccountTests(FrontDoor door) : IClassFixture<FrontDoor>
{
    private const string Old = "Demo#2026";
    private const string New = "Quiet-Harbour-7";

    [Fact]
    public async Task A_new_password_ends_every_session_but_the_one_that_it_begins()
    {
        var (mine, elsewhere) = (await SignedInAsync("approver-gss"), await SignedInAsync("approver-gss"));
        var changed = await ChangeAsync(mine, Old, New);
        changed.Status.ShouldBe(200, changed.Text);
        (await new Account(door.Address, changed["accessToken"]!.GetValue<string>()).GetAsync("/api/session")).Status.ShouldBe(200);
        foreach (var ended in new[] { mine, elsewhere })
            (await ended.GetAsync("/api/session")).Status.ShouldBe(401);
        (await SignInAsync("approver-gss", Old)).Code.ShouldBe("sign_in_failed");
        (await SignInAsync("approver-gss", New)).Status.ShouldBe(200);
        var said = (await (await door.AsAsync("admin")).GetAsync("/api/audit/house"))["items"]!
            .AsArray()
            .First(line => line!["kind"]!.GetValue<string>() == "PasswordChanged")!;
        (said["userName"]!.GetValue<string>(), said.ToJsonString().Contains(New, StringComparison.Ordinal)).ShouldBe(
            ("approver-gss", false)
        );
    }

    [Theory]
    [InlineData("wrong", New, "password_wrong", "current")]
    [InlineData(Old, "short", "password_too_weak", "new")]
    [InlineData(Old, "1qaz2wsx3edc4rfv", "password_common", "new")]
    [InlineData(Old, "approver approver 1!", "password_of_house", "new")]
    [InlineData(Old, "Approver-DSS-2026", "password_too_weak", "new")]
    [InlineData(Old, "Password123!", "password_common", "new")]
    public async Task What_will_not_do_is_said_at_its_field_and_the_password_stays(string current, string wanted, string code, string field)
    {
        var refused = await ChangeAsync(await SignedInAsync("approver-dss"), current, wanted);
        (refused.Status, refused.Code).ShouldBe((400, code), refused.Text);
        ((JsonObject)refused["errors"]!).Select(error => error.Key).ShouldBe([field]);
        (await SignInAsync("approver-dss", Old)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task The_same_password_again_is_no_change()
    {
        var account = await SignedInAsync("approver-zjj");
        (await ChangeAsync(account, Old, New)).Status.ShouldBe(200);
        (await ChangeAsync(await SignedInAsync("approver-zjj", New), New, New)).Code.ShouldBe("password_unchanged");
    }

    [Fact]
    public async Task Who_guesses_the_password_waits_there_and_signing_in_is_not_concerned()
    {
        var account = await SignedInAsync("approver-tjj");
        for (var i = 0; i < 5; i++)
            (await ChangeAsync(account, "wrong", New)).Code.ShouldBe("password_wrong");
        // The first wait is five seconds, and each wrong one doubles it: on a machine that is slower than that, a few more are looked at.
        Answer waits;
        while ((waits = await ChangeAsync(account, "wrong", New)).Code == "password_wrong") { }
        (waits.Status, waits.Code).ShouldBe((429, "sign_in_waits"));
        (await SignInAsync("approver-tjj", Old)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task On_his_page_he_stays_signed_in_and_is_told_beside_the_field_what_is_wrong()
    {
        var (browser, elsewhere) = (await Browser.SignInAsync(door.Address, "manager"), await Browser.SignInAsync(door.Address, "manager"));
        var page = await browser.OpenAsync("/account");
        page.Html.ShouldContain("""<input id="new" name="New" type="password" """.TrimEnd());
        (await SendAsync("wrong", New, New)).Html.ShouldContain("id=\"current-fault\" role=\"alert\">Expected the password as it is now");
        (await SendAsync(Old, New, New + "x")).Html.ShouldContain(
            "id=\"again-fault\" role=\"alert\">Expected the new password twice alike"
        );
        (await SendAsync(Old, "weak", "weak")).Html.ShouldContain(
            "id=\"new-fault\" role=\"alert\">Expected a password of 12 to 128 characters"
        );
        var told = await SendAsync(Old, New, New);
        (told.Status, told.Address).ShouldBe((HttpStatusCode.OK, "/account?Told=yes"));
        told.Html.ShouldContain("Your password is changed.");
        (await browser.OpenAsync("/cases")).Address.ShouldBe("/cases");
        (await elsewhere.OpenAsync("/cases")).Address.ShouldStartWith("/login?next=");

        Task<Page> SendAsync(string current, string wanted, string again) =>
            browser.SendAsync(page, "/account", "password", ("Current", current), ("New", wanted), ("Again", again));
    }

    [Fact]
    public async Task A_password_that_was_made_for_him_opens_nothing_but_the_page_where_he_changes_it()
    {
        var made = await (await door.AsAsync("admin")).PostAsync("/api/officers/clerk-street/password");
        var issued = made["password"]!.GetValue<string>();
        var account = await SignedInAsync("clerk-street", issued);
        var shut = await account.GetAsync("/api/cases");
        (shut.Status, shut.Code).ShouldBe((403, "password_must_change"));
        (await account.GetAsync("/api/session")).Status.ShouldBe(200);

        var browser = await Browser.SignInAsync(door.Address, "clerk-street", issued);
        var page = await browser.OpenAsync("/cases");
        page.Address.ShouldBe("/account");
        page.Html.ShouldContain("Give yourself another one first");

        var changed = await ChangeAsync(account, issued, New);
        changed.Status.ShouldBe(200, changed.Text);
        (await new Account(door.Address, changed["accessToken"]!.GetValue<string>()).GetAsync("/api/cases")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Nobody_changes_a_password_without_being_signed_in()
    {
        (await ChangeAsync(door.Anonymous, Old, New)).Code.ShouldBe("sign_in_needed");
        (await new Browser(door.Address).OpenAsync("/account")).Address.ShouldStartWith("/login?next=");
    }

    private static Task<Answer> ChangeAsync(Account account, string current, string wanted) =>
        account.PostAsync("/api/session/password", new JsonObject { ["current"] = current, ["new"] = wanted });

    private Task<Account> SignedInAsync(string userName, string password = Old) => Account.SignInAsync(door.Address, userName, password);

    private Task<Answer> SignInAsync(string userName, string password) =>
        door.Anonymous.PostAsync("/api/session", new JsonObject { ["userName"] = userName, ["password"] = password });
}
