using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Events;
using ParallelApproval.Testing;

namespace ParallelApproval.Web;

/// <summary>
/// The product in another district than the sample's: 广安区. Its numbers and papers carry its region and names, and nothing of the sample's.
/// </summary>
public sealed class OtherDistrictTests(TestCluster cluster)
{
    private static readonly string[] Foreign = ["610104", "莲湖", "莲审"];

    private readonly StringBuilder _seen = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task From_the_first_receipt_to_the_public_everything_is_of_that_district()
    {
        await using var database = await cluster.CopyAsync(OtherDistrict.Template, Cancellation);
        await using var app = await FrontDoor.OpenAsync(database.Source, "Production", Cancellation);
        await app.StartAsync(Cancellation);
        var address = new Uri(app.Urls.Single());
        Task<Account> As(string userName) => Account.SignInAsync(address, userName, "Demo#2026");
        var (admin, clerk) = (await As("admin"), await As("clerk"));

        var tooEarly = await clerk.PostAsync("/api/cases", Application());
        (tooEarly.Status, tooEarly.Code).ShouldBe((409, "installation_not_set_up"));
        (await admin.PutAsync("/api/installation?expectedRevision=0", Installation("5116"))).Code.ShouldBe("installation_region_malformed");
        (await clerk.PutAsync("/api/installation?expectedRevision=0", Installation(OtherDistrict.Region))).Status.ShouldBe(403);
        var set = await admin.PutAsync("/api/installation?expectedRevision=0", Installation(OtherDistrict.Region));
        (set.Status, set["inForce"]!.GetValue<bool>()).ShouldBe((200, true), set.Text);

        var receipt = See(await clerk.PostAsync("/api/cases", Application()));
        var (number, code) = (receipt["caseNumber"]!.GetValue<string>(), receipt["queryCode"]!.GetValue<string>());
        number.ShouldStartWith(OtherDistrict.Region);
        foreach (var (department, at) in Catering.Departments.Select((department, at) => (department, at + 1)))
        {
            var approver = await As("approver-" + department);
            See(await approver.GetAsync("/api/tasks")).Text.ShouldContain(number);
            See(await approver.DecideAsync(Catering.Task(number, at), Catering.Approval()));
        }

        See(await clerk.PostAsync($"/api/cases/{number}/delivery"));
        while (await app.Services.GetRequiredService<Relay>().RunOnceAsync(Cancellation) is not { IsAll: true, Told: 0 })
            await Task.Yield();

        var papers = See(await clerk.GetAsync($"/api/cases/{number}/documents"))["items"]!.AsArray();
        papers.Count.ShouldBeGreaterThan(15, "acceptance, copies, decisions, certificates, end, delivery");
        var reader = await Browser.SignInAsync(address, "clerk");
        foreach (var paper in papers.Select(paper => paper!["number"]!.GetValue<string>()))
        {
            paper.ShouldStartWith("广审");
            var page = See(await reader.OpenAsync("/api/documents/" + Uri.EscapeDataString(paper)));
            page.Html.ShouldContain("广安区政务服务大厅");
            page.Html.ShouldContain(number);
        }

        foreach (var path in new[] { $"/cases/{number}", $"/cases/{number}/receipt", "/window", "/cases", "/figures", "/board", "/" })
            See(await reader.OpenAsync(path), mayBeShut: true);
        var manager = await Browser.SignInAsync(address, "manager");
        foreach (var path in new[] { "/figures", "/administration", "/administration/installation", "/administration/departments" })
            See(await manager.OpenAsync(path));
        (await manager.OpenAsync("/figures")).Html.ShouldContain("Service Hall of Guang");
        See(await manager.OpenAsync("/administration/windows")).Html.ShouldContain("Township");

        var anybody = new Browser(address);
        foreach (var path in new[] { "/", "/guide", "/guide/511602-YJS-001", "/results", "/board", "/kiosk", "/rate", "/complain" })
            See(await anybody.OpenAsync(path));
        var tracked = See(
            await anybody.SendAsync(await anybody.OpenAsync("/track"), "/track", "track", ("Number", number), ("Code", code))
        );
        tracked.Html.ShouldContain("张*");
        See(await clerk.GetAsync($"/api/cases/{number}"));
        See(await (await As("manager")).GetAsync("/api/figures/today"));
        (await app.Services.NoticesAsync(notice => notice.Recipient == "", Cancellation))[0].Text.ShouldStartWith("【广安区政务服务大厅】");
        foreach (var word in Foreign)
            _seen.ToString().ShouldNotContain(word);
    }

    private Answer See(Answer answer)
    {
        answer.Status.ShouldBeInRange(200, 299, answer.Text);
        _seen.Append(answer.Text);
        return answer;
    }

    private Page See(Page page, bool mayBeShut = false)
    {
        if (!mayBeShut || page.Status != HttpStatusCode.Forbidden)
            page.Status.ShouldBe(HttpStatusCode.OK, page.Address + page.Html[..Math.Min(1500, page.Html.Length)]);
        _seen.Append(page.Html);
        return page;
    }

    private static JsonObject Installation(string region) =>
        new()
        {
            ["region"] = region,
            ["regionName"] = "四川省广安市广安区",
            ["district"] = "广安区",
            ["districtEn"] = "Guang'an District",
            ["centre"] = "广安区政务服务大厅",
            ["centreEn"] = "Service Hall of Guang'an",
            ["documentPrefix"] = "广审",
            ["publicAddress"] = "https://hall.example",
            ["tiers"] = new JsonObject
            {
                ["district"] = "区",
                ["districtEn"] = "District",
                ["street"] = "乡镇",
                ["streetEn"] = "Township",
                ["community"] = "村",
                ["communityEn"] = "Village",
            },
        };

    // Born in 1890: nobody's number.
    private static JsonNode Application() =>
        JsonNode.Parse(
            Catering
                .Application(accept: true)
                .ToJsonString()
                .Replace("61010418900101003X", "511602189001010031", StringComparison.Ordinal)
                .Replace("610104", OtherDistrict.Region, StringComparison.Ordinal)
                .Replace("\\u83B2\\u6E56", "\\u5E7F\\u5B89", StringComparison.Ordinal)
        )!;
}
