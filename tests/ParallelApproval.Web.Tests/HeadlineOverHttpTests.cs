namespace ParallelApproval.Web;

/// <summary>The headline table by HTTP: its figures, the cases behind them, sheets, pages, and who may see them.</summary>
[Collection<SecondDoor>]
public sealed class HeadlineOverHttpTests(FrontDoor door)
{
    [Fact]
    public async Task Each_figure_opens_the_cases_it_was_counted_from()
    {
        var (number, _) = await door.FinishAsync();
        await door.HearAsync();
        var manager = await door.AsAsync("manager");
        var table = await manager.GetAsync("/api/reports/headline");
        table.Status.ShouldBe(200, table.Text);
        foreach (
            var (figure, count) in ((string, string)[])
                [("closed", "closed"), ("timed", "timed"), ("onTime", "onTime"), ("joint", "joint"), ("visitsSaved", "visitsSavedIn")]
        )
        {
            var behind = await manager.GetAsync($"/api/reports/headline/cases?figure={figure}&limit=500");
            behind["count"]!.GetValue<int>().ShouldBe(table[count]!.GetValue<int>(), figure);
            behind["items"]!.AsArray().ShouldContain(found => found!["caseNumber"]!.GetValue<string>() == number, figure);
        }

        var page = await manager.GetAsync("/figures/headline");
        page.Text.ShouldContain($"/figures/headline/cases?From={table["from"]}&amp;To={table["to"]}&amp;Figure=OnTime");
        (await manager.GetAsync("/figures/headline/cases?Figure=OnTime&Kind=nonsense&Cursor=1.x")).Text.ShouldContain(number);
    }

    [Fact]
    public async Task The_sums_are_those_of_the_table_and_divide_to_its_means()
    {
        await door.FinishAsync();
        await door.HearAsync();
        var manager = await door.AsAsync("manager");
        var (table, sums) = (await manager.GetAsync("/api/reports/headline"), await manager.GetAsync("/api/reports/headline/sums"));
        sums.Status.ShouldBe(200, sums.Text);
        foreach (var figure in (string[])["from", "to", "closed", "timed", "onTime", "late", "rated", "satisfied"])
            sums[figure]!.ToString().ShouldBe(table[figure]!.ToString(), figure);
        int Sum(string figure) => sums[figure]!.GetValue<int>();
        foreach (var days in (string[])["promisedDays", "actualDays"])
            Math.Round((decimal)Sum(days) / Sum("measured"), 2).ShouldBe(table[days]!.GetValue<decimal>(), days);
        Sum("received").ShouldBeGreaterThan(0);
        sums["region"]!.GetValue<string>().ShouldBe("610104");
        (await manager.GetAsync("/api/reports/headline/sums?from=2026-03-02&to=2026-03-01")).Code.ShouldBe("window_reversed");
        (await (await door.AsAsync("clerk")).GetAsync("/api/reports/headline/sums")).Code.ShouldBe("verb_not_allowed");
    }

    [Fact]
    public async Task The_table_and_its_cases_come_as_CSV_page_after_page()
    {
        await door.FinishAsync();
        var (number, _) = await door.FinishAsync();
        await door.HearAsync();
        var supervisor = await door.AsAsync("supervisor");
        (await supervisor.GetAsync("/api/reports/headline.csv")).ShouldSatisfyAllConditions(
            csv => csv.ContentType.ShouldBe("text/csv"),
            csv => csv.Text.ShouldContain(Catering.ItemCode)
        );
        var all = await supervisor.GetAsync("/api/reports/headline/cases.csv?figure=timed&department=SYJ");
        all.ContentType.ShouldBe("text/csv");
        all.Text.ShouldContain(number);
        var first = await supervisor.GetAsync("/api/reports/headline/cases?limit=1");
        var second = await supervisor.GetAsync($"/api/reports/headline/cases?limit=1&cursor={first["nextCursor"]}");
        second["items"]![0]!["caseNumber"]!.GetValue<string>().ShouldNotBe(first["items"]![0]!["caseNumber"]!.GetValue<string>());
    }

    [Fact]
    public async Task Rubbish_is_refused_in_words_and_others_do_not_see_it()
    {
        var manager = await door.AsAsync("manager");
        (await manager.GetAsync("/api/reports/headline?from=2026-03-02&to=2026-03-01")).ShouldSatisfyAllConditions(
            answer => answer.Status.ShouldBe(400),
            answer => answer.Code.ShouldBe("window_reversed")
        );
        (await manager.GetAsync("/api/reports/headline?from=yesterday")).Status.ShouldBe(400);
        (await manager.GetAsync("/api/reports/headline/cases?figure=nothing")).Status.ShouldBe(400);
        (await manager.GetAsync("/api/reports/headline/cases?cursor=x")).Status.ShouldBe(400);
        (await manager.GetAsync("/api/reports/headline/cases?limit=501")).Status.ShouldBe(400);
        (await manager.GetAsync("/figures/headline?From=2026-03-02&To=2026-03-01")).Text.ShouldContain("2026-03-02");
        (await (await door.AsAsync("clerk")).GetAsync("/api/reports/headline")).Code.ShouldBe("verb_not_allowed");
    }
}
