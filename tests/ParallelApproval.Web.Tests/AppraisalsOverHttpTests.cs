using ParallelApproval.Web.Certificates;
using ParallelApproval.Web.Reports;

namespace ParallelApproval.Web;

/// <summary>Appraisals and notices by HTTP.</summary>
[Collection<SecondDoor>]
public sealed class AppraisalsOverHttpTests(FrontDoor door)
{
    private static readonly string Month = ShanghaiTime
        .OfficialToday(TimeProvider.System)
        .ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public async Task An_open_month_is_refused_or_marked_as_provisional_and_its_figures_have_cases_behind_them()
    {
        var (number, _) = await door.FinishAsync();
        var supervisor = await door.AsAsync("supervisor");
        var refused = await supervisor.GetAsync($"/api/appraisals?period={Month}");
        (refused.Status, refused.Code).ShouldBe((409, "period_not_closed"));
        var table = await supervisor.GetAsync($"/api/appraisals?period={Month}&by=department&provisional=true");
        table.Status.ShouldBe(200, table.Text);
        table["isProvisional"]!.GetValue<bool>().ShouldBeTrue();
        table["lines"]!.AsArray().ShouldContain(line => line!["key"]!.GetValue<string>() == "SYJ");
        var cases = await supervisor.GetAsync(
            $"/api/appraisals/cases?period={Month}&by=department&key=SYJ&figure=onTime&provisional=true&limit=500"
        );
        cases["items"]!.AsArray().ShouldContain(found => found!["caseNumber"]!.GetValue<string>() == number);
        (await supervisor.PostAsync($"/api/appraisals/{Month}/closing")).Code.ShouldBe("period_not_over");
        (await supervisor.GetAsync("/api/appraisals?period=2026-13")).Status.ShouldBe(400);
    }

    [Fact]
    public async Task The_table_comes_as_CSV_and_as_Excel_too()
    {
        await door.FinishAsync();
        var manager = await door.AsAsync("manager");
        var csv = await manager.GetAsync($"/api/appraisals.csv?period={Month}&by=item&provisional=true");
        csv.ContentType.ShouldBe("text/csv");
        csv.Text.ShouldContain("provisional");
        csv.Text.ShouldContain(Catering.ItemCode);
        var excel = await manager.GetAsync($"/api/appraisals.xlsx?period={Month}&provisional=true");
        (excel.Status, excel.ContentType).ShouldBe((200, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"));
        excel.Text.ShouldStartWith("PK");
    }

    [Fact]
    public async Task The_table_and_the_cases_behind_it_come_as_PDF_where_Chromium_is_installed()
    {
        var (number, _) = await door.FinishAsync();
        var manager = await door.AsAsync("manager");
        var pdf = await manager.GetAsync($"/api/appraisals.pdf?period={Month}&provisional=true");
        if (PdfPrinter.Installed is not null)
            (pdf.ContentType, pdf.Text[..5]).ShouldBe(("application/pdf", "%PDF-"));
        else
            pdf.Code.ShouldBe("pdf_printer_missing");
        (await manager.GetAsync($"/api/appraisals/cases.csv?period={Month}&provisional=true&figure=closed")).Text.ShouldContain(number);
        (await manager.GetAsync("/api/appraisals.pdf?period=2020-01")).Code.ShouldBe("period_not_closed");
    }

    [Fact]
    public async Task Ranks_are_left_out_where_nobody_wants_them()
    {
        await door.FinishAsync();
        var manager = await door.AsAsync("manager");
        (await manager.GetAsync($"/api/appraisals?period={Month}&provisional=true"))["lines"]!
            .AsArray()
            .ShouldContain(line => line!["rank"] != null);
        (await manager.GetAsync($"/api/appraisals?period={Month}&provisional=true&rankings=false"))["lines"]!
            .AsArray()
            .ShouldAllBe(line => line!["rank"] == null);
    }

    [Fact]
    public async Task The_pages_of_the_overseers_show_what_there_is_and_shrug_at_rubbish()
    {
        var (number, code) = await door.FinishAsync();
        var rated = (
            await door.Anonymous.PostAsync(
                "/api/public/evaluations",
                new System.Text.Json.Nodes.JsonObject
                {
                    ["caseNumber"] = number,
                    ["queryCode"] = code,
                    ["grade"] = "satisfied",
                }
            )
        )["rating"]!.GetValue<string>();
        var supervisor = await Browser.SignInAsync(door.Address, "supervisor");
        (await supervisor.OpenAsync("/appraisal?period=2020-01")).Html.ShouldContain("data-refused=\"period_not_closed\"");
        (await supervisor.OpenAsync("/evaluation")).Html.ShouldContain("/evaluation/" + rated);
        (await supervisor.OpenAsync("/evaluation/" + rated)).Html.ShouldContain(number);
        var results = (await supervisor.OpenAsync("/publication?Search=" + number)).Html;
        results.ShouldContain("张*");
        results.ShouldContain("张三");
        foreach (
            var path in (string[])
                [
                    "/appraisal?period=x&by=y",
                    "/appraisal/cases?figure=z&page=-1",
                    "/evaluation?Grade=x&Step=9&Since=yesterday&Cursor=x",
                    "/evaluation/x",
                    "/evaluation/complaints?Status=7&Cursor=x",
                    "/evaluation/complaints/x",
                    "/publication?Cursor=x&Search=%25",
                    "/supervision?Colour=x&Page=-1",
                    "/supervision/orders?Cursor=x",
                    "/supervision/spot-checks?Cursor=x",
                    "/supervision/spot-checks/x",
                ]
        )
            (await supervisor.OpenAsync(path)).Status.ShouldBe(System.Net.HttpStatusCode.OK, path);
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+86", "'+86")]
    [InlineData("-1", "'-1")]
    [InlineData("@cmd", "'@cmd")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("＝1+1", "'＝1+1")]
    [InlineData("＠cmd", "'＠cmd")]
    [InlineData("区市场监督管理局", "区市场监督管理局")]
    [InlineData("", "")]
    public void No_text_on_a_sheet_becomes_a_formula(string text, string safe) => SheetText.Safe(text).ShouldBe(safe);

    [Fact]
    public async Task An_officer_sees_his_own_notices_and_marks_them_as_read()
    {
        var receipt = await (await door.AsAsync("clerk")).PostAsync("/api/cases", Catering.Application(accept: true));
        await door.HearAsync();
        var (own, other) = (await door.AsAsync("approver-syj"), await door.AsAsync("approver-gsj"));
        var mine = (await own.GetAsync("/api/notices?unread=true"))["items"]!
            .AsArray()
            .Single(notice => notice!["caseNumber"]!.GetValue<string>() == receipt["caseNumber"]!.GetValue<string>())!;
        mine["kind"]!.GetValue<string>().ShouldBe("taskOpened");
        var id = mine["id"]!.GetValue<long>();
        (await other.PostAsync($"/api/notices/{id}/read")).Code.ShouldBe("notice_not_found");
        (await own.PostAsync($"/api/notices/{id}/read")).Status.ShouldBe(204);
        (await own.GetAsync("/api/notices?unread=true"))["items"]!
            .AsArray()
            .ShouldNotContain(notice => notice!["id"]!.GetValue<long>() == id);
    }
}
