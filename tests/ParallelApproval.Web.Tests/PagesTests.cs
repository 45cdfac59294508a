using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Database;
using ParallelApproval.Testing;

namespace ParallelApproval.Web;

/// <summary>
/// The pages as the server writes them, before any script: who gets which, what they show, what they ask for. What is done on them is
/// tested in a browser.
/// </summary>
public sealed partial class PagesTests(FrontDoor door, TestCluster cluster) : IClassFixture<FrontDoor>
{
    [Fact]
    public async Task A_case_goes_from_the_window_to_the_departments_and_back_by_pages_alone()
    {
        var clerk = await Browser.SignInAsync(door.Address, "clerk");
        var (number, code) = await ReceiveAsync();
        foreach (var (department, at) in Catering.Departments.Select((department, at) => (department, at + 1)))
        {
            var approver = await Browser.SignInAsync(door.Address, "approver-" + department);
            (await approver.OpenAsync("/tasks")).Html.ShouldContain(number);
            var task = await approver.OpenAsync(Catering.Task(number, at)["/api".Length..]);
            task.Status.ShouldBe(HttpStatusCode.OK);
            task.Html.ShouldContain("id=\"decision\"");
            // The page signs over its open connection; the browser tests do so.
            (
                await (await door.AsAsync("approver-" + department)).DecideAsync(Catering.Task(number, at), Catering.Approval())
            ).Status.ShouldBe(200);
            (await approver.OpenAsync(Catering.Task(number, at)["/api".Length..])).Html.ShouldContain("材料齐全");
        }

        (await (await door.AsAsync("clerk")).PostAsync($"/api/cases/{number}/delivery")).Status.ShouldBe(200);
        (await clerk.OpenAsync($"/cases/{number}")).Html.ShouldContain("Finished");

        var anybody = new Browser(door.Address);
        var tracked = await anybody.SendAsync(await anybody.OpenAsync("/track"), "/track", "track", ("Number", number), ("Code", code));
        tracked.Html.ShouldContain("张*");
        tracked.Html.ShouldNotContain("张三");
    }

    [Fact]
    public async Task A_wrong_number_is_told_in_words_and_what_was_typed_stays()
    {
        var anybody = new Browser(door.Address);
        var told = await anybody.SendAsync(
            await anybody.OpenAsync("/track"),
            "/track",
            "track",
            ("Number", "61010420261124000213"),
            ("Code", "000000")
        );
        told.Html.ShouldContain("do not belong together");
        told.Html.ShouldContain("value=\"61010420261124000213\"");
    }

    [Fact]
    public async Task A_receipt_shows_its_query_code_to_the_window_and_to_nobody_else()
    {
        var (number, code) = await ReceiveAsync();
        (await (await Browser.SignInAsync(door.Address, "clerk")).OpenAsync($"/cases/{number}/receipt")).Html.ShouldContain(code);
        (await (await Browser.SignInAsync(door.Address, "manager")).OpenAsync($"/cases/{number}/receipt")).Status.ShouldBe(
            HttpStatusCode.Forbidden
        );
        (await (await Browser.SignInAsync(door.Address, "manager")).OpenAsync($"/cases/{number}")).Html.ShouldNotContain(code);
    }

    [Theory]
    [InlineData("approver-syj", "/receive")]
    [InlineData("clerk", "/tasks")]
    [InlineData("designer", "/cases")]
    public async Task A_page_of_another_role_is_shut(string userName, string path)
    {
        var page = await (await Browser.SignInAsync(door.Address, userName)).OpenAsync(path);
        page.Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Whoever_is_not_signed_in_is_sent_to_the_sign_in_and_back()
    {
        var page = await new Browser(door.Address).OpenAsync("/cases");
        page.Address.ShouldBe("/login?next=%2Fcases");
    }

    [Fact]
    public async Task A_case_of_others_is_not_found_by_an_approver()
    {
        var (number, _) = await ReceiveAsync();
        var page = await (await Browser.SignInAsync(door.Address, "approver-cgj")).OpenAsync($"/cases/{number}");
        page.Status.ShouldBe(HttpStatusCode.NotFound);
        page.Html.ShouldNotContain("张三");
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused()
    {
        var (number, code) = await ReceiveAsync();
        var page = await new Browser(door.Address).SendAsync("/track", ("_handler", "track"), ("Number", number), ("Code", code));
        page.Status.ShouldBe(HttpStatusCode.BadRequest);
        page.Html.ShouldNotContain("张*");
    }

    [Fact]
    public async Task After_signing_out_the_cookie_opens_nothing()
    {
        var clerk = await Browser.SignInAsync(door.Address, "clerk");
        var home = await clerk.OpenAsync("/cases");
        await clerk.SendAsync(home, "/sign-out", "");
        (await clerk.OpenAsync("/cases")).Address.ShouldStartWith("/login?next=");
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example/")]
    [InlineData("/\\elsewhere.example/")]
    public async Task Nobody_is_sent_to_another_site(string next)
    {
        var browser = new Browser(door.Address);
        var home = await browser.OpenAsync("/login?next=" + Uri.EscapeDataString(next));
        var landed = await browser.SendAsync(
            home,
            "/login?next=" + Uri.EscapeDataString(next),
            "sign-in",
            ("UserName", "clerk"),
            ("Password", "Demo#2026")
        );
        landed.Address.ShouldBe("/window");
    }

    [Fact]
    public async Task The_demonstration_begins_with_the_catering_case_in_the_middle_of_its_course()
    {
        await using var database = await cluster.CopyAsync(Template.Empty, TestContext.Current.CancellationToken);
        await using var app = await Program.OpenAsync(
            [
                "--urls=http://127.0.0.1:0",
                "--environment=Demo",
                "--Logging:LogLevel:Default=Error",
                "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Error",
            ],
            builder => builder.Services.AddPool(database.Source),
            TestContext.Current.CancellationToken
        );
        await app.StartAsync(TestContext.Current.CancellationToken);
        var cases = (await (await Browser.SignInAsync(new(app.Urls.Single()), "manager")).OpenAsync("/cases?Status=InApproval")).Html;
        cases.ShouldContain("张三");
        cases.ShouldContain("Opening a restaurant: six certificates jointly");
    }

    [Fact]
    public async Task No_page_asks_another_host_for_anything()
    {
        var clerk = await Browser.SignInAsync(door.Address, "clerk");
        var (number, _) = await ReceiveAsync();
        foreach (
            var path in new[]
            {
                "/",
                "/login",
                "/window",
                "/cases",
                "/receive",
                "/track",
                "/refusals",
                "/guide",
                "/guide/" + Catering.ItemCode,
                "/results",
                "/rate",
                "/complain",
                "/board",
                "/kiosk",
                $"/cases/{number}",
                $"/cases/{number}/receipt",
            }
        )
            Foreign().IsMatch((await clerk.OpenAsync(path)).Html).ShouldBeFalse(path);
    }

    private async Task<(string Number, string Code)> ReceiveAsync()
    {
        var receipt = await (await door.AsAsync("clerk")).PostAsync("/api/cases", Catering.Application(accept: true));
        return (receipt["caseNumber"]!.GetValue<string>(), receipt["queryCode"]!.GetValue<string>());
    }

    [GeneratedRegex("(?:src|href|action)=\"(?:https?:)?//")]
    private static partial Regex Foreign();
}
