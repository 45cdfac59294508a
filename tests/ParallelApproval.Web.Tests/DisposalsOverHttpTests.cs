using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Disposals;

namespace ParallelApproval.Web;

/// <summary>鉴定销毁 by HTTP: who may, and that every door answers clearly once a file is gone.</summary>
public sealed class DisposalsOverHttpTests(FrontDoor door) : IClassFixture<FrontDoor>
{
    private const string Gone = "case_disposed";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_goes_by_two_persons_and_every_door_says_that_it_is_gone()
    {
        var (number, code) = await WithdrawnAsync();
        var papers = (await (await door.AsAsync("clerk")).GetAsync($"/api/cases/{number}/documents"))["items"]!.AsArray();
        var paper = papers[0]!["number"]!.GetValue<string>();
        var refused = await (await door.AsAsync("manager")).PostAsync("/api/disposals", List(number));
        (refused.Status, refused.Code).ShouldBe((409, "disposal_not_due"));
        foreach (var nobody in (string[])["clerk", "approver-SYJ", "designer", "admin", "supervisor"])
            (await (await door.AsAsync(nobody)).PostAsync("/api/disposals", List(number))).Status.ShouldBe(403, nobody);

        (
            await (await door.AsAsync("admin")).PostAsync("/api/demo/clock", new JsonObject { ["to"] = "2032-01-02T10:00:00+08:00" })
        ).Status.ShouldBe(200);
        foreach (var ended in (string[])["clerk", "approver-SYJ", "designer", "admin", "supervisor", "manager", "security"])
            door.Forget(ended);
        await door.App.Services.GetRequiredService<FindDueCases>().RunOnceAsync(Stop);
        var manager = await door.AsAsync("manager");
        (await manager.GetAsync("/api/disposals/due?year=1800")).Status.ShouldBe(400);
        (await manager.GetAsync("/api/disposals/due?limit=0")).Status.ShouldBe(400);
        var due = await manager.GetAsync("/api/disposals/due");
        due["items"]!.AsArray().ShouldContain(line => line!["caseNumber"]!.GetValue<string>() == number);

        var hold = await manager.PostAsync(
            $"/api/cases/{number}/disposal-hold",
            new JsonObject { ["ground"] = "lawsuit", ["reason"] = "法院已受理。" }
        );
        hold.Status.ShouldBe(200, hold.Text);
        (await manager.PostAsync("/api/disposals", List(number))).Code.ShouldBe("disposal_held");
        var page = await (await Browser.SignInAsync(door.Address, "manager")).OpenAsync("/disposals");
        page.Html.ShouldContain(number);
        (
            await manager.PostAsync(
                $"/api/disposals/holds/{hold["id"]!.GetValue<string>()}/lifting",
                new JsonObject { ["reason"] = "判决已生效。" }
            )
        ).Status.ShouldBe(200);
        var waits = await manager.PostAsync("/api/disposals", List(number));
        waits.Code.ShouldBe("waits_for_second_person");
        (await manager.PostAsync("/api/disposals", List("no number"))).Status.ShouldBe(400);
        var proposal = (await (await door.AsAsync("security")).GetAsync("/api/proposals"))["items"]!.AsArray()[0]![
            "id"
        ]!.GetValue<string>();
        (await (await door.AsAsync("security")).PostAsync($"/api/proposals/{proposal}/confirmation")).Status.ShouldBe(200);
        (await door.App.Services.GetRequiredService<CarryOutDisposals>().RunOnceAsync(Stop)).ShouldBe(1);

        await NobodyIsToldAsync(number, code, paper);
        var register = await manager.GetAsync("/api/disposals/register.csv");
        register.Status.ShouldBe(200);
        register.Text.ShouldContain(number);
        (await manager.GetAsync("/api/disposals?list=2032-001"))["items"]!.AsArray().Count.ShouldBe(1);
        (await (await door.AsAsync("auditor")).GetAsync("/api/audit/verification"))["holds"]!.GetValue<bool>().ShouldBeTrue();
    }

    private async Task<(string Number, string Code)> WithdrawnAsync()
    {
        var clerk = await door.AsAsync("clerk");
        var receipt = await clerk.PostAsync("/api/cases", Catering.Application(accept: true));
        var number = receipt["caseNumber"]!.GetValue<string>();
        (await (await door.AsAsync("manager")).PostAsync("/api/disposals", List(number))).Code.ShouldBe("disposal_case_open");
        (await clerk.PostAsync($"/api/cases/{number}/withdrawal")).Status.ShouldBe(200);
        await door.HearAsync();
        return (number, receipt["queryCode"]!.GetValue<string>());
    }

    private async Task NobodyIsToldAsync(string number, string code, string paper)
    {
        var clerk = await door.AsAsync("clerk");
        (string Path, Account By, int Status)[] doors =
        [
            ($"/api/public/cases/{number}?code={code}", door.Anonymous, 409),
            ($"/api/documents/{Uri.EscapeDataString(paper)}", clerk, 409),
            ($"/api/documents/{Uri.EscapeDataString(paper)}.pdf", clerk, 409),
            ($"/api/cases/{number}", clerk, 200),
            ($"/api/cases/{number}/documents", clerk, 200),
            ($"/api/cases/{number}/scans", clerk, 200),
            ($"/api/cases?search={Uri.EscapeDataString("张三")}", clerk, 200),
            ($"/api/public/results?search={number}", door.Anonymous, 200),
        ];
        foreach (var (path, by, status) in doors)
        {
            var answer = await by.GetAsync(path);
            answer.Status.ShouldBe(status, path + " " + answer.Text);
            if (status == 409)
                answer.Code.ShouldBe(Gone, path);
            answer.Text.ShouldNotContain("张三", customMessage: path);
            answer.Text.ShouldNotContain("610104189001010", customMessage: path);
        }

        await PagesAsync(number, code, paper);
        (await clerk.PostAsync($"/api/cases/{number}/withdrawal")).Code.ShouldBe(Gone);
        (await clerk.PostAsync($"/api/cases/{number}/delivery")).Code.ShouldBe(Gone);
        (await clerk.PostAsync($"/api/cases/{number}/applicant/disclosure", new JsonObject { ["reason"] = "来电核对" })).Code.ShouldBe(
            Gone
        );
        (
            await door.Anonymous.PostAsync(
                "/api/public/complaints",
                new JsonObject
                {
                    ["subject"] = "delay",
                    ["words"] = "太慢。",
                    ["caseNumber"] = number,
                    ["queryCode"] = code,
                }
            )
        ).Status.ShouldBeInRange(400, 499);
    }

    private async Task PagesAsync(string number, string code, string paper)
    {
        var staff = await Browser.SignInAsync(door.Address, "clerk");
        foreach (var path in (string[])[$"/cases/{number}", $"/cases/{number}/clocks"])
        {
            var page = await staff.OpenAsync(path);
            ((int)page.Status).ShouldBe(200, path);
            page.Html.ShouldNotContain("张三", customMessage: path);
        }

        (await staff.OpenAsync($"/cases/{number}")).Html.ShouldContain("The file was destroyed on");
        var anybody = new Browser(door.Address);
        var track = await anybody.SendAsync(await anybody.OpenAsync("/track"), "/track", "track", ("Number", number), ("Code", code));
        track.Html.ShouldContain("was destroyed on");
        track.Html.ShouldNotContain("张");
        var printed = await door.Database.AskAsync<string>($"SELECT code FROM documents WHERE number = '{paper}'", Stop);
        (await anybody.OpenAsync($"/verify?Number={Uri.EscapeDataString(paper)}&Code={printed}")).Html.ShouldContain("was destroyed on");
    }

    private static JsonObject List(params string[] numbers) =>
        new() { ["cases"] = new JsonArray([.. numbers.Select(number => (JsonNode)number)]), ["opinion"] = "已无保存价值。" };
}
