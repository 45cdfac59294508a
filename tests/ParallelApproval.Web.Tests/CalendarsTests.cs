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
    public async Task A_street_keeps_a_day_of_its_own()
    {
        var admin = await door.AsAsync("admin");
        var kept = await admin.PutAsync(
            "/api/calendars/2026/local-days/TJJ",
            JsonNode.Parse("""{"days":[{"date":"2026-12-25","isWorking":false,"reason":"停电检修"}],"basis":"莲政办〔2026〕12号"}""")!
        );
        kept.Status.ShouldBe(200, kept.Text);
        kept["areas"]!.AsArray().Select(area => area!.GetValue<string>()).ShouldBe(["TJJ"]);

        var refused = await admin.PutAsync("/api/calendars/2026/local-days/NOBODY", JsonNode.Parse("""{"days":[],"basis":"x"}""")!);
        (refused.Status, refused["code"]!.GetValue<string>()).ShouldBe((400, "area_unknown"));
        (
            await (await door.AsAsync("clerk")).PutAsync(
                "/api/calendars/2026/local-days/TJJ",
                JsonNode.Parse("""{"days":[],"basis":"x"}""")!
            )
        ).Status.ShouldBe(403);
    }
}
