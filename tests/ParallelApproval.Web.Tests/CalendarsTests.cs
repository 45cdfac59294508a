using System.Text.Json.Nodes;
using ParallelApproval.Testing;

namespace ParallelApproval.Web;

/// <summary>Entering the days of a year from the notice, and the days that a body keeps by itself.</summary>
public sealed class CalendarsTests(FrontDoor door) : IClassFixture<FrontDoor>
{
    [Fact]
    public async Task A_notice_is_in_force_when_a_second_person_has_entered_the_same_days()
    {
        var (first, second) = (await door.AsAsync("admin"), await door.AsAsync("admin2"));
        (await first.GetAsync("/api/calendars/2027"))["status"]!.GetValue<string>().ShouldBe("provisional");

        var entered = await first.PutAsync("/api/calendars/2027", JsonNode.Parse(NoticeOf2027.Json)!);
        entered.Status.ShouldBe(200, entered.Text);
        entered["inForce"]!.GetValue<bool>().ShouldBeFalse();
        (await first.PutAsync("/api/calendars/2027", JsonNode.Parse(NoticeOf2027.Json)!))["inForce"]!
            .GetValue<bool>()
            .ShouldBeFalse("the same person twice is one person");
        (await first.GetAsync("/api/calendars/2027"))["status"]!.GetValue<string>().ShouldBe("provisional");

        (await second.PutAsync("/api/calendars/2027", JsonNode.Parse(NoticeOf2027.Json)!)).ShouldSatisfyAllConditions(
            answer => answer["inForce"]!.GetValue<bool>().ShouldBeTrue(answer.Text),
            answer => answer["enteredBy"]!.GetValue<string>().ShouldBe("admin")
        );
        (await first.GetAsync("/api/calendars/2027"))["status"]!.GetValue<string>().ShouldBe("published");
        (await first.GetAsync("/api/calendars/due?from=2027-02-04&days=1"))["due"]!.GetValue<string>().ShouldBe("2027-02-12");
    }

    [Theory]
    [InlineData(
        """{"year":2027,"status":"published","noticeNumber":"x","holidays":[{"name":"元旦","nameEn":"New Year","from":"2027-01-01","to":"2027-01-03"}],"""
            + """ "makeUpDays":["2027-01-02"]}"""
    )]
    [InlineData(
        """{"year":2027,"status":"published","noticeNumber":"x","holidays":[{"name":"元旦","nameEn":"New Year","from":"2027-01-03","to":"2027-01-01"}],"""
            + """ "makeUpDays":[]}"""
    )]
    public async Task A_day_that_is_both_off_and_working_is_refused(string notice)
    {
        var refused = await (await door.AsAsync("admin")).PutAsync("/api/calendars/2027", JsonNode.Parse(notice)!);
        refused.Status.ShouldBe(400, refused.Text);
        refused["code"]!.GetValue<string>().ShouldBe("calendar_year_unsound");
    }

    [Fact]
    public async Task A_street_keeps_a_day_of_its_own_once_two_persons_have_named_it()
    {
        var (admin, second) = (await door.AsAsync("admin"), await door.AsAsync("admin2"));
        var body = JsonNode.Parse(
            """{"days":[{"date":"2027-12-24","isWorking":false,"reason":"停电检修"}],"basis":"莲政办〔2026〕12号"}"""
        )!;
        const string address = "/api/calendars/2027/local-days/TJJ";
        const string due = "/api/calendars/due?from=2027-12-23&days=1";

        var look = await admin.PostAsync(address + "/preview", body);
        look.Status.ShouldBe(200, look.Text);
        (look["inForce"]!.GetValue<bool>(), look["areas"]![0]!.GetValue<string>()).ShouldBe((false, "TJJ"));
        (await admin.GetAsync("/api/calendars/local-days/waiting"))["items"]!.AsArray().ShouldBeEmpty("a look enters nothing");

        foreach (var _ in (int[])[1, 2])
            (await admin.PutAsync(address, body)).ShouldSatisfyAllConditions(
                kept => kept.Status.ShouldBe(200, kept.Text),
                kept => kept["inForce"]!.GetValue<bool>().ShouldBeFalse("the same person twice is one person")
            );
        var waiting = (await second.GetAsync("/api/calendars/local-days/waiting"))["items"]!.AsArray().ShouldHaveSingleItem()!;
        waiting["enteredBy"]!.GetValue<string>().ShouldBe("admin");
        (await admin.GetAsync(due + "&area=TJJ"))["due"]!.GetValue<string>().ShouldBe("2027-12-24");
        (await (await Browser.SignInAsync(door.Address, "admin")).OpenAsync("/administration/calendars/2027")).Html.ShouldContain(
            "停电检修"
        );

        var confirmed = await second.PutAsync(address, body);
        (confirmed["inForce"]!.GetValue<bool>(), confirmed["enteredBy"]!.GetValue<string>()).ShouldBe((true, "admin"));
        confirmed["areas"]!.AsArray().Select(area => area!.GetValue<string>()).ShouldBe(["TJJ"]);
        (await admin.GetAsync(due + "&area=TJJ"))["due"]!.GetValue<string>().ShouldBe("2027-12-27");
        (await admin.GetAsync(due + "&area=GSJ"))["due"]!.GetValue<string>().ShouldBe("2027-12-24");
        (await admin.GetAsync(due))["due"]!.GetValue<string>().ShouldBe("2027-12-24");
        (await admin.GetAsync("/api/calendars/local-days/waiting"))["items"]!.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("2027/local-days/NOBODY", """{"days":[],"basis":"x"}""", "area_unknown", "area")]
    [InlineData(
        "2026/local-days/TJJ",
        """{"days":[{"date":"2026-01-05","isWorking":false,"reason":"x"}],"basis":"x"}""",
        "local_day_past",
        "days[0].date"
    )]
    [InlineData(
        "2027/local-days/TJJ",
        """{"days":[{"date":"2026-12-25","isWorking":false,"reason":"x"}],"basis":"x"}""",
        "local_day_of_other_year",
        "days[0].date"
    )]
    [InlineData(
        "2027/local-days/TJJ",
        """{"days":[{"date":"2027-12-25","isWorking":false,"reason":""}],"basis":"x"}""",
        "local_day_without_reason",
        "days[0].reason"
    )]
    [InlineData("2027/local-days/TJJ", """{"days":[],"basis":""}""", "local_day_without_reason", "basis")]
    public async Task Local_days_that_make_no_sense_are_refused_when_looked_at_and_when_entered(
        string path,
        string body,
        string code,
        string field
    )
    {
        var admin = await door.AsAsync("admin");
        foreach (
            var refused in (Answer[])
                [
                    await admin.PostAsync($"/api/calendars/{path}/preview", JsonNode.Parse(body)!),
                    await admin.PutAsync($"/api/calendars/{path}", JsonNode.Parse(body)!),
                ]
        )
        {
            (refused.Status, refused["code"]!.GetValue<string>()).ShouldBe((400, code), refused.Text);
            refused.Text.ShouldContain(field);
        }

        (await admin.GetAsync("/api/calendars/local-days/waiting"))["items"]!.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("2027/local-days/TJJ", "{}")]
    [InlineData("2027/local-days/TJJ", """{"days":null,"basis":"x"}""")]
    [InlineData("2027/local-days/TJJ", """{"days":[null],"basis":"x"}""")]
    [InlineData("2027/local-days/TJJ", """{"days":[{"date":"2027-02-29","isWorking":false,"reason":"x"}],"basis":"x"}""")]
    [InlineData("2027", """{"year":2027,"noticeNumber":"x","off":["2027-02-29"]}""")]
    [InlineData("2027", """{"year":2027,"noticeNumber":"x","holidays":[null]}""")]
    [InlineData("2027", """{"year":2027,"noticeNumber":"x"}""")]
    public async Task What_is_no_calendar_is_told_beside_its_field(string path, string body)
    {
        var refused = await (await door.AsAsync("admin")).PutAsync("/api/calendars/" + path, JsonNode.Parse(body)!);
        refused.Status.ShouldBe(400, refused.Text);
        refused["code"]!.GetValue<string>().ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Whoever_may_not_enter_days_may_not_look_at_what_they_would_move_either()
    {
        var clerk = await door.AsAsync("clerk");
        var body = JsonNode.Parse("""{"days":[],"basis":"x"}""")!;
        (await clerk.PutAsync("/api/calendars/2027/local-days/TJJ", body)).Status.ShouldBe(403);
        (await clerk.PostAsync("/api/calendars/2027/local-days/TJJ/preview", body)).Status.ShouldBe(403);
        (await clerk.GetAsync("/api/calendars/local-days/waiting")).Status.ShouldBe(403);
        (await clerk.PostAsync("/api/calendars/2027/read", JsonNode.Parse("""{"text":"x"}""")!)).Status.ShouldBe(403);
    }
}
