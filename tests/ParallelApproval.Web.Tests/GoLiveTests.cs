using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Events;
using ParallelApproval.Organisation;
using ParallelApproval.Testing;

namespace ParallelApproval.Web;

/// <summary>
/// 从零上线: an empty Production house becomes a district's, with nothing but the product's own addresses and files: bodies, officers, the list
/// of 1,135 items as it is published, ten of them live, and the first matter of six departments from receipt to delivery.
/// </summary>
public sealed class GoLiveTests(TestCluster cluster)
{
    private const int Live = 10;
    private const string Own = "Quiet-Harbour-7";

    private static readonly string[] Foreign = ["610104", "莲湖", "莲审", "\\u83B2\\u6E56"];

    private readonly StringBuilder _seen = new();
    private Uri _address = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static DateOnly Today => TimeProvider.System.OfficialToday();

    [Fact]
    public async Task A_district_goes_live_from_nothing_and_serves_its_first_applicant()
    {
        await using var database = await cluster.CopyAsync(Template.Empty, Cancellation);
        await using var app = await FrontDoor.OpenAsync(
            database.Source,
            "Production",
            Cancellation,
            null,
            "--ParallelApproval:FourEyes=true"
        );
        await app.StartAsync(Cancellation);
        _address = new(app.Urls.Single());
        await MakeAdministratorsAsync(app);
        var admin = await Account.SignInAsync(_address, "first.admin", Own);
        var security = await Account.SignInAsync(_address, "first.security", Own);
        See(await admin.PutAsync("/api/installation?expectedRevision=0", Installation()));
        var (clerk, designer, manager) = await EnterTheHouseAsync(admin, security);

        await ListAsync(designer);
        await GoLiveAsync(designer);

        var receipt = See(await clerk.PostAsync("/api/cases", await ApplicationAsync(clerk)));
        var (number, code) = (receipt["caseNumber"]!.GetValue<string>(), receipt["queryCode"]!.GetValue<string>());
        number.ShouldStartWith(OtherDistrict.Region);
        foreach (var at in Enumerable.Range(1, 6))
        {
            var approver = await Account.SignInAsync(_address, ApproverOf(at), Own);
            See(await approver.GetAsync("/api/tasks")).Text.ShouldContain(number);
            See(await approver.DecideAsync(Catering.Task(number, at), Catering.Approval()));
        }

        See(await clerk.PostAsync($"/api/cases/{number}/delivery"));
        while (await app.Services.GetRequiredService<Relay>().RunOnceAsync(Cancellation) is not { IsAll: true, Told: 0 })
            await Task.Yield();
        await LookAroundAsync(number, code, manager);
        foreach (var word in Foreign)
            _seen.ToString().ShouldNotContain(word);
    }

    private static async Task MakeAdministratorsAsync(WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var command = scope.ServiceProvider.GetRequiredService<CreateAdministratorHandler>();
        foreach (
            var (userName, role) in new[]
            {
                ("first.admin", Role.Administrator),
                ("first.security", Role.SecurityAdministrator),
                ("first.auditor", Role.AuditAdministrator),
            }
        )
            (await command.HandleAsync(new(userName, "首位管理员", "First", Own, role), Cancellation)).IsError.ShouldBeFalse();
    }

    // What takes two persons answers with a proposal, and a second person confirms it.
    private async Task<Answer> ConfirmedAsync(Account security, Task<Answer> proposed)
    {
        var answer = await proposed;
        (answer.Status, answer.Code).ShouldBe((202, "waits_for_second_person"), answer.Text);
        return See(await security.PostAsync($"/api/proposals/{answer["proposal"]!.GetValue<string>()}/confirmation"));
    }

    private async Task<(Account Clerk, Account Designer, Account Manager)> EnterTheHouseAsync(Account admin, Account security)
    {
        await ImportAsync(
            admin,
            "departments",
            NationalList.Csv([
                ["部门代码", "部门名称", "英文名称", "层级", "统一社会信用代码", "窗口授权到位"],
                .. NationalList.Bodies.Select(
                    (body, at) => (IReadOnlyList<string>)[body.Code, body.Name, body.NameEn, "区", NationalList.Credit(at), "是"]
                ),
            ])
        );
        var officers = await ConfirmedAsync(
            security,
            ImportAsync(
                admin,
                "officers",
                NationalList.Csv([
                    ["账号", "姓名", "英文姓名", "部门代码", "角色"],
                    ["clerk.one", "李一", "Li Yi", "XZSP", "窗口人员"],
                    ["head", "王主任", "Head Wang", "XZSP", "中心管理者"],
                    ["designer.one", "赵设计", "Zhao", "XZSP", "流程设计员"],
                    .. NationalList.Bodies.Select(body =>
                        (IReadOnlyList<string>)[$"appr.{body.Code}", $"{body.Code}审批员", $"Approver {body.Code}", body.Code, "审批人员"]
                    ),
                ])
            )
        );
        await ImportAsync(
            admin,
            "windows",
            NationalList.Csv(["窗口号", "部门代码", "综合窗口", "开放"], ["A01", "XZSP", "是", "是"], ["A02", "XZSP", "是", "是"])
        );
        var accounts = new Dictionary<string, Account>(StringComparer.Ordinal);
        foreach (var line in officers["passwords"]!.AsArray())
        {
            var (name, issued) = (line!["userName"]!.GetValue<string>(), line["password"]!.GetValue<string>());
            accounts[name] = await (await Account.SignInAsync(_address, name, issued)).WithOwnPasswordAsync(issued, Own);
        }

        await ConfirmedAsync(
            security,
            ImportAsync(
                accounts["head"],
                "letters",
                NationalList.Csv([
                    ["授权书文号", "授权部门代码", "被授权人账号", "生效日期", "截止日期"],
                    .. NationalList.Bodies.Select(body =>
                        (IReadOnlyList<string>)
                            [
                                $"广授〔{Today.Year}〕{body.Code}号",
                                body.Code,
                                $"appr.{body.Code}".ToLowerInvariant(),
                                Today.ToString("yyyy-MM-dd", null),
                                Today.AddDays(300).ToString("yyyy-MM-dd", null),
                            ]
                    ),
                ])
            )
        );
        foreach (var body in NationalList.Bodies)
            See(
                await admin.PutAsync(
                    $"/api/seals/GS-{body.Code}?expectedRevision=0",
                    new JsonObject
                    {
                        ["departmentCode"] = body.Code,
                        ["inscription"] = $"广安区{body.Name}行政审批专用章",
                        ["keeper"] = $"appr.{body.Code}".ToLowerInvariant(),
                    }
                )
            );
        return (accounts["clerk.one"], accounts["designer.one"], accounts["head"]);
    }

    private async Task ListAsync(Account designer)
    {
        await ImportAsync(
            designer,
            "materials",
            NationalList.Csv([
                ["材料代码", "材料名称", "英文名称", "材料形式", "份数", "来源渠道", "可信等级"],
                .. NationalList.Papers.Select(
                    (paper, at) => (IReadOnlyList<string>)[$"P{at + 1:00}", paper, $"Paper {at + 1}", "原件", "1", "申请人自备", "C"]
                ),
            ])
        );
        var file = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetBytes(NationalList.Published());
        var trial = await SendAsync(designer, "listedItems?trial=true", file);
        (trial["new"]!.GetValue<int>(), trial["passedOver"]!.AsArray().Count).ShouldBe((NationalList.Count, 2));
        (await SendAsync(designer, "listedItems", file))["new"]!.GetValue<int>().ShouldBe(NationalList.Count);
        // The same list, saved by another machine, says nothing new.
        var again = await SendAsync(
            designer,
            "listedItems",
            [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(NationalList.Published())]
        );
        again["unchanged"]!.GetValue<int>().ShouldBe(NationalList.Count);
        var work = See(await designer.GetAsync("/api/catalogue/list?gap=legalDays"));
        work["items"]!.AsArray().Count.ShouldBeInRange(100, 300);
        See(await designer.GetAsync("/api/catalogue/list?gap=department"))["items"]!.AsArray().ShouldBeEmpty();
    }

    // The list fills in everything but who else takes part in the joint one.
    private async Task GoLiveAsync(Account designer)
    {
        var items = new JsonArray();
        foreach (var at in Enumerable.Range(0, NationalList.Count).Where(IsWhole).Take(Live))
        {
            var draft = See(await designer.GetAsync($"/api/catalogue/list/{NationalList.CodeOf(at)}/draft")).Json!.DeepClone();
            if (at == NationalList.Joint)
                Divide(draft);
            items.Add(new JsonObject { ["item"] = draft, ["expectedVersion"] = 0 });
        }

        var published = See(await designer.PostAsync("/api/catalogue/import", new JsonObject { ["items"] = items }));
        published["items"]!.AsArray().Count.ShouldBe(Live);
        See(await designer.GetAsync("/api/catalogue/list?live=true"))["items"]!.AsArray().Count.ShouldBe(Live);
        var page = See(await (await BrowserAsync("designer.one")).OpenAsync("/administration/list?Live=false&Gap=Department")).Html;
        page.ShouldContain("No item answers the search.");
    }

    // Those that the list says nothing of are not among the first.
    private static bool IsWhole(int at) => at % 7 != 6 && at % 11 != 10;

    private static void Divide(JsonNode draft)
    {
        var first = draft["branches"]![0]!;
        var branches = new JsonArray();
        var numbers = new JsonArray();
        foreach (var at in Enumerable.Range(1, 6))
        {
            var branch = first.DeepClone();
            (branch["number"], branch["departmentCode"], branch["certificate"]) = (at, NationalList.Bodies[at].Code, $"第{at}证");
            branches.Add(branch);
            numbers.Add(at);
        }

        (draft["branches"], draft["workflowDefinitionId"]) = (branches, "parallel-approval");
        draft["leadDepartmentCode"] = NationalList.Bodies[1].Code;
        foreach (var paper in draft["materials"]!.AsArray())
            paper!["usedBy"] = numbers.DeepClone();
    }

    private static string ApproverOf(int branch) => $"appr.{NationalList.Bodies[branch].Code}".ToLowerInvariant();

    // Born in 1890: nobody's number.
    private async Task<JsonObject> ApplicationAsync(Account clerk)
    {
        var code = NationalList.CodeOf(NationalList.Joint);
        var item = See(await clerk.GetAsync($"/api/catalogue/items/{code}"))["item"]!;
        return new()
        {
            ["itemCode"] = code,
            ["applicant"] = new JsonObject
            {
                ["kind"] = "person",
                ["name"] = "张三",
                ["idNumber"] = "511602189001010031",
                ["phone"] = "13800001234",
            },
            ["materials"] = new JsonArray([
                .. item["materials"]!.AsArray().Select(paper => new JsonObject { ["code"] = paper!["code"]!.GetValue<string>() }),
            ]),
            ["accept"] = true,
        };
    }

    private async Task LookAroundAsync(string number, string code, Account manager)
    {
        var reader = await BrowserAsync("clerk.one");
        var papers = See(await (await Account.SignInAsync(_address, "clerk.one", Own)).GetAsync($"/api/cases/{number}/documents"))[
            "items"
        ]!.AsArray();
        papers.Count.ShouldBeGreaterThan(10, "acceptance, decisions, certificates, end, delivery");
        foreach (var paper in papers.Select(paper => paper!["number"]!.GetValue<string>()))
        {
            paper.ShouldStartWith("广审");
            See(await reader.OpenAsync("/api/documents/" + Uri.EscapeDataString(paper))).Html.ShouldContain("广安区政务服务大厅");
        }

        foreach (var path in new[] { $"/cases/{number}", $"/cases/{number}/receipt", "/window", "/cases" })
            See(await reader.OpenAsync(path));
        var administrator = await BrowserAsync("first.admin");
        foreach (
            var path in new[]
            {
                "/administration",
                "/administration/installation",
                "/administration/departments",
                "/administration/officers",
                "/administration/proposals",
                "/administration/items",
                "/administration/list",
                "/administration/list?Page=2",
                "/administration/list/" + NationalList.CodeOf(2),
                "/administration/materials",
                "/start",
            }
        )
            See(await administrator.OpenAsync(path));
        var designer = await BrowserAsync("designer.one");
        See(await designer.OpenAsync("/administration/list/" + NationalList.CodeOf(40))).Html.ShouldContain("go-live");
        See(await designer.OpenAsync("/import"));
        See(await manager.GetAsync("/api/figures/today"));
        var anybody = new Browser(_address);
        foreach (
            var path in new[]
            {
                "/",
                "/guide",
                "/guide/" + NationalList.CodeOf(NationalList.Joint),
                "/results",
                "/board",
                "/kiosk",
                "/rate",
            }
        )
            See(await anybody.OpenAsync(path));
        See(await anybody.SendAsync(await anybody.OpenAsync("/track"), "/track", "track", ("Number", number), ("Code", code)))
            .Html.ShouldContain("张*");
    }

    private Task<Browser> BrowserAsync(string userName) => Browser.SignInAsync(_address, userName, Own);

    private Task<Answer> ImportAsync(Account who, string kind, string csv) => SendAsync(who, kind, Encoding.UTF8.GetBytes(csv));

    private async Task<Answer> SendAsync(Account who, string path, byte[] file)
    {
        using var client = new HttpClient { BaseAddress = _address, Timeout = TimeSpan.FromMinutes(10) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", who.Token);
        using var content = new ByteArrayContent(file) { Headers = { ContentType = new("application/octet-stream") } };
        using var answer = await client.PostAsync("/api/imports/" + path, content, Cancellation);
        return See(new Answer((int)answer.StatusCode, null, await answer.Content.ReadAsStringAsync(Cancellation)));
    }

    private Answer See(Answer answer)
    {
        answer.Status.ShouldBeInRange(200, 299, answer.Text[..Math.Min(3_000, answer.Text.Length)]);
        _seen.Append(answer.Text);
        return answer;
    }

    private Page See(Page page)
    {
        page.Status.ShouldBe(System.Net.HttpStatusCode.OK, page.Address + page.Html[..Math.Min(1_500, page.Html.Length)]);
        _seen.Append(page.Html);
        return page;
    }

    private static JsonObject Installation() =>
        new()
        {
            ["region"] = OtherDistrict.Region,
            ["regionName"] = "四川省广安市广安区",
            ["district"] = "广安区",
            ["districtEn"] = "Guang'an District",
            ["centre"] = "广安区政务服务大厅",
            ["centreEn"] = "Service Hall of Guang'an",
            ["documentPrefix"] = "广审",
            ["publicAddress"] = "https://hall.example",
        };
}
