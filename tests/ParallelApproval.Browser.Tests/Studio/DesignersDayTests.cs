using System.Text.Json.Nodes;
using Microsoft.Playwright;
using ParallelApproval.Browser.Approver;
using ParallelApproval.Testing;
using ParallelApproval.Web;
using static Microsoft.Playwright.Assertions;
using Catering = ParallelApproval.Web.Catering;

namespace ParallelApproval.Browser.Studio;

/// <summary>
/// Somebody who does not program, with the mouse: a copy of the generic flow asks the fire brigade only above 300 square metres, and
/// raises a yellow card three working days before the promise and tells the leaders; tried, kept, published, given to an item, and a real
/// case takes each way.
/// </summary>
public sealed class DesignersDayTests(FrontDoor door, Chromium chromium) : IClassFixture<FrontDoor>
{
    private const string Item = "610104-YJS-900";

    [Fact(Skip = LongForm.Only, SkipUnless = nameof(LongForm.IsAsked), SkipType = typeof(LongForm))]
    public async Task A_designer_draws_a_condition_and_a_deadline_tries_and_publishes_them_and_a_real_case_takes_each_way()
    {
        await using var visit = await Visit.BeginAsync(chromium, door.Address);
        var (page, canvas) = (visit.Page, new Canvas(visit.Page));
        await visit.OpenAsAsync("designer", "/flows/parallel-approval");
        await Expect(page.Locator("main[data-awake]")).ToHaveCountAsync(1);
        await page.Locator("#copyName").FillAsync("面积大的问消防");
        await page.GetByRole(AriaRole.Button, new() { Name = "复制此流程" }).ClickAsync();
        await canvas.OpenedAsync("approve");
        var flow = new Uri(page.Url).Segments[^2].TrimEnd('/');

        await AskFireBrigadeAboveAsync(page, canvas, "300");
        await WarnThreeDaysBeforeAsync(page, canvas);
        await TryAndKeepAsync(page, canvas);
        await page.GotoAsync($"/studio/workflows/definitions/{flow}/edit");
        await canvas.OpenedAsync("approve");
        await page.Locator(".mud-button-group-root button").First.ClickAsync();
        await Expect(page.Locator(".mud-snackbar")).ToContainTextAsync("流程已发布");
        await GiveToItemAsync(page);

        var (large, small) = (await ReceiveAsync(500), await ReceiveAsync(100));
        (await DepartmentsOfAsync(large)).ShouldContain("XFDD");
        (await DepartmentsOfAsync(small)).ShouldNotContain("XFDD");
        var admin = await door.AsAsync("admin");
        (await admin.PostAsync("/api/demo/clock", new JsonObject { ["advanceWorkingDays"] = 3 })).Status.ShouldBe(200);
        var supervisor = await door.AsAsync("supervisor");
        foreach (var number in (string[])[large, small])
            await UntilAsync(async () =>
                (await supervisor.GetAsync("/api/supervision/cards"))["items"]!
                    .AsArray()
                    .Any(card => $"{card!["case"]}" == number && $"{card["point"]}" == "FLOW" && $"{card["colour"]}" == "yellow")
            );
        await DecideAllAsync(large, [.. Catering.Departments, "xfdd"]);
        await DecideAllAsync(small, Catering.Departments);
        visit.Foreign.ShouldBeEmpty();
        visit.Complaints.ShouldBeEmpty();
    }

    // A department that the item does not have, asked beside the others.
    private static async Task AskFireBrigadeAboveAsync(IPage page, Canvas canvas, string squareMetres)
    {
        var fire = await canvas.DragInAsync("并联审批", "部门审批", down: 0.8f);
        await canvas.ConnectAsync("copy", "Done", fire);
        foreach (var way in (string[])["Approved", "Refused", "NotNeeded"])
            await canvas.ConnectAsync(fire, way, "issue");
        await canvas.SelectAsync(fire);
        await Expect(page.Locator(".mud-tab").GetByText("常规")).ToBeVisibleAsync();
        foreach (var withoutEffect in (string[])["测试", "提交策略", "任务", "日志", "启动策略", "日志留存策略"])
            await Expect(page.GetByText(withoutEffect, new() { Exact = true }).Filter(new() { Visible = true })).ToHaveCountAsync(0);
        await page.Locator(".mud-input-control").Filter(new() { HasText = "审批部门" }).First.ClickAsync();
        var saved = canvas.SavedAsync(model => Canvas.Stands(model, fire, "XFDD"));
        await page.Locator(".mud-popover-open").GetByText("区消防救援大队").ClickAsync();
        await saved;
        await page.Locator(".studio-condition").First.ClickAsync();
        var builder = page.FrameLocator("dialog.studio-builder iframe");
        await Expect(builder.Locator("main[data-awake]")).ToHaveCountAsync(1);
        await builder.Locator(".add-line").ClickAsync();
        await builder.Locator("select.fact").SelectOptionAsync("form.areaSquareMetres");
        await builder.Locator("select.comparer").SelectOptionAsync(new SelectOptionValue { Label = "大于" });
        await builder.Locator("input.value").FillAsync(squareMetres);
        await builder.Locator("input.value").PressAsync("Tab");
        await Expect(builder.Locator(".said code")).ToHaveTextAsync($"form.areaSquareMetres > {squareMetres}");
        saved = canvas.SavedAsync(model => Canvas.Stands(model, fire, $"form.areaSquareMetres > {squareMetres}"));
        await builder.Locator("[data-use-condition]").ClickAsync();
        await saved;
        await canvas.DeselectAsync();
    }

    private static async Task WarnThreeDaysBeforeAsync(IPage page, Canvas canvas)
    {
        var wait = await canvas.DragInAsync("并联审批", "等待工作日", across: 0.3f, down: 0.9f);
        await canvas.ConnectAsync("copy", "Done", wait);
        var card = await canvas.DragInAsync("并联审批", "亮牌", down: 0.95f);
        await canvas.ConnectAsync(wait, "Due", card);
        var tell = await canvas.DragInAsync("并联审批", "报告领导", across: 0.7f, down: 0.95f);
        await canvas.ConnectAsync(card, "Done", tell);
        await canvas.SelectAsync(wait);
        var days = page.Locator(".mud-input-control").Filter(new() { HasText = "工作日数" }).First.Locator("input");
        var saved = canvas.SavedAsync(model => Canvas.Stands(model, wait, "3"));
        await days.FillAsync("3");
        await days.PressAsync("Tab");
        await saved;
    }

    private static async Task TryAndKeepAsync(IPage page, Canvas canvas)
    {
        await canvas.RunAsync();
        await page.ComesToAsync(new("/flows/"));
        await Expect(page.Locator("main[data-awake]")).ToHaveCountAsync(1);
        await page.Locator("select[name=item]").SelectOptionAsync(Item);
        await page.Locator("#trial summary").First.ClickAsync();
        await page.Locator("input[name='form.areaSquareMetres']").FillAsync("500");
        await page.Locator("input[name='form.areaSquareMetres']").PressAsync("Tab");
        await page.Locator("input[name='refuse.2']").CheckAsync();
        await page.Locator("input[name='late.4']").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "试运行", Exact = true }).ClickAsync();
        await Expect(page.Locator("table.trial")).ToContainTextAsync("区消防救援大队");
        await page.Locator("#name").FillAsync("五百平方米");
        await page.GetByRole(AriaRole.Button, new() { Name = "保存试运行" }).ClickAsync();
        await Expect(page.Locator("table.kept-trials")).ToContainTextAsync("五百平方米");
    }

    private static async Task GiveToItemAsync(IPage page)
    {
        await page.GotoAsync("/administration/items/" + Item);
        await Expect(page.Locator("main[data-awake]")).ToHaveCountAsync(1);
        await page.Locator("#workflowDefinitionId").SelectOptionAsync(new SelectOptionValue { Label = "面积大的问消防" });
        await page.GetByRole(AriaRole.Button, new() { Name = "发布上线" }).ClickAsync();
        await Expect(page.Locator("p.told")).ToBeVisibleAsync();
    }

    private async Task<string> ReceiveAsync(int area)
    {
        var application = Catering.Application(accept: true);
        (application["itemCode"], application["form"], application["materials"]) = (
            Item,
            new JsonObject { ["premisesName"] = "小餐馆", ["areaSquareMetres"] = area },
            new JsonArray([.. ((string[])["M01", "M02"]).Select(code => new JsonObject { ["code"] = code })])
        );
        var answer = await (await door.AsAsync("clerk")).PostAsync("/api/cases", application);
        answer.Status.ShouldBe(201, answer.Text);
        return answer["caseNumber"]!.GetValue<string>();
    }

    private async Task<string[]> DepartmentsOfAsync(string number) =>
        [
            .. (await (await door.AsAsync("clerk")).GetAsync("/api/cases/" + number))["branches"]!
                .AsArray()
                .Select(branch => branch!["department"]!.GetValue<string>()),
        ];

    private async Task DecideAllAsync(string number, string[] departments)
    {
        foreach (var (at, department) in departments.Index())
        {
            var decided = await (await door.AsAsync("approver-" + department)).PostAsync(
                Catering.Task(number, at + 1) + "/decision",
                Catering.Approval()
            );
            decided.Status.ShouldBe(200, decided.Text);
        }

        (await (await door.AsAsync("clerk")).GetAsync("/api/cases/" + number))["status"]!.GetValue<string>().ShouldBe("decided");
    }

    // The sweep raises it in its own time.
    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        for (var attempt = 0; attempt < 300 && !await isSo(); attempt++)
            await Task.Delay(400, TestContext.Current.CancellationToken); // the sweep gives no signal
        (await isSo()).ShouldBeTrue();
    }
}
