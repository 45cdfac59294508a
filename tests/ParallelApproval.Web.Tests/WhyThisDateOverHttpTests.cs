using System.Net;
using System.Text.Json.Nodes;

namespace ParallelApproval.Web;

/// <summary>Every date that staff or applicants see leads to its days.</summary>
[Collection<OneDoor>]
public sealed class WhyThisDateOverHttpTests(FrontDoor door)
{
    [Fact]
    public async Task Each_limit_names_its_days_and_the_days_of_the_holders_add_up()
    {
        var (number, _) = await ReceiveAsync();
        var sheet = await (await door.AsAsync("approver-syj")).GetAsync($"/api/cases/{number}/clocks");
        sheet.Status.ShouldBe(200, sheet.Text);
        var clock = sheet["clocks"]!.AsArray().First(line => Text(line!, "kind") == "promised" && line!["branch"]!.GetValue<int>() == 1)!;
        Text(clock, "start").ShouldBe("copied");
        var days = clock["days"]!.AsArray();
        Text(days[0]!, "fate").ShouldBe("start");
        Text(days[^1]!, "to").ShouldBe(Text(clock, "due"));
        days.Where(line => line!["firstCounted"] is not null)
            .Sum(line => line!["workingDays"]!.GetValue<int>())
            .ShouldBe(clock["budgetDays"]!.GetValue<int>());
        foreach (var held in sheet["daysHeld"]!.AsArray())
            held!["byHolder"]!.AsObject().Sum(holder => holder.Value!.GetValue<int>()).ShouldBe(held["workingDays"]!.GetValue<int>());
    }

    [Fact]
    public async Task Who_may_not_see_the_case_may_not_ask_why_either()
    {
        var (number, _) = await ReceiveAsync();
        (await (await door.AsAsync("approver-cgj")).GetAsync($"/api/cases/{number}/clocks")).Code.ShouldBe("case_not_found");
    }

    [Fact]
    public async Task Each_date_of_the_case_leads_to_its_place_on_the_page_of_reasons()
    {
        var (number, _) = await ReceiveAsync();
        var approver = await Browser.SignInAsync(door.Address, "approver-syj");
        var why = await approver.OpenAsync($"/cases/{number}/clocks");
        why.Status.ShouldBe(HttpStatusCode.OK);
        foreach (var page in (string[])[$"/cases/{number}", Catering.Task(number, 1)["/api".Length..], "/tasks"])
            (await approver.OpenAsync(page)).Html.ShouldContain($"/cases/{number}/clocks#promised-1", customMessage: page);
        why.Html.ShouldContain("id=\"promised-1\"");
        why.Html.ShouldContain("id=\"promised-0\"");
        why.Html.ShouldContain("Starting day, not counted");
    }

    [Fact]
    public async Task The_applicant_is_told_why_without_the_names_of_officers()
    {
        var (number, code) = await ReceiveAsync();
        var told = await (await door.AsAsync("clerk")).GetAsync($"/api/public/cases/{number}?code={code}");
        var clock = told["clocks"]!.AsArray().ShouldHaveSingleItem()!;
        Text(clock, "due").ShouldBe(told["promisedDue"]!.GetValue<string>());
        clock["days"]!.AsArray().ShouldAllBe(days => days!["enteredBy"] == null);
        var anybody = new Browser(door.Address);
        (
            await anybody.SendAsync(await anybody.OpenAsync("/track"), "/track", "track", ("Number", number), ("Code", code))
        ).Html.ShouldContain("Starting day, not counted");
    }

    [Fact]
    public async Task The_limits_of_an_order_and_of_a_complaint_lead_to_their_days_by_API_and_on_the_page()
    {
        var (supervisor, clerk) = (await door.AsAsync("supervisor"), await door.AsAsync("clerk"));
        var order = await supervisor.PostAsync(
            "/api/supervision/orders",
            new JsonObject
            {
                ["kind"] = "manual",
                ["department"] = "XZSP",
                ["facts"] = "群众反映排队过久。",
                ["demand"] = "查明原因并答复。",
            }
        );
        order.Status.ShouldBe(201, order.Text);
        var id = order["id"]!.GetValue<string>();
        (await supervisor.PostAsync($"/api/supervision/orders/{id}/issue")).Status.ShouldBe(200);
        var issued = await supervisor.GetAsync($"/api/supervision/orders/{id}");
        var limits = (await clerk.GetAsync($"/api/supervision/orders/{id}/limits"))["items"]!.AsArray();
        limits.Select(limit => Text(limit!, "kind")).ShouldBe(["orderReceipt", "orderReply"]);
        Text(limits[1]!, "dueAt").ShouldBe(Text(issued.Json!, "due"));
        Counted(limits[1]!).ShouldBe(limits[1]!["budgetDays"]!.GetValue<int>());
        (await (await door.AsAsync("approver-gsj")).GetAsync($"/api/supervision/orders/{id}/limits")).Code.ShouldBe("order_not_found");
        (
            await (await Browser.SignInAsync(door.Address, "supervisor")).OpenAsync($"/supervision/orders/{id}")
        ).Html.ShouldSatisfyAllConditions(
            html => html.ShouldContain("id=\"why-orderreply\""),
            html => html.ShouldContain("href=\"#why-orderreply\""),
            html => html.ShouldContain("4 office hours")
        );

        var lodged = await door.Anonymous.PostAsync(
            "/api/public/complaints",
            new JsonObject { ["subject"] = "attitude", ["words"] = "窗口无人" }
        );
        lodged.Status.ShouldBe(201, lodged.Text);
        var complaint = lodged["complaint"]!.GetValue<string>();
        var told = await door.Anonymous.GetAsync($"/api/public/complaints/{complaint}?code={lodged["code"]!.GetValue<string>()}");
        var answer = (await supervisor.GetAsync($"/api/complaints/{complaint}/limits"))["items"]!.AsArray().ShouldHaveSingleItem()!;
        (Text(answer, "due"), Counted(answer)).ShouldBe((told["answerDue"]!.GetValue<string>(), 5));
        told["why"]!.ToJsonString().ShouldBe(answer.ToJsonString());
        (await clerk.GetAsync($"/api/complaints/{complaint}/limits")).Status.ShouldBe(403);
        (await supervisor.GetAsync("/api/complaints/TS99999999/limits")).Code.ShouldBe("complaint_not_found");
        (await (await Browser.SignInAsync(door.Address, "supervisor")).OpenAsync($"/evaluation/complaints/{complaint}")).Html.ShouldContain(
            "id=\"why-complaintanswer\""
        );
    }

    [Fact]
    public async Task A_receipt_says_by_when_the_window_answers_and_how_that_day_comes_about()
    {
        var receipt = await (await door.AsAsync("clerk")).PostAsync("/api/cases", Catering.Application());
        receipt.Status.ShouldBe(201, receipt.Text);
        var page = await (await Browser.SignInAsync(door.Address, "clerk")).OpenAsync(
            $"/cases/{receipt["caseNumber"]!.GetValue<string>()}/receipt"
        );
        page.Html.ShouldContain("The window answers by");
        page.Html.ShouldContain("that day does not count");
    }

    private static int Counted(JsonNode limit) =>
        limit["days"]!.AsArray().Where(days => days!["firstCounted"] is not null).Sum(days => days!["workingDays"]!.GetValue<int>());

    private async Task<(string Number, string Code)> ReceiveAsync()
    {
        var receipt = await (await door.AsAsync("clerk")).PostAsync("/api/cases", Catering.Application(accept: true));
        receipt.Status.ShouldBe(201, receipt.Text);
        return (receipt["caseNumber"]!.GetValue<string>(), receipt["queryCode"]!.GetValue<string>());
    }

    private static string Text(JsonNode line, string field) => line[field]!.GetValue<string>();
}
