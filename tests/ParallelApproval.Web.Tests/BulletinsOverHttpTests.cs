using ParallelApproval.Bulletins;
using ParallelApproval.Web.Certificates;

namespace ParallelApproval.Web;

/// <summary>Bulletins by HTTP: what is refused, what is marked, what stays once it is issued, sheets, pages, and who may.</summary>
[Collection<SecondDoor>]
public sealed class BulletinsOverHttpTests(FrontDoor door)
{
    private static readonly DateOnly Today = ShanghaiTime.OfficialToday(TimeProvider.System);

    [Fact]
    public async Task A_period_that_is_not_over_is_refused_or_marked_and_one_that_is_over_is_there_without_being_asked_for()
    {
        var supervisor = await door.AsAsync("supervisor");
        foreach (var kind in Enum.GetValues<BulletinKind>())
        {
            var address = "/api/reports/" + kind.ToString().ToLowerInvariant();
            var period = BulletinPeriod.Of(kind, Today);
            (await supervisor.GetAsync($"{address}?period={period}")).ShouldSatisfyAllConditions(
                answer => answer.Status.ShouldBe(409),
                answer => answer.Code.ShouldBe("bulletin_not_closed")
            );
            (await supervisor.GetAsync($"{address}?period={period.Next}&provisional=true")).Code.ShouldBe("bulletin_not_begun");
            var open = await supervisor.GetAsync($"{address}?period={period}&provisional=true");
            open.Status.ShouldBe(200, open.Text);
            (open["cover"]!["isProvisional"]!.GetValue<bool>(), open["cover"]!["period"]!.GetValue<string>()).ShouldBe(
                (true, period.ToString())
            );
            if (kind is not BulletinKind.Quarterly)
                (await supervisor.GetAsync(address))["cover"]!["period"]!.GetValue<string>().ShouldBe(period.Previous.ToString());
        }

        (await supervisor.GetAsync("/api/reports/quarterly?period=2024-Q1")).Code.ShouldBe("bulletin_months_not_closed");
    }

    [Fact]
    public async Task A_bulletin_is_issued_once_and_then_named_with_who_and_when()
    {
        var manager = await door.AsAsync("manager");
        var period = BulletinPeriod.Of(BulletinKind.Weekly, Today);
        (await manager.PostAsync($"/api/reports/bulletins/{period}/issuing")).Code.ShouldBe("bulletin_not_closed");
        var issued = await manager.PostAsync($"/api/reports/bulletins/{period.Previous}/issuing");
        issued.Status.ShouldBe(200, issued.Text);
        (await manager.PostAsync($"/api/reports/bulletins/{period.Previous}/issuing")).Code.ShouldBe("bulletin_issued_already");
        var read = await manager.GetAsync("/api/reports/weekly");
        (read["cover"]!["issuedBy"]!.GetValue<string>(), read["cover"]!["isProvisional"]!.GetValue<bool>()).ShouldBe(("manager", false));
        (await manager.GetAsync("/api/reports/bulletins?kind=weekly"))["items"]!.AsArray().ShouldHaveSingleItem()!["period"]!
            .GetValue<string>()
            .ShouldBe(period.Previous.ToString());
        (await manager.GetAsync("/api/reports/weekly.csv")).Text.ShouldContain("Issued at");
        (
            await (await Browser.SignInAsync(door.Address, "manager")).OpenAsync($"/figures/bulletins?period={period.Previous}")
        ).Html.ShouldContain("data-bulletin-state=\"issued\"");
    }

    [Fact]
    public async Task Each_comes_as_CSV_as_Excel_and_as_PDF_with_all_its_tables()
    {
        var supervisor = await door.AsAsync("supervisor");
        var day = await supervisor.GetAsync($"/api/reports/daily.csv?period={Today:yyyy-MM-dd}&provisional=true");
        (day.Status, day.ContentType).ShouldBe((200, "text/csv"));
        day.Text.ShouldContain("Provisional");
        day.Text.ShouldContain("Near the due date");
        (await supervisor.GetAsync("/api/reports/quarterly.csv?period=2024-Q1&provisional=true")).Text.ShouldSatisfyAllConditions(
            csv => csv.ShouldContain("Repeat offenders"),
            csv => csv.ShouldContain("Promises that can be cut")
        );
        foreach (var address in (string[])["daily", "weekly", "quarterly"])
        {
            var excel = await supervisor.GetAsync($"/api/reports/{address}.xlsx?provisional=true");
            (excel.Status, excel.ContentType).ShouldBe(
                (200, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
                excel.Text
            );
            excel.Text.ShouldStartWith("PK");
        }

        var pdf = await supervisor.GetAsync("/api/reports/quarterly.pdf?provisional=true");
        if (PdfPrinter.Installed is not null)
            (pdf.ContentType, pdf.Text[..5]).ShouldBe(("application/pdf", "%PDF-"));
        else
            pdf.Code.ShouldBe("pdf_printer_missing");
        (
            await supervisor.GetAsync(
                "/api/reports/daily.pdf?period=" + Today.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)
            )
        ).Code.ShouldBe("bulletin_not_closed");
    }

    [Fact]
    public async Task Rubbish_is_refused_in_words_and_others_see_nothing()
    {
        var manager = await door.AsAsync("manager");
        (await manager.GetAsync("/api/reports/daily?period=2026-W10")).ShouldSatisfyAllConditions(
            answer => answer.Status.ShouldBe(400),
            answer => answer.Code.ShouldBe("bulletin_of_other_kind")
        );
        foreach (
            var address in (string[])
                [
                    "/api/reports/daily?period=yesterday",
                    "/api/reports/weekly?period=2025-W53",
                    "/api/reports/bulletins?limit=0",
                    "/api/reports/bulletins?kind=monthly",
                ]
        )
            (await manager.GetAsync(address)).Status.ShouldBe(400, address);
        (await manager.PostAsync("/api/reports/bulletins/2026-13/issuing")).Status.ShouldBe(404);
        var browser = await Browser.SignInAsync(door.Address, "manager");
        (await browser.OpenAsync($"/figures/bulletins?period={BulletinPeriod.Of(BulletinKind.Weekly, Today)}")).Html.ShouldContain(
            "data-refused=\"bulletin_not_closed\""
        );
        foreach (var query in (string[])["", "?period=x", "?period=2026-W99&provisional=true", "?period=2100-12-31", "?period=2000-Q1"])
            (await browser.OpenAsync("/figures/bulletins" + query)).Status.ShouldBe(System.Net.HttpStatusCode.OK, query);
        (await (await door.AsAsync("clerk")).GetAsync("/api/reports/weekly")).Code.ShouldBe("verb_not_allowed");
        (await (await door.AsAsync("approver-syj")).PostAsync("/api/reports/bulletins/2026-W10/issuing")).Code.ShouldBe("verb_not_allowed");
    }
}
