using System.Text.Json.Nodes;
using ParallelApproval.Testing;

namespace ParallelApproval.Web;

/// <summary>Entering the days of a year from the notice, and the days that a body keeps by itself.</summary>
public sealed class CalendarsTests(FrontDoor door) : IClassFixture<FrontDoor>
{
    // 2027 as its notice may order it: six weekend days given back.
    private const string Notice = """
        {"year":2027,"status":"published","noticeNumber":"国办发明电〔2026〕9号","holidays":[
            {"name":"元旦","nameEn":"New Year's Day","from":"2027-01-01","to":"2027-01-03"},
            {"name":"春节","nameEn":"Spring Festival","from":"2027-02-05","to":"2027-02-11"},
            {"name":"清明节","nameEn":"Tomb-Sweeping Day","from":"2027-04-03","to":"2027-04-05"},
            {"name":"劳动节","nameEn":"Labour Day","from":"2027-05-01","to":"2027-05-05"},
            {"name":"端午节","nameEn":"Dragon Boat Festival","from":"2027-06-09","to":"2027-06-09"},
            {"name":"中秋节","nameEn":"Mid-Autumn Festival","from":"2027-09-15","to":"2027-09-15"},
            {"name":"国庆节","nameEn":"National Day","from":"2027-10-01","to":"2027-10-07"}],
         "makeUpDays":["2027-02-20","2027-02-21","2027-05-08","2027-10-09"]}
        """;

    [Fact]
    public async Task A_notice_is_in_force_when_a_second_person_has_entered_the_same_days()
    {
        var (first, second) = (await door.AsAsync("admin"), await door.AsAsync("admin2"));
        (await first.GetAsync("/api/calendars/2027"))["status"]!.GetValue<string>().ShouldBe("provisional");

        var entered = await first.PutAsync("/api/calendars/2027", JsonNode.Parse(Notice)!);
        entered.Status.ShouldBe(200, entered.Text);
        entered["inForce"]!.GetValue<bool>().ShouldBeFalse();
        (await first.PutAsync("/api/calendars/2027", JsonNode.Parse(Notice)!))["inForce"]!.GetValue<bool>().ShouldBeFalse("the same person twice is one person");
        (await first.GetAsync("/api/calendars/2027"))["status"]!.GetValue<string>().ShouldBe("provisional");

        (await second.PutAsync("/api/calendars/2027", JsonNode.Parse(Notice)!)).ShouldSatisfyAllConditions(
            answer => answer["inForce"]!.GetValue<bool>().ShouldBeTrue(answer.Text), answer => answer["enteredBy"]!.GetValue<string>().ShouldBe("admin"));
        (await first.GetAsync("/api/calendars/2027"))["status"]!.GetValue<string>().ShouldBe("published");
        (await first.GetAsync("/api/calendars/due?from=2027-02-04&days=1"))["due"]!.GetValue<string>().ShouldBe("2027-02-12");
    }

    [Theory]
    [InlineData("""{"year":2027,"status":"published","noticeNumber":"x","holidays":[{"name":"元旦","nameEn":"New Year","from":"2027-01-01","to":"2027-01-03"}],"makeUpDays":["2027-01-02"]}""")]
    [InlineData("""{"year":2027,"status":"published","noticeNumber":"x","holidays":[{"name":"元旦","nameEn":"New Year","from":"2027-01-03","to":"2027-01-01"}],"makeUpDays":[]}""")]
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
        var kept = await admin.PutAsync("/api/calendars/2026/local-days/TJJ", JsonNode.Parse("""{"days":[{"date":"2026-12-25","isWorking":false,"reason":"停电检修"}],"basis":"莲政办〔2026〕12号"}""")!);
        kept.Status.ShouldBe(200, kept.Text);
        kept["areas"]!.AsArray().Select(area => area!.GetValue<string>()).ShouldBe(["TJJ"]);

        var refused = await admin.PutAsync("/api/calendars/2026/local-days/NOBODY", JsonNode.Parse("""{"days":[],"basis":"x"}""")!);
        (refused.Status, refused["code"]!.GetValue<string>()).ShouldBe((400, "area_unknown"));
        (await (await door.AsAsync("clerk")).PutAsync("/api/calendars/2026/local-days/TJJ", JsonNode.Parse("""{"days":[],"basis":"x"}""")!)).Status.ShouldBe(403);
    }
}
