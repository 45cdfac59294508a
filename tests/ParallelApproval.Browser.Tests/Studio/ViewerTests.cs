using Microsoft.Playwright;
using ParallelApproval.Testing;
using ParallelApproval.Web;
using static Microsoft.Playwright.Assertions;
using Catering = ParallelApproval.Web.Catering;

namespace ParallelApproval.Browser.Studio;

/// <summary>A designer looks on while departments decide.</summary>
[Collection<SecondDoor>]
public sealed class ViewerTests(FrontDoor door, Chromium chromium)
{
    [Fact(Skip = LongForm.Only, SkipUnless = nameof(LongForm.IsAsked), SkipType = typeof(LongForm))]
    public async Task The_viewer_follows_the_case_without_being_loaded_again_and_leads_to_the_case_and_back()
    {
        var number = await ReceiveAsync();
        await using var visit = await Visit.BeginAsync(chromium, door.Address);
        var (page, canvas) = (visit.Page, new Canvas(visit.Page));
        // If the hub were not heard, Studio would ask for the state every five seconds; here it may not.
        await page.RouteAsync("**/execution-state", route => route.AbortAsync());
        var loads = 0;
        page.Request += (_, request) => loads += request.IsNavigationRequest ? 1 : 0;
        await visit.OpenAsAsync("designer", $"/studio/workflows/instances/{number}/view");
        await canvas.OpenedAsync("branch1");
        await Expect(Journal(page, "食药监：餐饮服务许可证", "部门审批 - 等待办理")).ToHaveCountAsync(1);
        await Expect(Journal(page, "食药监：餐饮服务许可证", "部门审批 - 已完成")).ToHaveCountAsync(0);
        await Expect(canvas.Badge("branch1")).ToHaveClassAsync(new System.Text.RegularExpressions.Regex("mud-theme-warning"));
        var loaded = loads;

        await DecideAsync(number, 1);
        await Expect(canvas.Badge("branch1")).ToHaveClassAsync(new System.Text.RegularExpressions.Regex("mud-theme-success"));
        await Expect(Journal(page, "食药监：餐饮服务许可证", "部门审批 - 已完成")).ToHaveCountAsync(1);
        loads.ShouldBe(loaded);

        await page.GetByText("打开办件页面").ClickAsync();
        await Expect(page).ToHaveURLAsync(new Uri(door.Address, "/cases/" + number).ToString());
        await Expect(page.Locator("body")).Not.ToContainTextAsync("张三");
        await page.GetByText("在流程设计器中查看本办件的流转").ClickAsync();
        await canvas.OpenedAsync("branch1");
        visit.Foreign.ShouldBeEmpty();
    }

    private static ILocator Journal(IPage page, string activity, string what) =>
        page.Locator(".mud-timeline-item").Filter(new() { HasText = activity }).Filter(new() { HasText = what });

    private async Task<string> ReceiveAsync()
    {
        var answer = await (await door.AsAsync("clerk")).PostAsync("/api/cases", Catering.Application(accept: true));
        answer.Status.ShouldBe(201, answer.Text);
        return answer["caseNumber"]!.GetValue<string>();
    }

    private async Task DecideAsync(string number, int branch)
    {
        var answer = await (await door.AsAsync("approver-" + Catering.Departments[branch - 1])).DecideAsync(
            Catering.Task(number, branch),
            Catering.Approval()
        );
        answer.Status.ShouldBe(200, answer.Text);
    }
}
