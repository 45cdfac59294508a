using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using ParallelApproval.Browser.Approver;
using ParallelApproval.Web;
using static Microsoft.Playwright.Assertions;

namespace ParallelApproval.Browser.Figures;

/// <summary>
/// The manager looks at the day, a month is closed and taken home as files, a bulletin is issued, and a bad rating is followed to its end.
/// </summary>
public sealed class ManagersDayTests(FrontDoor door, Chromium chromium) : IClassFixture<FrontDoor>
{
    // Last month may still be too young to be closed when this runs.
    private static readonly string Month = ShanghaiTime
        .OfficialToday(TimeProvider.System)
        .AddMonths(-2)
        .ToString("yyyy-MM", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Todays_figures_change_by_themselves_and_lead_to_their_cases()
    {
        await door.ReceiveAsync();
        await using var visit = await chromium.OpenAsAsync(door, "manager", "/figures");
        var page = visit.Page;
        var received = page.Locator("[data-figure=Received]");
        await Expect(received).Not.ToHaveTextAsync("0");
        var before = int.Parse(await received.TextContentAsync() ?? "", CultureInfo.InvariantCulture);
        var number = await door.ReceiveAsync();
        await Expect(received).ToHaveTextAsync((before + 1).ToString(CultureInfo.InvariantCulture));

        await received.ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/figures/cases\\?figure=Received"));
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(before + 1);
        (await DownloadAsync(page, "CSV")).ShouldContain(number);
        await page.Locator($"tbody a[href='/cases/{number}']").ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/cases/" + number));
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_month_that_is_not_closed_is_refused_then_closed_and_comes_as_CSV_Excel_and_PDF_and_a_bulletin_is_issued()
    {
        await using var visit = await chromium.OpenAsAsync(door, "supervisor", $"/appraisal?period={Month}");
        var page = visit.Page;
        await Expect(page.Locator("[data-refused=period_not_closed]")).ToBeVisibleAsync();
        await page.Locator("[data-refused] a").ClickAsync();
        await Expect(page.Locator("[data-period-state].wait")).ToBeVisibleAsync();
        await page.Locator("#close-period button").ClickAsync();
        await Expect(page.Locator("[data-period-state].good")).ToBeVisibleAsync();
        await Expect(page.Locator("#close-period")).ToHaveCountAsync(0);

        (await DownloadAsync(page, "CSV")).ShouldContain(Month);
        (await DownloadAsync(page, "Excel")).ShouldStartWith("PK");
        (await DownloadAsync(page, "PDF")).ShouldStartWith("%PDF-");
        await Expect(page.Locator("[data-export-told]")).ToContainTextAsync("PDF");

        await page.GotoAsync("/figures/bulletins");
        await page.Locator("nav.tabs a").Nth(1).ClickAsync();
        await Expect(page.Locator("[data-bulletin-state=open]")).ToBeVisibleAsync();
        await page.Locator("#issue-bulletin button").ClickAsync();
        await Expect(page.Locator("[data-bulletin-state=issued]")).ToBeVisibleAsync();
        await Expect(page.Locator("#issue-bulletin")).ToHaveCountAsync(0);
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_bad_rating_is_called_back_put_right_and_appealed_against_and_the_supervisor_decides()
    {
        var (number, code) = await door.FinishAsync();
        var rated = await door.Anonymous.PostAsync(
            "/api/public/evaluations",
            new JsonObject
            {
                ["caseNumber"] = number,
                ["queryCode"] = code,
                ["grade"] = "veryDissatisfied",
                ["reasons"] = new JsonArray("tooSlow"),
                ["comment"] = "等了很久",
                ["branch"] = 1,
            }
        );
        var id = rated["rating"]!.GetValue<string>();

        await using var department = await chromium.OpenAsAsync(door, "approver-syj", "/evaluation");
        var desk = department.Page;
        await desk.Locator($"a[href='/evaluation/{id}']").ClickAsync();
        await desk.Locator("#rating-CallBack button").ClickAsync();
        await Expect(desk.Locator("#rating-CallBack .faults")).ToBeVisibleAsync();
        await desk.Locator("#rating-CallBack #words").FillAsync("已电话联系，申请人反映等候过久。");
        await desk.Locator("#rating-CallBack button").ClickAsync();
        await Expect(desk.Locator("[data-step=Fix]")).ToBeVisibleAsync();
        await desk.Locator("#rating-Fix #measures").FillAsync("增开一个窗口。");
        await desk.Locator("#rating-Fix button").ClickAsync();
        await Expect(desk.Locator("[data-step=Recall]")).ToBeVisibleAsync();
        await desk.Locator("summary").GetByText("申诉", new() { Exact = true }).ClickAsync();
        await desk.Locator("#rating-Appeal #grounds").FillAsync("等候发生在其他部门。");
        await desk.Locator("#rating-Appeal button").ClickAsync();
        await Expect(desk.Locator("#rating-Appeal")).ToHaveCountAsync(0);

        await using var supervisor = await chromium.OpenAsAsync(door, "supervisor", "/evaluation?Appealed=true");
        await supervisor.Page.Locator($"a[href='/evaluation/{id}']").ClickAsync();
        await supervisor.Page.Locator("#rating-DecideAppeal #reasons").FillAsync("核查属实。");
        await supervisor.Page.Locator("#rating-DecideAppeal button").First.ClickAsync();
        await Expect(supervisor.Page.Locator("#rating-DecideAppeal")).ToHaveCountAsync(0);
        // The department sees it without loading anew.
        await Expect(desk.Locator("[data-step=Closed]")).ToBeVisibleAsync();
        await Expect(desk.Locator(".timeline")).ToContainTextAsync("核查属实。");
        department.Complaints.ShouldBeEmpty();
        supervisor.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_spot_check_is_drawn_and_what_is_wrong_must_be_said()
    {
        await door.ReceiveAsync();
        await using var visit = await chromium.OpenAsAsync(door, "supervisor", "/supervision/spot-checks");
        var page = visit.Page;
        await page.Locator("#count").FillAsync("0");
        await page.Locator("#draw-spot-check button").ClickAsync();
        await Expect(page.Locator("#count-fault")).Not.ToBeEmptyAsync();
        await page.Locator("#count").FillAsync("1");
        await page.Locator("#draw-spot-check button").ClickAsync();
        await Expect(page.Locator(".spot-cases li")).ToHaveCountAsync(1);
        await page.Locator(".spot-cases li > button").ClickAsync();
        await page.Locator(".spot-cases input[type=checkbox]").First.UncheckAsync();
        await page.Locator(".spot-cases form button").ClickAsync();
        await Expect(page.Locator("#remark-fault")).Not.ToBeEmptyAsync();
        await page.Locator("#remark").FillAsync("收件时间与影像不符。");
        await page.Locator(".spot-cases form button").ClickAsync();
        await Expect(page.Locator(".spot-cases .state.bad")).ToBeVisibleAsync();
    }

    private static async Task<string> DownloadAsync(IPage page, string format)
    {
        var download = await page.RunAndWaitForDownloadAsync(() =>
            page.Locator(".export a", new() { HasTextString = format }).ClickAsync()
        );
        await using var stream = await download.CreateReadStreamAsync();
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}
