using System.Text.Json.Nodes;
using Microsoft.Playwright;
using ParallelApproval.Web;
using static Microsoft.Playwright.Assertions;

namespace ParallelApproval.Browser.Studio;

/// <summary>What the server refuses or warns of is said to the designer in his language, and the page goes on.</summary>
[Collection<SecondDoor>]
public sealed class RefusalsInStudioTests(FrontDoor door, Chromium chromium)
{
    private const string Api = "/elsa/api/workflow-definitions";

    [Fact]
    public async Task A_faulty_draft_published_from_the_list_is_refused_in_words()
    {
        var designer = await door.AsAsync("designer");
        var draft = JsonNode.Parse(
            """
            {"definitionId":"faulty","name":"有缺陷的草稿","root":{"id":"r","type":"Elsa.Flowchart","version":1,"activities":[
            {"id":"a","type":"Acme.Bomb","version":1,"metadata":{"displayText":"外来活动","designer":{"position":{"x":1,"y":1}}}}],
            "connections":[]}}
            """
        )!;
        (await designer.PostAsync($"{Api}/import", draft)).Status.ShouldBe(200);

        await using var visit = await Visit.BeginAsync(chromium, door.Address);
        var page = visit.Page;
        await visit.OpenAsAsync("designer", "/studio");
        await ChooseAsync(page, "有缺陷的草稿", "发布");
        await Expect(page.Locator(".studio-message.refused")).ToContainTextAsync("外来活动");
        await Expect(page.Locator(".studio-message.refused")).ToContainTextAsync("Acme.Bomb");
        await Expect(page.Locator("#blazor-error-ui")).ToBeHiddenAsync();
        await page.Locator(".studio-message button").ClickAsync();
        await Expect(page.Locator(".studio-message")).ToHaveCountAsync(0);

        // The page goes on: the list still answers.
        await page.ReloadAsync();
        await Expect(page.GetByText("有缺陷的草稿")).ToBeVisibleAsync();
    }

    private static async Task ChooseAsync(IPage page, string flow, string verb)
    {
        var row = page.Locator("tr").Filter(new() { HasText = flow });
        await row.Locator("button").Last.ClickAsync();
        await page.Locator(".mud-popover-open").GetByText(verb, new() { Exact = true }).ClickAsync();
    }
}
