using System.Text.Json.Nodes;
using ParallelApproval.Testing;

namespace ParallelApproval.Web;

/// <summary>A notice as it comes: read in its own words, amended, amended back, and what no notice can mean.</summary>
public sealed class NoticesOfYearsTests(FrontDoor door) : IClassFixture<FrontDoor>
{
    [Fact]
    public async Task The_words_of_a_notice_are_read_and_enter_nothing()
    {
        var admin = await door.AsAsync("admin");
        var read = await ReadAsync(
            admin,
            "一、元旦：1月1日（周五）至3日（周日）放假调休，共3天。二、春节：2月5日至11日放假调休，共7天。2月20日（周六）、2月21日（周日）上班。"
        );
        read.Status.ShouldBe(200, read.Text);
        var days = read["days"]!;
        days["holidays"]!.AsArray().Select(holiday => holiday!["from"]!.GetValue<string>()).ShouldBe(["2027-01-01", "2027-02-05"]);
        days["makeUpDays"]!.AsArray().Select(day => day!.GetValue<string>()).ShouldBe(["2027-02-20", "2027-02-21"]);
        read["difference"]!["newMakeUp"]!.AsArray().Count.ShouldBe(2);
        read["workingDays"]!.GetValue<int>().ShouldBeInRange(240, 255);
        (await admin.GetAsync("/api/calendars/waiting"))["items"]!.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("2月29日放假。", "noSuchDay")]
    [InlineData("2月11日至5日放假。", "reversed")]
    [InlineData("1月1日（周一）放假。", "weekdayDiffers")]
    [InlineData("1月1日至3日放假，共4天。", "countDiffers")]
    public async Task What_does_not_fit_in_the_words_is_said_in_both_languages(string text, string oddity)
    {
        var admin = await door.AsAsync("admin");
        var read = await ReadAsync(admin, text);
        read.Status.ShouldBe(200, read.Text);
        var warning = read["warnings"]!.AsArray().First(found => found!["kind"]!.GetValue<string>() == oddity)!;
        warning["message"]!.GetValue<string>().ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"text":null}""")]
    [InlineData("""{"text":""}""")]
    [InlineData("""{"text":7}""")]
    public async Task Words_that_are_none_are_refused(string body)
    {
        var refused = await (await door.AsAsync("admin")).PostAsync("/api/calendars/2027/read", JsonNode.Parse(body)!);
        refused.Status.ShouldBe(400, refused.Text);
    }

    [Fact]
    public async Task A_day_both_off_and_worked_is_refused_when_it_is_read_and_when_it_is_entered()
    {
        var admin = await door.AsAsync("admin");
        var read = await ReadAsync(admin, "1月1日至3日放假。1月2日（周六）上班。");
        (read.Status, read["code"]!.GetValue<string>()).ShouldBe((400, "calendar_year_unsound"), read.Text);
        var entered = await admin.PutAsync(
            "/api/calendars/2027",
            JsonNode.Parse("""{"year":2027,"noticeNumber":"x","off":["2027-01-01","2027-01-02"],"worked":["2027-01-02"]}""")!
        );
        (entered.Status, entered["code"]!.GetValue<string>()).ShouldBe((400, "calendar_year_unsound"), entered.Text);
    }

    [Fact]
    public async Task The_last_of_February_is_a_day_of_leap_years_only()
    {
        var admin = await door.AsAsync("admin");
        var leap = await ReadAsync(admin, "2月29日（周二）放假。", 2028);
        leap.Status.ShouldBe(200, leap.Text);
        leap["days"]!["holidays"]![0]!["from"]!.GetValue<string>().ShouldBe("2028-02-29");
        var plain = await ReadAsync(admin, "2月29日放假。");
        plain["days"].ShouldBeNull();
    }

    [Fact]
    public async Task A_year_entered_twice_amended_and_amended_back_is_what_it_was()
    {
        var (first, second) = (await door.AsAsync("admin"), await door.AsAsync("admin2"));
        const string notice = """{"year":2026,"noticeNumber":"NUMBER","amends":"国办发明电〔2025〕7号","off":[OFF],"worked":[WORKED]}""";
        const string due = "/api/calendars/due?from=2026-12-30&days=1";
        var before = (await first.GetAsync("/api/calendars/2026"))["makeUpDays"]!.ToJsonString();
        (await first.GetAsync(due))["due"]!.GetValue<string>().ShouldBe("2026-12-31");

        var amended = JsonNode.Parse(notice.Replace("NUMBER", "改1").Replace("OFF", "\"2026-12-31\"").Replace("WORKED", "\"2026-12-26\""))!;
        await EnterAsync(amended);
        (await first.GetAsync(due))["due"]!.GetValue<string>().ShouldNotBe("2026-12-31");
        var again = await first.PutAsync("/api/calendars/2026", amended);
        (again.Status, again["inForce"]!.GetValue<bool>()).ShouldBe((200, true), "what is in force already needs no second person");
        (await first.GetAsync("/api/calendars/waiting"))["items"]!.AsArray().ShouldBeEmpty();

        await EnterAsync(
            JsonNode.Parse(notice.Replace("NUMBER", "改2").Replace("OFF", "\"2026-12-26\"").Replace("WORKED", "\"2026-12-31\""))!
        );
        (await first.GetAsync(due))["due"]!.GetValue<string>().ShouldBe("2026-12-31");
        (await first.GetAsync("/api/calendars/2026"))["makeUpDays"]!.ToJsonString().ShouldBe(before);

        async Task EnterAsync(JsonNode days)
        {
            var entered = await first.PutAsync("/api/calendars/2026", days);
            (entered.Status, entered["inForce"]!.GetValue<bool>()).ShouldBe((200, false), entered.Text);
            (await second.GetAsync("/api/calendars/waiting"))["items"]!.AsArray().Count.ShouldBe(1);
            (await (await Browser.SignInAsync(door.Address, "admin2")).OpenAsync("/administration/calendars/2026")).Html.ShouldContain(
                "12-31"
            );
            (await second.PutAsync("/api/calendars/2026", days))["inForce"]!.GetValue<bool>().ShouldBeTrue();
        }
    }

    private static Task<Answer> ReadAsync(Account account, string text, int year = 2027) =>
        account.PostAsync($"/api/calendars/{year}/read", new JsonObject { ["text"] = text });
}
