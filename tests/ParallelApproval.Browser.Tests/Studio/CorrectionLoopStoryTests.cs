using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using ParallelApproval.Testing;
using ParallelApproval.Web;
using static Microsoft.Playwright.Assertions;
using Catering = ParallelApproval.Web.Catering;

namespace ParallelApproval.Browser.Studio;

/// <summary>
/// A new designer's first change: the generic flow gets a seventh department beside the six, and a loop for what it finds wanting. An old
/// case keeps the old drawing, a new one goes round the loop, and both are seen where they stand.
/// </summary>
public sealed class CorrectionLoopStoryTests(FrontDoor door, Chromium chromium) : IClassFixture<FrontDoor>
{
    private const string Flow = "parallel-approval";
    private const int Fire = 7;

    [Fact(Skip = LongForm.Only, SkipUnless = nameof(LongForm.IsAsked), SkipType = typeof(LongForm))]
    public async Task A_seventh_branch_with_a_loop_for_correction_is_drawn_published_and_gone_round_while_an_old_case_keeps_its_version()
    {
        var old = await ReceiveAsync(version: 1);
        await using var visit = await Visit.BeginAsync(chromium, door.Address);
        var (page, canvas) = (visit.Page, new Canvas(visit.Page));
        await visit.OpenAsAsync("designer", "/studio");
        await page.Locator("tr").Filter(new() { HasText = Flow }).ClickAsync();
        await canvas.OpenedAsync("approve");
        await canvas.FitAsync();
        var (department, loop) = await DrawAsync(page, canvas);
        await page.Locator(".mud-button-group-root button").First.ClickAsync();
        await Expect(page.Locator(".mud-snackbar").Filter(new() { HasText = "流程已发布" })).ToBeVisibleAsync();
        await Expect(page.Locator(".mud-snackbar").Filter(new() { HasText = "有 1 件在办件仍按原版本办理" })).ToBeVisibleAsync();

        var anew = await ReceiveAsync(version: 2);
        await GoRoundAsync(anew);
        await DecideAllAsync(old, branches: 6);
        await DecideAllAsync(anew, branches: 6);

        // By version 1 there is no seventh branch; by version 2 the department has been asked twice and the loop was gone round once.
        await LookAtAsync(page, old, version: 1);
        await canvas.OpenedAsync("approve");
        await Expect(canvas.Node(department)).ToHaveCountAsync(0);
        await Expect(canvas.Badge("issue")).ToHaveTextAsync("1");
        await LookAtAsync(page, anew, version: 2);
        await canvas.OpenedAsync(department);
        await Expect(canvas.Badge(department)).ToHaveTextAsync("2");
        await Expect(canvas.Badge(loop)).ToHaveTextAsync("1");
        await Expect(canvas.Badge("issue")).ToHaveTextAsync("1");
        await Expect(canvas.Badge("deliver")).ToHaveTextAsync("1");
        await Expect(canvas.Badge("finish")).ToHaveCountAsync(0);
        visit.Foreign.ShouldBeEmpty();
        visit.Complaints.ShouldBeEmpty();
    }

    private static async Task<(string Department, string Loop)> DrawAsync(IPage page, Canvas canvas)
    {
        var department = await canvas.DragInAsync("并联审批", "部门审批", across: 0.42f, down: 0.75f);
        var loop = await canvas.DragInAsync("并联审批", "等待补正", across: 0.68f, down: 0.9f);
        await canvas.ConnectAsync("copy", "Done", department);
        await canvas.ConnectAsync(department, "Approved", "issue");
        await canvas.ConnectAsync(department, "Refused", "issue");
        await canvas.ConnectAsync(department, "Correction", loop);
        await canvas.ConnectAsync(loop, "Supplied", department);
        await canvas.SelectAsync(department);
        await page.Locator(".mud-input-control").Filter(new() { HasText = "审批部门" }).First.ClickAsync();
        var saved = canvas.SavedAsync();
        await page.Locator(".mud-popover-open").GetByText("区消防救援大队").ClickAsync();
        await saved;
        return (department, loop);
    }

    // The fire brigade wants a better plan of the place, gets it, and consents in its second round.
    private async Task GoRoundAsync(string number)
    {
        var fire = await door.AsAsync("approver-xfdd");
        var faults = new JsonObject
        {
            ["faults"] = new JsonArray(
                new JsonObject
                {
                    ["materialCode"] = "M11",
                    ["problem"] = "未标注安全出口",
                    ["wanted"] = "请补交标注安全出口的平面图",
                }
            ),
        };
        await DoneAsync(fire.PostAsync(Catering.Task(number, Fire) + "/correction", faults));
        var papers = new JsonObject { ["materials"] = new JsonArray(new JsonObject { ["code"] = "M11" }) };
        await DoneAsync((await door.AsAsync("clerk")).PostAsync($"/api/cases/{number}/supplement", papers));
        (await fire.DecideAsync(Catering.Task(number, Fire), Catering.Approval())).Code.ShouldBe(
            "task_not_found",
            "the first round is over"
        );
        await DoneAsync(fire.DecideAsync(Catering.Task(number, Fire, round: 2), Catering.Approval()));
    }

    private async Task DecideAllAsync(string number, int branches)
    {
        for (var branch = 1; branch <= branches; branch++)
            await DoneAsync(
                (await door.AsAsync("approver-" + Catering.Departments[branch - 1])).DecideAsync(
                    Catering.Task(number, branch),
                    Catering.Approval()
                )
            );
    }

    private static async Task LookAtAsync(IPage page, string number, int version)
    {
        await page.GotoAsync("/studio/workflows/instances");
        var row = page.Locator("tr").Filter(new() { HasText = number });
        await Expect(row.Locator("td[data-label='版本']")).ToHaveTextAsync(version.ToString(CultureInfo.InvariantCulture));
        await row.ClickAsync();
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex($"/studio/workflows/instances/{number}/view"));
        await Expect(page.Locator("tr").Filter(new() { HasText = "定义版本编号" }))
            .ToContainTextAsync(version == 1 ? "parallel-approval-1" : "");
        await Expect(page.Locator("tr").Filter(new() { Has = page.GetByText("定义版本", new() { Exact = true }) }))
            .ToContainTextAsync(version.ToString(CultureInfo.InvariantCulture));
    }

    private async Task<string> ReceiveAsync(int version)
    {
        var application = Catering.Application(accept: true);
        application["workflow"] = new JsonObject { ["definitionId"] = Flow, ["version"] = version };
        var answer = await (await door.AsAsync("clerk")).PostAsync("/api/cases", application);
        answer.Status.ShouldBe(201, answer.Text);
        return answer["caseNumber"]!.GetValue<string>();
    }

    private static async Task DoneAsync(Task<Answer> answer) => (await answer).Status.ShouldBe(200, (await answer).Text);
}
