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

    private async Task<(string Number, string Code)> ReceiveAsync()
    {
        var receipt = await (await door.AsAsync("clerk")).PostAsync("/api/cases", Catering.Application(accept: true));
        receipt.Status.ShouldBe(201, receipt.Text);
        return (receipt["caseNumber"]!.GetValue<string>(), receipt["queryCode"]!.GetValue<string>());
    }

    private static string Text(JsonNode line, string field) => line[field]!.GetValue<string>();
}
