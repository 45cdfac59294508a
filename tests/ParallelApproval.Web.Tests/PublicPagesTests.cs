using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace ParallelApproval.Web;

/// <summary>The pages for the public, without JavaScript, in both languages.</summary>
public sealed class PublicPagesTests(FrontDoor door) : IClassFixture<FrontDoor>
{
    private readonly Browser _anybody = new(door.Address);

    [Fact]
    public async Task An_item_is_found_by_theme_by_name_and_by_pinyin_initials_and_its_guide_shows_the_nine_fields()
    {
        var all = await _anybody.OpenAsync("/guide");
        all.Html.ShouldContain("/guide/" + Catering.ItemCode);
        (await _anybody.OpenAsync("/guide?Search=ktcdlzlb")).Html.ShouldNotContain("/guide/" + Catering.ItemCode);
        (await _anybody.OpenAsync("/guide?Search=" + Uri.EscapeDataString("餐"))).Html.ShouldContain("/guide/" + Catering.ItemCode);
        (await _anybody.OpenAsync("/guide?Search=610104-YJS-900")).Html.ShouldNotContain("/guide/610104-YJS-900");

        var guide = await _anybody.OpenAsync("/guide/" + Catering.ItemCode);
        foreach (
            var name in new[]
            {
                "Service",
                "Legal basis",
                "Conditions",
                "Papers",
                "Procedure",
                "Promised time",
                "Fees",
                "Results",
                "Complaints",
            }
        )
            guide.Html.ShouldContain($">{name}</dt>");
        (await _anybody.OpenAsync("/guide/nothing")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_applicant_rates_by_pages_alone()
    {
        var (number, code) = await door.FinishAsync();
        var services = await _anybody.SendAsync(
            await _anybody.OpenAsync("/rate?No=" + number),
            "/rate",
            "rate-find",
            ("Number", number),
            ("Code", code)
        );
        services.Html.ShouldContain("The whole matter");
        var badly = await _anybody.SendAsync(
            services,
            "/rate",
            "rate",
            ("RateNumber", number),
            ("RateCode", code),
            ("Grade", "Dissatisfied"),
            ("Comment", "慢")
        );
        badly.Html.ShouldContain("to say why");
        badly.Html.ShouldContain("慢");
        var rated = await _anybody.SendAsync(
            badly,
            "/rate",
            "rate",
            ("RateNumber", number),
            ("RateCode", code),
            ("Grade", "Dissatisfied"),
            ("Reasons", "TooSlow"),
            ("Reasons", "Attitude")
        );
        rated.Html.ShouldContain("your rating has been recorded");
        rated.Html.ShouldContain("will call you by");
        rated.Html.ShouldNotContain(">The whole matter <");
        (
            await door.Database.AskAsync<string[]>(
                "SELECT reasons FROM ratings ORDER BY rated_at DESC LIMIT 1",
                TestContext.Current.CancellationToken
            )
        ).ShouldBe(["TooSlow", "Attitude"]);
    }

    [Fact]
    public async Task A_wrong_code_is_told_in_words()
    {
        var (number, _) = await door.FinishAsync();
        (
            await _anybody.SendAsync(await _anybody.OpenAsync("/rate"), "/rate", "rate-find", ("Number", number), ("Code", "x"))
        ).Html.ShouldContain("do not belong together");
    }

    [Fact]
    public async Task A_complaint_sent_twice_by_a_double_click_is_one_and_is_read_with_its_code()
    {
        var form = await _anybody.OpenAsync("/complain?Against=SYJ");
        form.Html.ShouldContain("value=\"SYJ\" selected");
        (string, string)[] fields =
        [
            ("Key", Guid.NewGuid().ToString("N")),
            ("Subject", "Delay"),
            ("AgainstChosen", "SYJ"),
            ("Words", "等了一个月"),
        ];
        var both = await Task.WhenAll(
            _anybody.SendAsync(form, "/complain", "complain", fields),
            _anybody.SendAsync(form, "/complain", "complain", fields)
        );
        var numbers = both.Select(page => System.Text.RegularExpressions.Regex.Match(page.Html, "TS[0-9]{8}").Value).ToArray();
        numbers[0].ShouldNotBeEmpty();
        numbers[1].ShouldBe(numbers[0]);
        var code = await door.Database.AskAsync<string>(
            $"SELECT code FROM complaints WHERE number = {long.Parse(numbers[0][2..], System.Globalization.CultureInfo.InvariantCulture)}",
            TestContext.Current.CancellationToken
        );
        (
            await _anybody.SendAsync(form, "/complain", "complaint-find", ("Complaint", numbers[0]), ("ComplaintCode", code))
        ).Html.ShouldContain("Answer due");
    }

    [Fact]
    public async Task Results_are_listed_with_masked_names_and_found_by_number()
    {
        var (number, _) = await door.FinishAsync();
        var page = await _anybody.OpenAsync("/results?Search=" + number);
        page.Html.ShouldContain(number);
        page.Html.ShouldContain("张*");
        page.Html.ShouldNotContain("张三");
    }

    [Fact]
    public async Task The_board_refreshes_itself_and_masks_names()
    {
        var clerk = await door.AsAsync("clerk");
        var number = (await clerk.PostAsync("/api/cases", Catering.Application(accept: true)))["caseNumber"]!.GetValue<string>();
        foreach (var (department, at) in Catering.Departments.Select((department, at) => (department, at + 1)))
            (
                await (await door.AsAsync("approver-" + department)).DecideAsync(Catering.Task(number, at), Catering.Approval())
            ).Status.ShouldBe(200);
        // All screens share a reading of a few seconds, which somebody may have just taken.
        var later = door.App.Services.GetRequiredService<TimeProvider>().OfficialNow().AddSeconds(10);
        (
            await (await door.AsAsync("admin")).PostAsync(
                "/api/demo/clock",
                new System.Text.Json.Nodes.JsonObject { ["to"] = later.ToString("O") }
            )
        ).Status.ShouldBe(200);
        var board = await _anybody.OpenAsync("/board");
        board.Html.ShouldContain("http-equiv=\"refresh\"");
        board.Html.ShouldContain("…" + number[^8..]);
        board.Html.ShouldContain("张*");
        board.Html.ShouldNotContain("张三");
        board.Html.ShouldNotContain(number);
    }

    [Fact]
    public async Task A_browser_that_was_sent_to_the_kiosk_keeps_the_large_size_until_it_is_sent_back()
    {
        (await _anybody.OpenAsync("/guide")).Html.ShouldContain("class=\"public\"");
        await _anybody.OpenAsync("/kiosk");
        (await _anybody.OpenAsync("/guide")).Html.ShouldContain("class=\"public kiosk\"");
        await _anybody.OpenAsync("/kiosk?size=normal");
        (await _anybody.OpenAsync("/guide")).Html.ShouldContain("class=\"public\"");
    }

    [Theory]
    [InlineData("/guide", "办事指南")]
    [InlineData("/results", "结果公示")]
    [InlineData("/rate", "服务评价")]
    [InlineData("/complain", "投诉")]
    [InlineData("/board", "今日办理情况")]
    [InlineData("/kiosk", "大屏公示")]
    [InlineData("/", "查找事项")]
    [InlineData("/track", "进度查询")]
    [InlineData("/verify", "文书验真")]
    [InlineData("/book", "预约办事")]
    [InlineData("/apply", "网上申报")]
    public async Task Every_public_page_is_in_Chinese_too_and_needs_no_script(string path, string title)
    {
        var page = await _anybody.OpenAsync(path + "?lang=zh");
        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Html.ShouldContain(title);
        page.Html.ShouldNotContain("<script");
        page.Html.ShouldNotContain("public_");
        // What stands in the head of a page by itself takes the place of what its frame puts there.
        page.Html.Split("static/public.css").Length.ShouldBe(2, "its looks, once");
    }
}
