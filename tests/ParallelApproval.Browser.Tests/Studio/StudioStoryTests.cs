using System.Text.Json.Nodes;
using Microsoft.Playwright;
using ParallelApproval.Web;
using static Microsoft.Playwright.Assertions;

namespace ParallelApproval.Browser.Studio;

/// <summary>A designer's morning: a seventh department is drawn into the generic flow, published, run, watched, and taken back.</summary>
public sealed class StudioStoryTests(FrontDoor door, Chromium chromium) : IClassFixture<FrontDoor>
{
    private const string Flow = "parallel-approval";
    private const string Editor = "/studio/workflows/definitions/" + Flow + "/edit";

    [Fact]
    public async Task A_designer_draws_a_department_into_the_flow_publishes_it_watches_a_case_and_rolls_back()
    {
        await using var visit = await Visit.BeginAsync(chromium, door.Address);
        var (page, canvas) = (visit.Page, new Canvas(visit.Page));
        await visit.OpenAsAsync("designer", Editor);
        await canvas.OpenedAsync("approve");

        var added = await DrawDepartmentInAsync(page, canvas);
        await Expect(page.Locator(".mud-button-group-root button").First).ToBeVisibleAsync();
        await page.Locator(".mud-button-group-root button").First.ClickAsync();
        await Expect(page.Locator(".mud-snackbar")).ToContainTextAsync("流程已发布");

        var number = await ReceiveAsync(version: 2);
        await page.GotoAsync($"/studio/workflows/instances/{number}/view");
        await canvas.OpenedAsync(added);
        await Expect(page.GetByText("定义版本", new() { Exact = true })).ToBeVisibleAsync();
        // The case has come to the new department and stands there; the others have not been asked yet.
        await Expect(canvas.Node(added)).ToContainTextAsync("1");
        await Expect(page.GetByText("部门审批 - 等待办理")).ToBeVisibleAsync();

        await page.GotoAsync(Editor);
        await canvas.OpenedAsync(added);
        await RollBackAsync(page, version: 1);
        await Expect(canvas.Node(added)).ToHaveCountAsync(0);
        var versions = await VersionsAsync();
        versions.ShouldBe([(3, true, false), (2, false, true), (1, false, false)]);
        visit.Foreign.ShouldBeEmpty();
        visit.Complaints.ShouldBeEmpty();
    }

    // The fire brigade looks at the place before the six others begin.
    private static async Task<string> DrawDepartmentInAsync(IPage page, Canvas canvas)
    {
        var added = await canvas.DragInAsync("并联审批", "部门审批");
        await canvas.DisconnectAsync("copy", "Done", "approve");
        await canvas.ConnectAsync("copy", "Done", added);
        await canvas.ConnectAsync(added, "Approved", "approve");
        await canvas.ConnectAsync(added, "NotNeeded", "approve");
        await canvas.SelectAsync(added);
        await page.Locator(".mud-input-control").Filter(new() { HasText = "审批部门" }).First.ClickAsync();
        var saved = canvas.SavedAsync();
        await page.Locator(".mud-popover-open").GetByText("区消防救援大队").ClickAsync();
        await saved;
        return added;
    }

    private static async Task RollBackAsync(IPage page, int version)
    {
        await page.Locator(".mud-tab").Filter(new() { HasText = "版本历史" }).ClickAsync(new() { Force = true });
        var row = page.Locator("tr")
            .Filter(
                new()
                {
                    Has = page.GetByRole(
                        AriaRole.Cell,
                        new() { Name = version.ToString(System.Globalization.CultureInfo.InvariantCulture), Exact = true }
                    ),
                }
            );
        await row.Locator(".mud-menu button").ClickAsync();
        await page.GetByText("回退到此版本").ClickAsync();
    }

    private async Task<string> ReceiveAsync(int version)
    {
        var application = Catering.Application(accept: true);
        application["workflow"] = new JsonObject { ["definitionId"] = Flow, ["version"] = version };
        var answer = await (await door.AsAsync("clerk")).PostAsync("/api/cases", application);
        answer.Status.ShouldBe(201, answer.Text);
        return answer["caseNumber"]!.GetValue<string>();
    }

    private async Task<List<(int Version, bool IsLatest, bool IsPublished)>> VersionsAsync()
    {
        var answer = await (await door.AsAsync("designer")).GetAsync(
            $"/elsa/api/workflow-definitions?versionOptions=AllVersions&DefinitionIds={Flow}&OrderBy=Version&OrderDirection=Descending"
        );
        return
        [
            .. answer["items"]!
                .AsArray()
                .Select(item =>
                    (item!["version"]!.GetValue<int>(), item["isLatest"]!.GetValue<bool>(), item["isPublished"]!.GetValue<bool>())
                ),
        ];
    }
}
