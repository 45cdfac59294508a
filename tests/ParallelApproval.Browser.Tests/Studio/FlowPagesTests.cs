using System.Text.Json.Nodes;
using Microsoft.Playwright;
using ParallelApproval.Web;
using static Microsoft.Playwright.Assertions;

namespace ParallelApproval.Browser.Studio;

/// <summary>
/// What Studio has no button for: two versions compared, a version tried, running cases moved with the word of a second person.
/// </summary>
public sealed class FlowPagesTests(FrontDoor door, Chromium chromium) : IClassFixture<FrontDoor>
{
    private const string Flow = "serial-approval";

    [Fact]
    public async Task A_designer_compares_tries_and_proposes_and_the_manager_approves()
    {
        var number = await ReceiveAsync();
        await PublishSecondVersionAsync();
        await using var designer = await Visit.BeginAsync(chromium, door.Address);
        var page = designer.Page;
        await designer.OpenAsAsync("designer", "/flows/" + Flow);

        await PressUntilAsync(page, "对比", page.Locator(".differences"));
        await Expect(page.Locator(".differences")).ToContainTextAsync("第二版制证");
        await page.GetByRole(AriaRole.Button, new() { Name = "试运行" }).ClickAsync();
        await Expect(page.Locator("table.trial tbody tr")).Not.ToHaveCountAsync(0);
        await Expect(page.Locator("table.trial")).ToContainTextAsync(new System.Text.RegularExpressions.Regex(@"\d{4}-\d\d-\d\d"));

        await page.GetByRole(AriaRole.Button, new() { Name = "提出申请" }).ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("理由");
        await page.GetByLabel(number).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "试算" }).ClickAsync();
        await Expect(page.Locator(".moves")).ToContainTextAsync("所在环节");
        await page.Locator("input[name=reason]").FillAsync("改名");
        await page.GetByRole(AriaRole.Button, new() { Name = "提出申请" }).ClickAsync();
        await Expect(page.Locator(".proposals")).ToContainTextAsync("待批准");
        (await VersionOfAsync(number)).ShouldBe(1);

        await using var manager = await Visit.BeginAsync(chromium, door.Address);
        await manager.OpenAsAsync("manager", "/flows/" + Flow);
        await PressUntilAsync(manager.Page, "批准并执行", manager.Page.GetByText("manager 已批准，已迁移 1 件"));
        (await VersionOfAsync(number)).ShouldBe(2);
    }

    // A page can be read before its connection is open, and a press before that is lost: it is pressed again, as a person would.
    private static async Task PressUntilAsync(IPage page, string button, ILocator shown)
    {
        for (var attempt = 1; attempt <= 30 && !await shown.IsVisibleAsync(); attempt++)
        {
            await page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();
            try
            {
                await shown.WaitForAsync(new() { Timeout = 3000 });
            }
            catch (TimeoutException)
            {
                // The next attempt.
            }
        }

        await Expect(shown).ToBeVisibleAsync();
    }

    private async Task PublishSecondVersionAsync()
    {
        var designer = await door.AsAsync("designer");
        var model = (await designer.GetAsync($"/elsa/api/workflow-definitions/by-definition-id/{Flow}?versionOptions=Latest")).Json!;
        model["root"]!["activities"]!.AsArray().Single(one => one!["id"]!.GetValue<string>() == "issue")!["metadata"]!["displayText"] =
            "第二版制证";
        var saved = await designer.PostAsync(
            "/elsa/api/workflow-definitions",
            new JsonObject { ["model"] = model.DeepClone(), ["publish"] = true }
        );
        saved.Status.ShouldBe(200, saved.Text);
    }

    private async Task<string> ReceiveAsync()
    {
        var application = Catering.Application(accept: true);
        application["workflow"] = new JsonObject { ["definitionId"] = Flow };
        var answer = await (await door.AsAsync("clerk")).PostAsync("/api/cases", application);
        answer.Status.ShouldBe(201, answer.Text);
        return answer["caseNumber"]!.GetValue<string>();
    }

    private async Task<int> VersionOfAsync(string number) =>
        (await (await door.AsAsync("designer")).GetAsync($"/elsa/api/workflow-instances/{number}"))["version"]!.GetValue<int>();
}
