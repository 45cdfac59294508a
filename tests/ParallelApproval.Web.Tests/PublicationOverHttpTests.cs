using System.Text.Json.Nodes;

namespace ParallelApproval.Web;

/// <summary>What is published (结果公示、办事指南) by HTTP.</summary>
[Collection<SecondDoor>]
public sealed class PublicationOverHttpTests(FrontDoor door)
{
    [Fact]
    public async Task A_finished_case_is_published_with_the_name_masked_and_no_number_of_a_document()
    {
        var (number, _) = await door.FinishAsync();
        var found = await door.Anonymous.GetAsync("/api/public/results?search=" + number);
        var line = found["items"]!.AsArray().Single()!;
        line["applicant"]!.GetValue<string>().ShouldBe("张*");
        line["result"]!.GetValue<string>().ShouldBe("finished");
        line["branches"]!.AsArray().Count.ShouldBe(6);
        found.Text.ShouldNotContain("张三");
        found.Text.ShouldNotContain("610104189001010");
        found.Text.ShouldNotContain("1380000");
        (
            await door.Database.AskAsync<long>(
                "SELECT count(*) FROM published_results WHERE published_results::text LIKE '%张三%'",
                TestContext.Current.CancellationToken
            )
        ).ShouldBe(0);
    }

    [Fact]
    public async Task An_organisation_is_published_by_its_name_and_found_by_it()
    {
        var application = Catering.Application(accept: true);
        application["applicant"] = new JsonObject
        {
            ["kind"] = "organisation",
            ["name"] = "莲湖餐饮有限公司",
            ["idNumber"] = "91350100M000100Y43",
        };
        await door.FinishAsync(application);
        var found = await door.Anonymous.GetAsync("/api/public/results?search=" + Uri.EscapeDataString("莲湖餐饮有限公司"));
        found["items"]!.AsArray().Single()!["applicant"]!.GetValue<string>().ShouldBe("莲湖餐饮有限公司");
    }

    [Fact]
    public async Task An_open_or_withdrawn_case_is_not_published()
    {
        var clerk = await door.AsAsync("clerk");
        var open = (await clerk.PostAsync("/api/cases", Catering.Application(accept: true)))["caseNumber"]!.GetValue<string>();
        var withdrawn = (await clerk.PostAsync("/api/cases", Catering.Application(accept: true)))["caseNumber"]!.GetValue<string>();
        (await clerk.PostAsync($"/api/cases/{withdrawn}/withdrawal")).Status.ShouldBe(200);
        await door.HearAsync();
        foreach (var number in new[] { open, withdrawn })
            (await door.Anonymous.GetAsync("/api/public/results?search=" + number))["items"]!.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("开餐")]
    [InlineData("营业执照")]
    public async Task The_list_goes_on_where_the_page_ended_whatever_is_sought(string search)
    {
        var mine = new List<string>();
        for (var i = 0; i < 3; i++)
            mine.Add((await door.FinishAsync()).Number);
        var (numbers, cursor) = (new List<string>(), "");
        do
        {
            var page = await door.Anonymous.GetAsync($"/api/public/results?search={Uri.EscapeDataString(search)}&limit=2{cursor}");
            page.Status.ShouldBe(200, page.Text);
            numbers.AddRange(page["items"]!.AsArray().Select(line => line!["caseNumber"]!.GetValue<string>()));
            cursor = page["nextCursor"] is { } next ? "&cursor=" + next.GetValue<string>() : null;
        } while (cursor is not null);
        numbers.Distinct().Count().ShouldBe(numbers.Count);
        mine.ShouldBeSubsetOf(numbers);
    }

    [Fact]
    public async Task What_nobody_published_is_not_found()
    {
        (await door.Anonymous.GetAsync("/api/public/results?search=" + Uri.EscapeDataString("没有这个单位")))["items"]!
            .AsArray()
            .ShouldBeEmpty();
        (await door.Anonymous.GetAsync("/api/public/results?cursor=x")).Status.ShouldBe(400);
    }

    [Fact]
    public async Task Every_guide_on_offer_has_nine_full_fields_and_none_is_for_drills()
    {
        var items = (await door.Anonymous.GetAsync("/api/public/items"))["items"]!.AsArray();
        items.Count.ShouldBeGreaterThan(15);
        foreach (var item in items)
        {
            var fields = item!["nineFields"]!.AsObject();
            fields.Count.ShouldBe(9);
            fields.ShouldAllBe(field => !string.IsNullOrWhiteSpace(field.Value!.GetValue<string>()));
            item["item"]!["itemCode"]!.GetValue<string>().ShouldNotBe("610104-YJS-900");
        }
    }

    [Fact]
    public async Task A_guide_names_departments_and_papers_and_an_unknown_one_is_not_found()
    {
        var guide = await door.Anonymous.GetAsync("/api/public/items/" + Catering.ItemCode);
        guide["branches"]!.AsArray().Count.ShouldBe(6);
        guide["papers"]!.AsArray().Count.ShouldBe(18);
        (await door.Anonymous.GetAsync("/api/public/items/610104-YJS-900")).Code.ShouldBe("item_not_found");
        (await door.Anonymous.GetAsync("/api/public/items/nothing")).Code.ShouldBe("item_not_found");
    }
}
