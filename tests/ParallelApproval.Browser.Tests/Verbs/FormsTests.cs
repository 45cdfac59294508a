using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ParallelApproval.Browser.Approver;
using ParallelApproval.Web;
using static Microsoft.Playwright.Assertions;
using Catering = ParallelApproval.Web.Catering;

namespace ParallelApproval.Browser.Verbs;

/// <summary>
/// The rarer verbs from the screens: papers that come later, promises, files, a joint visit, recusal, the way up and down the tiers.
/// </summary>
[Collection<OneDoor>]
public sealed class FormsTests(FrontDoor door, Chromium chromium)
{
    private const string Signboard = "610104-QT-106";
    private const string Shop = "610104-YJS-002";
    private const string Allowance = "610104-JF-201";

    private static readonly byte[] Pdf = Encoding.ASCII.GetBytes("%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n");

    [Fact]
    public async Task A_result_is_withheld_with_its_ground_and_published_again()
    {
        var number = await ReceiveAsync("clerk", Catering.ItemCode, accept: true);
        await using var visit = await chromium.OpenAsAsync(door, "manager", $"/cases/{number}");
        var page = visit.Page;
        await page.Locator("main[data-awake] button:text-is('结果不予公开')").ClickAsync();
        await Expect(page.Locator("#ground")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.Locator("#reason-fault")).Not.ToBeEmptyAsync();
        await page.IsOpenToEverybodyAsync();
        await page.Locator("#ground").SelectOptionAsync("BusinessSecret");
        await page.Locator("#reason").FillAsync("工艺参数，第三方不同意公开");
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.Locator(".told").First).ToContainTextAsync("不予公开");
        await Expect(page.Locator(".facts").First).ToContainTextAsync("商业秘密");
        await page.GotoAsync("/publication");
        await Expect(page.Locator("section[aria-labelledby=withheld]")).ToContainTextAsync("工艺参数，第三方不同意公开");
        await page.IsOpenToEverybodyAsync();
        await page.Locator($"section[aria-labelledby=withheld] a:text-is('{number}')").ClickAsync();
        await page.Locator("main[data-awake] button:text-is('恢复公开')").ClickAsync();
        await page.Locator("#reason").FillAsync("第三方已同意");
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.Locator(".told").First).ToContainTextAsync("恢复公开");
    }

    [Fact]
    public async Task A_paper_comes_later_and_files_are_taken_by_what_they_are()
    {
        var number = await ReceiveAsync("clerk", Catering.ItemCode, accept: false, without: "M12");
        await using var visit = await chromium.OpenAsAsync(door, "clerk", $"/cases/{number}");
        var page = visit.Page;
        await PressAsync(page, "Alt+1");
        await Expect(page.Locator("#isSigned")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.Locator("#isSigned-fault")).Not.ToBeEmptyAsync();
        await page.IsOpenToEverybodyAsync();
        await page.Locator("#isSigned").CheckAsync();
        await page.Locator("form[aria-label=容缺受理] button[type=submit]").DblClickAsync();
        await Expect(page.Locator(".told").First).ToContainTextAsync("已容缺受理");

        await page.Locator("#file")
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "a.pdf",
                    MimeType = "application/pdf",
                    Buffer = Pdf,
                }
            );
        await Expect(page.Locator(".upload .faults")).ToContainTextAsync("请先选择");
        await page.Locator("#paper").SelectOptionAsync("M01");
        await page.Locator("#file")
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "cat.pdf",
                    MimeType = "application/pdf",
                    Buffer = "MZ"u8.ToArray(),
                }
            );
        await Expect(page.Locator("#file-fault")).ToContainTextAsync("cat.pdf");
        await Expect(page.Locator(".scan-list li")).ToHaveCountAsync(0);
        foreach (var told in new[] { "已归档", "没有重复存放" })
        {
            await page.Locator("#file")
                .SetInputFilesAsync(
                    new FilePayload
                    {
                        Name = "𠮷野家租赁合同.exe",
                        MimeType = "application/pdf",
                        Buffer = Pdf,
                    }
                );
            await Expect(page.Locator(".upload .told")).ToContainTextAsync(told);
        }

        await Expect(page.Locator(".scan-list li")).ToHaveCountAsync(1);
        await Expect(page.Locator(".scan-list")).ToContainTextAsync("𠮷野家租赁合同.pdf");
        await page.Locator(".scan-list button").First.ClickAsync();
        await Expect(page.Locator(".scan-view iframe")).ToBeVisibleAsync();

        await page.Keyboard.PressAsync("F4");
        await page.Locator("#wanting input").CheckAsync();
        // By the button: the browser's viewer may take the keys when its file has come.
        await page.Locator("form:has(#wanting) button[type=submit]").ClickAsync();
        await Expect(page.Locator("main")).Not.ToContainTextAsync("容缺补交截止");
        var trail = (await CaseAsync(number))["timeline"]!.AsArray().Select(entry => entry!["kind"]!.GetValue<string>()).ToList();
        foreach (var once in new[] { "PapersDeferred", "CaseAccepted", "ScanFiled", "DeferralKept" })
            trail.Count(kind => kind == once).ShouldBe(1, once);
    }

    [Fact]
    public async Task A_promise_stands_for_a_paper_and_false_papers_are_refused_with_their_ground()
    {
        var number = await ReceiveAsync("clerk", Signboard, accept: false, without: "M24");
        await using var visit = await chromium.OpenAsAsync(door, "clerk", $"/cases/{number}");
        var page = visit.Page;
        await PressAsync(page, "Alt+2");
        await Expect(page.Locator("form[aria-label=告知承诺受理]")).ToContainTextAsync("M24");
        await page.Locator("#isSigned").CheckAsync();
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.Locator(".told").First).ToContainTextAsync("告知承诺");
        (await CaseAsync(number))["isByCommitment"]!.GetValue<bool>().ShouldBeTrue();

        var other = await ReceiveAsync("clerk", Catering.ItemCode, accept: false);
        await page.GotoAsync($"/cases/{other}");
        await visit.IsAwakeAsync();
        await PressAsync(page, "Alt+7");
        await page.Locator("#ground").SelectOptionAsync("NotCompetent");
        await page.Locator("#reason").FillAsync(string.Concat(Enumerable.Repeat("𠮷", 400)));
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.Locator("#competentBody-fault")).Not.ToBeEmptyAsync();
        await page.Locator("#ground").SelectOptionAsync("FalsePapers");
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.Locator("main .state").First).ToHaveTextAsync("不予受理");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_lead_calls_one_visit_and_each_department_notes_what_it_found()
    {
        var number = await ReceiveAsync("clerk", Shop, accept: true, branches: [1, 2, 3, 4, 5]);
        await using var lead = await chromium.OpenAsAsync(door, "approver-sjj", $"/cases/{number}");
        var page = lead.Page;
        await page.GetByRole(AriaRole.Button, new() { Name = "组织踏勘" }).ClickAsync();
        await page.Locator("#place").FillAsync("西大街1号");
        await page.Locator(".visits button[type=submit]").ClickAsync();
        await Expect(page.Locator("#at-fault")).ToContainTextAsync("日期和时间");
        var at = door.App.Services.GetRequiredService<TimeProvider>().OfficialNow().AddHours(1);
        await page.Locator("#at").FillAsync(at.ToString("yyyy-MM-dd'T'HH:mm"));
        await page.Locator(".visits button[type=submit]").ClickAsync();
        await Expect(page.Locator(".visits")).ToContainTextAsync("西大街1号");

        var moved = await (await door.AsAsync("admin")).PostAsync(
            "/api/demo/clock",
            new JsonObject { ["to"] = at.AddMinutes(5).ToString("O") }
        );
        moved.Status.ShouldBe(200, moved.Text);
        await using var fire = await chromium.OpenAsAsync(door, "approver-xfdd", $"/tasks/{number}-04-1");
        await fire.Page.Locator(".visits input[name=passes]").Last.CheckAsync();
        await fire.Page.Locator("#officers").FillAsync("朱勇、李强");
        await fire.Page.Locator("#findings").FillAsync("疏散通道被占用");
        await fire.Page.Locator("#defects").FillAsync("清理疏散通道\n补装应急灯");
        await fire.Page.IsOpenToEverybodyAsync();
        await fire.Page.Locator(".visits button[type=submit]").ClickAsync();
        await Expect(fire.Page.Locator(".visits")).ToContainTextAsync("补装应急灯");

        // The other page hears of it; who did not come counts as absent.
        await Expect(page.Locator(".visits")).ToContainTextAsync("补装应急灯");
        await page.GetByRole(AriaRole.Button, new() { Name = "汇总踏勘" }).ClickAsync();
        await Expect(page.Locator(".visits")).ToContainTextAsync("缺席");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "召集复勘" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_case_goes_up_and_down_the_tiers_and_an_officer_withdraws()
    {
        var number = await ReceiveAsync("clerk-community", Allowance, accept: true);
        await using var community = await chromium.OpenAsAsync(door, "clerk-community", $"/cases/{number}");
        await PressAsync(community.Page, "Alt+5");
        await Expect(community.Page.Locator("#opinion")).ToBeVisibleAsync();
        await community.Page.Keyboard.PressAsync("Control+Enter");
        await Expect(community.Page.Locator("#opinion-fault")).Not.ToBeEmptyAsync();
        await community.Page.Locator("#opinion").FillAsync("情况属实，同意上报。");
        await community.Page.Keyboard.PressAsync("Control+Enter");
        await Expect(community.Page.Locator(".told").First).ToContainTextAsync("已上报");

        await using var street = await chromium.OpenAsAsync(door, "approver-street", await TaskAsync(number, "STREET"));
        await street.Page.Locator("#opinion").FillAsync("同意。");
        await street.Page.Locator(".branch-desk form button[type=submit]").Last.ClickAsync();
        await Expect(street.Page.Locator(".told").First).ToContainTextAsync("已上报");

        await using var district = await chromium.OpenAsAsync(door, "approver-mzj", await TaskAsync(number, "MZJ"));
        var page = district.Page;
        await page.Locator(".verbs").GetByText("回避").ClickAsync();
        await page.Locator("#reason").FillAsync("申请人是亲属");
        await page.Locator(".branch-desk form button[type=submit]").Last.ClickAsync();
        await Expect(page.Locator(".branch-desk")).ToContainTextAsync("等待负责人决定");

        await using var head = await chromium.OpenAsAsync(door, "manager", $"/cases/{number}");
        await head.Page.GetByRole(AriaRole.Button, new() { Name = "回避决定" }).ClickAsync();
        await head.Page.Locator("#to").SelectOptionAsync("reviewer-mzj");
        await head.Page.Locator("#reason").FillAsync("应当回避");
        await head.Page.IsOpenToEverybodyAsync();
        await head.Page.Keyboard.PressAsync("Control+Enter");
        await Expect(head.Page.Locator(".told").First).ToContainTextAsync("已决定");

        await using var other = await chromium.OpenAsAsync(door, "reviewer-mzj", await TaskAsync(number, "MZJ"));
        await other.Page.Locator(".verbs").GetByText("退回下级").ClickAsync();
        await other.Page.Locator("#reason").FillAsync("缺入户调查");
        await other.Page.Locator(".branch-desk form button[type=submit]").Last.ClickAsync();
        await Expect(other.Page.Locator(".told").First).ToContainTextAsync("已退回下级");
        var branches = (await CaseAsync(number, "clerk-community"))["branches"]!.AsArray();
        branches.Single(branch => branch!["department"]!.GetValue<string>() == "MZJ")!["status"]!.GetValue<string>().ShouldBe("sentBack");
    }

    // The desk is drawn once the case has been read.
    private static async Task PressAsync(IPage page, string key)
    {
        await Expect(page.Locator($"[aria-keyshortcuts='{key}']")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync(key);
    }

    private async Task<string> TaskAsync(string number, string department) =>
        "/tasks/"
        + (await CaseAsync(number, "clerk-community"))["branches"]!
            .AsArray()
            .Single(branch => branch!["department"]!.GetValue<string>() == department)!["task"]!.GetValue<string>();

    private async Task<JsonObject> CaseAsync(string number, string who = "clerk") =>
        (await (await door.AsAsync(who)).GetAsync("/api/cases/" + number)).Json!.AsObject();

    private async Task<string> ReceiveAsync(string who, string item, bool accept, string? without = null, int[]? branches = null)
    {
        var account = await door.AsAsync(who);
        var published = (await account.GetAsync("/api/catalogue/items/" + item))["item"]!;
        var asked = published["materials"]!
            .AsArray()
            .Where(paper =>
                paper!["outputOfBranch"] is null && paper["form"]!.GetValue<string>() is not ("sharedResult" or "systemGenerated")
            )
            .Select(paper => paper!["code"]!.GetValue<string>())
            .Where(code => code != without);
        var application = Catering.Application(accept);
        (application["itemCode"], application["materials"]) = (
            item,
            new JsonArray([.. asked.Select(code => new JsonObject { ["code"] = code })])
        );
        application["applicant"]!["name"] = "张𠮷三";
        var fields = published["form"]!.AsArray().Select(field => field!["key"]!.GetValue<string>()).ToHashSet();
        application["form"] = new JsonObject(
            Filled().Where(field => fields.Contains(field.Key)).Select(field => KeyValuePair.Create(field.Key, (JsonNode?)field.Value))
        );
        if (branches is not null)
            application["branches"] = new JsonArray([.. branches.Select(branch => JsonValue.Create(branch))]);
        var answer = await account.PostAsync("/api/cases", application);
        answer.Status.ShouldBe(201, answer.Text);
        return answer["caseNumber"]!.GetValue<string>();
    }

    // An address of its own, so that no two of these are one matter.
    private static IEnumerable<KeyValuePair<string, string>> Filled() =>
        [new("shopName", "𠮷野家"), new("premisesAddress", Guid.NewGuid().ToString()), new("address", Guid.NewGuid().ToString())];
}
