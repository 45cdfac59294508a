using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using ParallelApproval.Browser.Approver;
using ParallelApproval.Web;
using static Microsoft.Playwright.Assertions;
using Catering = ParallelApproval.Web.Catering;

namespace ParallelApproval.Browser.Administration;

/// <summary>
/// An administrator sets a department to work by the pages alone; what wants two persons gets two; what is wrong is told beside its field.
/// </summary>
public sealed class AdministrationStoryTests(FrontDoor door, Chromium chromium) : IClassFixture<FrontDoor>
{
    [Fact]
    public async Task A_new_department_gets_an_officer_who_signs_in_and_a_letter_under_which_he_decides()
    {
        await using var visit = await chromium.OpenAsAsync(door, "admin", "/administration/departments?New=true");
        var page = visit.Page;
        await FillAsync(
            page,
            ("code", "whj"),
            ("name", "区文化局"),
            ("nameEn", "Culture Bureau"),
            ("unifiedCreditCode", "11610104MB9X99002X")
        );
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.Locator("#unifiedCreditCode-fault")).ToContainTextAsync("校验位");
        await page.FocusComesToAsync(".faults");
        await FillAsync(page, ("unifiedCreditCode", "11610104MB9X99002U"));
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page).ToHaveURLAsync(new Regex("Code=WHJ"));
        await Expect(page.Locator(".tree a[aria-current=true]")).ToHaveTextAsync("区文化局");

        await GoAsync(visit, "/administration/officers?Department=WHJ");
        await page.Locator("details > summary").ClickAsync();
        await FillAsync(page, ("userName", "Wen.Yi"), ("name", "文艺"), ("nameEn", "Wen Yi"));
        await page.Locator("[data-role=Approver]").CheckAsync();
        await page.Locator("#officer button").ClickAsync();
        var password = await page.Locator("output.password").TextContentAsync();
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);

        await GoAsync(visit, "/administration/letters?Department=WHJ&For=WHJ");
        await GrantAsync(page, "文授〔2030〕1号");
        await Expect(page.Locator("tr[data-letter='文授〔2030〕1号'] .state.good")).ToHaveCountAsync(1);
        await GrantAsync(page, "文授〔2030〕2号");
        await Expect(page.Locator("#from-fault")).ToContainTextAsync("文授〔2030〕1号");
        visit.Complaints.ShouldBeEmpty();

        await using var first = await Visit.BeginAsync(chromium, door.Address, new Reader(Height: 900));
        await first.Page.GotoAsync("/login");
        await first.Page.Locator("input[name=UserName]").FillAsync("wen.yi");
        await first.Page.Locator("input[name=Password]").FillAsync(password!);
        await first.Page.Locator("form.card button").ClickAsync();
        await Expect(first.Page).ToHaveURLAsync(new Regex("/account"));
        await first.Page.Locator("#current").FillAsync(password!);
        await first.Page.Locator("#new").FillAsync("Quiet-Harbour-7");
        await first.Page.Locator("#again").FillAsync("Quiet-Harbour-7");
        await first.Page.Locator("form.account button").ClickAsync();
        await Expect(first.Page).ToHaveURLAsync(new Regex("Told=yes"));
        await first.Page.GotoAsync("/tasks");
        await Expect(first.Page).ToHaveURLAsync(new Regex("/tasks"));
    }

    [Fact]
    public async Task A_notice_is_in_force_when_the_second_person_has_compared_it()
    {
        await using (var visit = await chromium.OpenAsAsync(door, "admin", "/administration/calendars/2027"))
        {
            await Expect(visit.Page.Locator(".head .state.wait")).ToHaveCountAsync(1);
            await visit.Page.Locator("#json").FillAsync("{ \"year\": 2027, ");
            await visit.Page.Locator("#import-year button").First.ClickAsync();
            await Expect(visit.Page.Locator("#json-fault")).Not.ToBeEmptyAsync();
            await visit.Page.Locator("#json").FillAsync(NoticeOf2027.Json);
            await visit.Page.Locator("#import-year button").First.ClickAsync();
            await Expect(visit.Page.Locator("#import-year .differences")).ToContainTextAsync("02-20");
            await visit.Page.Locator("#import-year button").Last.ClickAsync();
            await Expect(visit.Page.Locator(".told")).ToContainTextAsync("待第二位管理员复核");
            await Expect(visit.Page.Locator("#confirm-year")).ToHaveCountAsync(0);
        }

        await using var other = await chromium.OpenAsAsync(door, "admin2", "/administration/calendars/2027");
        await other.Page.Locator("#confirm-year button").ClickAsync();
        await Expect(other.Page.Locator("#confirm-year .faults")).ToBeVisibleAsync();
        await other.Page.Locator("#compared").CheckAsync();
        await other.Page.Locator("#confirm-year button").ClickAsync();
        await Expect(other.Page.Locator(".head .state.good")).ToHaveCountAsync(1);
        await Expect(other.Page.Locator("td.make-up[data-day='2027-02-20']")).ToHaveCountAsync(1);
        other.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_item_with_an_empty_public_field_is_refused_beside_it_and_then_goes_live()
    {
        await using var visit = await chromium.OpenAsAsync(door, "designer", "/administration/items/" + Catering.ItemCode);
        var page = visit.Page;
        await FillAsync(page, ("guide.complaints", ""), ("branches[1].legalBasis", ""), ("branches[0].dependsOn", "9"));
        await page.Keyboard.PressAsync("Control+Enter");
        foreach (var path in (string[])["guide.complaints", "branches[1].legalBasis", "branches[0].dependsOn"])
            await Expect(page.Locator($"[id='{path}-fault']")).Not.ToBeEmptyAsync();
        await Expect(page.Locator(".versions li")).ToHaveCountAsync(1);
        await FillAsync(
            page,
            ("guide.complaints", "12345"),
            ("branches[1].legalBasis", "市场主体登记管理条例"),
            ("branches[0].dependsOn", "")
        );
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.Locator(".versions li")).ToHaveCountAsync(2);
        (await (await door.AsAsync("clerk")).GetAsync($"/api/catalogue/items/{Catering.ItemCode}"))["item"]!["guide"]!["complaints"]!
            .GetValue<string>()
            .ShouldBe("12345");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_second_of_two_administrators_is_told_and_keeps_what_he_typed()
    {
        await using var visit = await chromium.OpenAsAsync(door, "admin", "/administration/officers/approver-yy");
        var page = visit.Page;
        await FillAsync(page, ("name", "韩梅梅"));
        var faster = await (await door.AsAsync("admin2")).PutAsync(
            "/api/officers/approver-yy?expectedRevision=1",
            JsonNode.Parse("""{"name":"韩梅","nameEn":"Han Meihua","roles":["approver"],"departmentCode":"YY"}""")!
        );
        faster.Status.ShouldBe(200, faster.Text);
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.Locator(".faults li[data-code=changed_meanwhile]")).ToBeVisibleAsync();
        await Expect(page.Locator("#name")).ToHaveValueAsync("韩梅梅");
    }

    private static async Task FillAsync(IPage page, params (string Path, string Text)[] fields)
    {
        foreach (var (path, text) in fields)
            await page.Locator($"[id='{path}']").FillAsync(text);
    }

    private static async Task GrantAsync(IPage page, string number)
    {
        await FillAsync(page, ("number", number), ("userName", "wen.yi"), ("to", "2040-12-31"));
        await Expect(page.Locator("#userName-who")).ToContainTextAsync("文艺");
        await page.Locator("#grant button").ClickAsync();
    }

    private static async Task GoAsync(Visit visit, string path)
    {
        await visit.Page.GotoAsync(path);
        await visit.IsAwakeAsync();
    }
}
