using System.Text.RegularExpressions;
using Microsoft.Playwright;
using ParallelApproval.Browser.Approver;
using ParallelApproval.Identities;
using ParallelApproval.Testing;
using ParallelApproval.Web;
using static Microsoft.Playwright.Assertions;
using Catering = ParallelApproval.Web.Catering;

namespace ParallelApproval.Browser.Window;

/// <summary>Double click, back button, two tabs, a stale page, a server that dies: nothing is lost, nothing is done twice.</summary>
[Collection<SecondDoor>]
public sealed partial class DoneOnceTests(FrontDoor door, TestCluster cluster, Chromium chromium)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_double_click_and_the_back_button_receive_once()
    {
        await using var visit = await Visit.BeginAsync(chromium, door.Address, new Reader());
        await visit.OpenAsAsync("clerk", "/receive");
        var before = await CasesAsync(door.Database);
        await FillAsync(visit.Page, "61010418900101003X");
        await visit.Page.Locator("#receipt .errand-button").First.DblClickAsync();
        await visit.Page.ComesToAsync(Receipt());
        await visit.Page.GoBackAsync();
        await visit.Page.GotoAsync("/receive");
        await Expect(visit.Page.Locator("#receipt .steps")).ToBeEnabledAsync();
        await Expect(visit.Page.Locator("#applicant\\.idNumber")).ToHaveValueAsync("");
        (await CasesAsync(door.Database)).ShouldBe(before + 1);
    }

    [Fact]
    public async Task What_two_tabs_do_to_one_case_is_done_once_and_the_second_is_told()
    {
        await using var visit = await Visit.BeginAsync(chromium, door.Address, new Reader());
        var number = await ReceiveAsync();
        await visit.OpenAsAsync("clerk", $"/cases/{number}");
        var other = await visit.NewTabAsync();
        await other.GotoAsync($"/cases/{number}");
        foreach (var tab in new[] { visit.Page, other })
            await Expect(tab.Locator("[aria-keyshortcuts=F8]")).ToBeVisibleAsync();
        await Task.WhenAll(visit.Page.Keyboard.PressAsync("F8"), other.Keyboard.PressAsync("F8"));
        await Expect(visit.Page.Locator("main .state").First).ToHaveTextAsync("审批中");
        await Expect(other.Locator("main .state").First).ToHaveTextAsync("审批中");
        CaseNumber.TryParse(number, out var file).ShouldBeTrue();
        var acceptances = $"SELECT count(*) FROM case_events WHERE kind = 'CaseAccepted' AND case_key = {file.Key}";
        (await door.Database.AskAsync<long>(acceptances, Cancellation)).ShouldBe(1);
    }

    [Fact]
    public async Task A_key_pressed_before_the_connection_stands_is_not_lost()
    {
        await using var visit = await Visit.BeginAsync(chromium, door.Address, new Reader());
        var connect = await HoldConnectionAsync(visit.Page);
        var number = await ReceiveAsync();
        await visit.OpenAsAsync("clerk", $"/cases/{number}");
        await Expect(visit.Page.Locator("main:not([data-awake]) [aria-keyshortcuts=F8]")).ToBeVisibleAsync();
        await visit.Page.Keyboard.PressAsync("F8");
        connect.SetResult();
        await Expect(visit.Page.Locator("main .state").First).ToHaveTextAsync("审批中");
    }

    [Fact]
    public async Task What_is_typed_before_the_connection_stands_is_signed()
    {
        await using var visit = await Visit.BeginAsync(chromium, door.Address, new Reader());
        var (page, number) = (visit.Page, await door.ReceiveAsync());
        (await (await door.AsAsync("approver-syj")).InspectAsync(number, 1)).Status.ShouldBe(200);
        var connect = await HoldConnectionAsync(page);
        await visit.OpenAsAsync("approver-syj", Catering.Task(number, 1)["/api".Length..]);
        await Expect(page.Locator("main:not([data-awake]) #opinion")).ToBeVisibleAsync();
        await page.Locator("#opinion").FillAsync("材料齐全，同意。");
        connect.SetResult();
        await visit.IsAwakeAsync();
        await page.FocusComesToAsync("#opinion");
        await Expect(page.Locator("#opinion")).ToHaveValueAsync("材料齐全，同意。");
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page).ToHaveURLAsync(new Regex("Told=decision"));
        (await (await door.AsAsync("supervisor")).GetAsync("/api/audit?case=" + number)).Text.ShouldContain("材料齐全，同意。");
    }

    [Fact]
    public async Task A_page_that_somebody_else_has_overtaken_shows_it_without_being_loaded_again()
    {
        await using var visit = await Visit.BeginAsync(chromium, door.Address, new Reader());
        var number = await ReceiveAsync();
        await visit.OpenAsAsync("clerk", $"/cases/{number}");
        await Expect(visit.Page.Locator("[aria-keyshortcuts=F8]")).ToBeVisibleAsync();
        (await (await door.AsAsync("clerk")).PostAsync($"/api/cases/{number}/withdrawal")).Status.ShouldBe(200);
        await Expect(visit.Page.Locator("main .state").First).ToHaveTextAsync("已撤回");
        await Expect(visit.Page.Locator("[aria-keyshortcuts=F8]")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_half_typed_receipt_survives_a_reload_and_a_server_that_is_killed()
    {
        Equipment.NeedsBrowser();
        await using var database = await cluster.CopyAsync(Template.District, Cancellation);
        var first = await StartAsync(database, null);
        await using var visit = await Visit.BeginAsync(chromium, first.Address, new Reader());
        var page = visit.Page;
        await visit.OpenAsAsync("clerk", "/receive");
        await FillAsync(page, "61010418900101003X");
        await page.ReloadAsync();
        await Expect(page.Locator("#applicant\\.idNumber")).ToHaveValueAsync("61010418900101003X");
        await Expect(page.Locator(".papers :checked")).ToHaveCountAsync(18);

        await first.KillAsync();
        await Expect(page.Locator("#components-reconnect-modal")).ToBeVisibleAsync();
        // Typed while there is no server at all.
        await page.Locator("#applicant\\.phone").PressSequentiallyAsync("13800001234");
        await using var second = await StartAsync(database, first.Address);
        await Expect(page.Locator("#components-reconnect-modal")).ToBeHiddenAsync();
        await Expect(page.Locator("#receipt .steps")).ToBeEnabledAsync();
        await Expect(page.Locator("#applicant\\.phone")).ToHaveValueAsync("13800001234");
        await Expect(page.Locator(".papers :checked")).ToHaveCountAsync(18);
        await page.Keyboard.PressAsync("Control+Enter");
        await page.ComesToAsync(Receipt());
        (await CasesAsync(database)).ShouldBe(1);
        await first.DisposeAsync();
    }

    [Fact]
    public async Task Signing_out_leaves_nothing_half_typed_behind()
    {
        await using var visit = await Visit.BeginAsync(chromium, door.Address, new Reader());
        await visit.OpenAsAsync("clerk", "/receive");
        await FillAsync(visit.Page, "61010418900101003X");
        (await visit.Page.EvaluateAsync<int>("sessionStorage.length")).ShouldBe(1);
        await visit.Page.Locator("form[data-sign-out] button").ClickAsync();
        await Expect(visit.Page.Locator("input[name=UserName]")).ToBeVisibleAsync();
        (await visit.Page.EvaluateAsync<int>("sessionStorage.length")).ShouldBe(0);
    }

    // The page is there to read, and nobody listens yet.
    private static async Task<TaskCompletionSource> HoldConnectionAsync(IPage page)
    {
        var connect = new TaskCompletionSource();
        await page.RouteAsync("**/_blazor/negotiate*", async route =>
        {
            await connect.Task;
            await route.ContinueAsync();
        });
        return connect;
    }

    private static async Task FillAsync(IPage page, string idNumber)
    {
        await Expect(page.Locator("#receipt .steps")).ToBeEnabledAsync();
        await page.Locator("#itemCode").FillAsync("cydk");
        await Expect(page.Locator(".found li")).ToHaveCountAsync(1);
        await page.Locator("#itemCode").PressAsync("Enter");
        await page.Locator("#applicant\\.idNumber").FillAsync(idNumber);
        await page.Locator("#applicant\\.name").FillAsync("张三");
        await Expect(page.Locator(".papers li")).ToHaveCountAsync(18);
        await page.Keyboard.PressAsync("F4");
        for (var i = 0; i < 18; i++)
            await page.Keyboard.PressAsync("Space");
        await Expect(page.Locator(".papers legend").First).ToContainTextAsync("18 / 18");
    }

    private async Task<string> ReceiveAsync() =>
        (await (await door.AsAsync("clerk")).PostAsync("/api/cases", Catering.Application()))["caseNumber"]!.GetValue<string>();

    private static Task<long> CasesAsync(TestDatabase database) => database.AskAsync<long>("SELECT count(*) FROM cases", Cancellation);

    private static Task<WebProcess> StartAsync(TestDatabase database, Uri? at) =>
        WebProcess.StartAsync(
            typeof(Program).Assembly.Location,
            ["--ParallelApproval:SampleCases=false"],
            new Dictionary<string, string>
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Demo",
                ["ConnectionStrings__ParallelApproval"] = database.ConnectionString,
                ["Logging__LogLevel__Default"] = "Error",
            },
            TimeSpan.FromMinutes(8),
            Cancellation,
            at
        );

    [GeneratedRegex("/cases/([0-9X]{20})/receipt")]
    private static partial Regex Receipt();
}
