using System.Text.RegularExpressions;
using Microsoft.Playwright;
using ParallelApproval.Web;
using static Microsoft.Playwright.Assertions;

namespace ParallelApproval.Browser.Approver;

/// <summary>An approver works through his inbox without a mouse.</summary>
public sealed partial class InboxTests(FrontDoor door, Chromium chromium) : IClassFixture<FrontDoor>
{
    [Fact]
    public async Task Two_tasks_are_signed_with_one_opinion_by_keys_alone_and_the_one_that_waits_is_left()
    {
        var (first, second) = (await door.ReceiveAsync(), await door.ReceiveAsync());
        await door.DecideAsync(first, 1);
        await using var visit = await chromium.OpenAsAsync(door, "approver-gsj", "/tasks");
        var page = visit.Page;
        await Expect(page.Locator("[data-row]")).Not.ToHaveCountAsync(0);
        foreach (var number in (string[])[first, second])
        {
            await page.Locator($"[data-row] [data-open][href*='{number}']").First.FocusAsync();
            await Press(page, "x");
        }

        await Expect(page.Locator("[data-picked]")).ToHaveAttributeAsync("data-picked", "2");
        await page.Keyboard.PressAsync("a");
        await page.FocusComesToAsync("#opinion");
        await page.Locator("#opinion").FillAsync("名称核准一致，同意登记。");
        await page.Keyboard.PressAsync("Control+Enter");

        await Expect(page.Locator(".results li.good")).ToHaveCountAsync(1);
        var decided = await (await door.AsAsync("clerk")).GetAsync("/api/cases/" + first);
        decided["branches"]![1]!["decision"]!["opinion"]!.GetValue<string>().ShouldBe("名称核准一致，同意登记。");
        (await (await door.AsAsync("clerk")).GetAsync("/api/cases/" + second))["branches"]![1]!["status"]!
            .GetValue<string>()
            .ShouldBe("inReview");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Single_keys_claim_open_refuse_and_search_and_can_be_switched_off()
    {
        var number = await door.ReceiveAsync();
        await using var visit = await chromium.OpenAsAsync(door, "approver-syj", "/tasks");
        var page = visit.Page;
        await Expect(page.Locator("[data-row]")).Not.ToHaveCountAsync(0);
        await Press(page, "j", "c");
        await Expect(page.Locator(".results li.good")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("/");
        await page.FocusComesToAsync("input[name=Search][data-key='/']");
        await page.Keyboard.TypeAsync(number);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(SearchedFor());
        await Expect(page.Locator("[data-row]")).ToHaveCountAsync(1);
        await page.Locator("h1").FocusAsync();
        await page.Keyboard.PressAsync("r");
        await Expect(page).ToHaveURLAsync(new Regex($"/tasks/{number}-01-1"));
        await page.FocusComesToAsync("#reasons");

        await page.Locator("h1").FocusAsync();
        await page.Keyboard.PressAsync("?");
        await page.Locator("[data-keys-switch]").UncheckAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.Locator("h1").FocusAsync();
        await page.Keyboard.PressAsync("k");
        await Expect(page).ToHaveURLAsync(new Regex($"/tasks/{number}-01-1"));
    }

    [Fact]
    public async Task What_was_typed_stays_when_somebody_else_was_faster()
    {
        var number = await door.ReceiveAsync();
        await using var visit = await chromium.OpenAsAsync(door, "approver-syj", Catering.Task(number, 1)["/api".Length..]);
        var page = visit.Page;
        await page.Locator("#opinion").FillAsync("我写了很久的意见。");
        await door.DecideAsync(number, 1);
        await Expect(page.Locator("p[role=alert]")).ToContainTextAsync("您填写的内容仍然保留");
        await Expect(page.Locator("#opinion")).ToHaveValueAsync("我写了很久的意见。");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_next_task_opens_by_itself_and_a_double_press_signs_once()
    {
        var (first, second) = (await door.ReceiveAsync(), await door.ReceiveAsync());
        (await (await door.AsAsync("approver-syj")).InspectAsync(first, 1)).Status.ShouldBe(200);
        await using var visit = await chromium.OpenAsAsync(door, "approver-syj", Catering.Task(first, 1)["/api".Length..]);
        await visit.Page.Locator("#decision button[aria-keyshortcuts='Control+Enter']").DblClickAsync();
        await Expect(visit.Page).ToHaveURLAsync(new Regex("/tasks/(?!" + first + ").*Told=decision_next"));
        var signed = (await (await door.AsAsync("supervisor")).GetAsync("/api/audit?case=" + first))["items"]!
            .AsArray()
            .Count(line => line!["kind"]!.GetValue<string>() == "BranchDecided");
        signed.ShouldBe(1);
        second.ShouldNotBe(first);
    }

    [Fact]
    public async Task A_view_is_kept_under_a_name_and_is_there_at_another_desk()
    {
        await using (var visit = await chromium.OpenAsAsync(door, "approver-tjj", "/tasks?MaySign=true"))
        {
            await visit.Page.Locator("#viewName").FillAsync("可签批");
            await visit.Page.Keyboard.PressAsync("Enter");
            await Expect(visit.Page.Locator(".views .view a")).ToHaveTextAsync("可签批");
        }

        await using var other = await chromium.OpenAsAsync(door, "approver-tjj", "/tasks");
        await other.Page.Locator(".views .view a").ClickAsync();
        await Expect(other.Page.Locator("input[name=MaySign]")).ToBeCheckedAsync();
    }

    private static async Task Press(IPage page, params string[] keys)
    {
        foreach (var key in keys)
            await page.Keyboard.PressAsync(key);
    }

    [GeneratedRegex("/tasks\\?Search=")]
    private static partial Regex SearchedFor();
}
