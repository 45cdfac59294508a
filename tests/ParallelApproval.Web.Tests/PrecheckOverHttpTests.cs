using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ParallelApproval.Web;

/// <summary>A citizen without an account applies online, mends what the window finds, and comes once; then somebody books a time.</summary>
[Collection<OneDoor>]
public sealed partial class PrecheckOverHttpTests(FrontDoor door)
{
    private readonly Browser _citizen = new(door.Address);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_citizen_sends_beforehand_is_mended_found_ready_and_received_with_everything_filled_in()
    {
        var (number, code) = await BeginAsync("13811110001");
        // Half of it, from one browser; the rest from another one, by number and code.
        var draft = await _citizen.OpenAsync("/apply/draft");
        (await SendAsync(_citizen, draft, "keep", ("applicant.name", "张三"))).Html.ShouldContain("Kept.");
        var later = new Browser(door.Address);
        (await later.OpenAsync("/apply/draft")).Html.ShouldNotContain("张三");
        draft = await OpenAsync(later, number, code);
        draft.Html.ShouldContain("value=\"张三\"");
        var faulty = await SendAsync(
            later,
            draft,
            "send",
            ("applicant.name", "张三"),
            ("applicant.idNumber", "610104189001010031"),
            ("form.shopName", new string('店', 101))
        );
        faulty.Html.ShouldContain("id=\"applicant.idNumber-fault\"");
        faulty.Html.ShouldContain("id=\"form.shopName-fault\"", customMessage: "both at once");
        (await UploadAsync(later, faulty, "M05", "租赁合同.pdf", [.. "%PDF-1.7 lease"u8])).ShouldContain("租赁合同.pdf");

        draft = await later.OpenAsync("/apply/draft");
        (await SendAsync(later, draft, "send", Filled)).Html.ShouldContain("Sent to the window");
        var clerk = await door.AsAsync("clerk");
        (await clerk.GetAsync("/api/prechecks?status=sent&limit=200")).Text.ShouldContain(number);
        (await clerk.GetAsync("/api/cases?limit=200&search=" + Uri.EscapeDataString("预审小馆"))).Text.ShouldNotContain("预审小馆");

        var sheet = await clerk.GetAsync($"/api/prechecks/{number}");
        var papers = sheet["papers"]!.AsArray().Select(paper => paper!["paper"]!.GetValue<string>()).ToList();
        var returned = await clerk.PostAsync($"/api/prechecks/{number}/return", Findings(sheet["revision"]!, papers, faulty: "M05"));
        returned.Status.ShouldBe(200, returned.Text);
        var mend = await later.OpenAsync("/apply/draft");
        mend.Html.ShouldContain("照片不清，请重新上传。");
        (await SendAsync(later, mend, "send", Filled)).Html.ShouldContain("Sent to the window");
        sheet = await clerk.GetAsync($"/api/prechecks/{number}");
        (await clerk.PostAsync($"/api/prechecks/{number}/readiness", Findings(sheet["revision"]!, papers))).Status.ShouldBe(200);
        (await later.OpenAsync("/apply/draft")).Html.ShouldContain("Come once with the originals");

        // At the window.
        var window = await Browser.SignInAsync(door.Address, "clerk");
        var receive = await window.OpenAsync("/receive?Precheck=" + number);
        receive.Html.ShouldContain("value=\"张三\"");
        receive.Html.ShouldContain("预审小馆");
        Supplied().Count(receive.Html).ShouldBe(papers.Count);
        var application = Catering.Application();
        application["form"]!["shopName"] = "预审小馆";
        var receipt = await clerk.PostAsync($"/api/prechecks/{number}/receipt", application);
        receipt.Status.ShouldBe(201, receipt.Text);
        (await clerk.PostAsync($"/api/prechecks/{number}/receipt", application.DeepClone())).Status.ShouldBe(409);
        var @case = receipt["caseNumber"]!.GetValue<string>();
        (await clerk.GetAsync($"/api/cases/{@case}/scans")).Text.ShouldContain("租赁合同.pdf");
        (await later.OpenAsync("/apply/draft")).Html.ShouldContain("/track?No=" + @case);
    }

    [Fact]
    public async Task Wrong_codes_make_who_tries_them_wait_and_a_deleted_one_is_gone()
    {
        var (number, code) = await BeginAsync("13811110002");
        var stranger = new Browser(door.Address);
        var wrong = code == "00000000" ? "00000001" : "00000000";
        var page = await OpenAsync(stranger, number, wrong);
        page.Html.ShouldContain("do not belong together");
        for (var i = 0; i < 5; i++)
            page = await OpenAsync(stranger, number, wrong);
        page.Html.ShouldContain("Too many");
        var draft = await _citizen.OpenAsync("/apply/draft");
        (await SendAsync(_citizen, draft, "drop")).Html.ShouldContain("Nothing of it is kept");
        (await _citizen.OpenAsync("/apply/draft")).Html.ShouldNotContain(number);
    }

    [Fact]
    public async Task A_time_is_booked_put_into_a_calendar_moved_and_cancelled()
    {
        var page = await _citizen.OpenAsync("/book?Offer=HALL");
        var times = Times().Matches(page.Html).Select(time => time.Groups[1].Value).ToList();
        var none = await _citizen.SendAsync(page, "/book?Offer=HALL", "book", ("time", times[^1]), ("name", ""), ("phone", "1"));
        none.Html.ShouldContain("id=\"phone-fault\"");
        none.Html.ShouldContain("id=\"name-fault\"");
        var booked = await _citizen.SendAsync(
            page,
            "/book?Offer=HALL",
            "book",
            ("time", times[^1]),
            ("name", "张三"),
            ("phone", "13811110003")
        );
        var number = BookingNumber().Match(booked.Html).Value;
        number.ShouldNotBeEmpty();
        var file = await _citizen.OpenAsync("/book/mine.ics");
        file.Html.ShouldContain("BEGIN:VEVENT");
        var mine = await _citizen.OpenAsync("/book/mine");
        (await _citizen.SendAsync(mine, "/book/mine", "book-move", ("time", times[^2]))).Html.ShouldContain("Moved.");
        var clerk = await door.AsAsync("clerk");
        (await clerk.GetAsync("/api/bookings?day=" + times[^2].Split(' ')[0])).Text.ShouldContain(number);
        (await clerk.PostAsync($"/api/bookings/{number}/arrival", new JsonObject())).Code.ShouldBe("booking_not_today");
        mine = await _citizen.OpenAsync("/book/mine");
        (await _citizen.SendAsync(mine, "/book/mine", "book-cancel")).Html.ShouldContain("Cancelled.");
        (await new Browser(door.Address).OpenAsync("/book/mine")).Html.ShouldNotContain(number);
    }

    private static (string, string)[] Filled =>
        [
            ("applicant.name", "张三"),
            ("applicant.idNumber", "61010418900101003X"),
            ("applicant.phone", "13811110001"),
            ("form.shopName", "预审小馆"),
            ("delivery", "Window"),
        ];

    private static JsonObject Findings(JsonNode revision, List<string> papers, string? faulty = null) =>
        new()
        {
            ["revision"] = revision.GetValue<int>(),
            ["papers"] = new JsonArray([
                .. papers.Select(paper => new JsonObject
                {
                    ["paper"] = paper,
                    ["verdict"] = paper == faulty ? "faulty" : "good",
                    ["reason"] = paper == faulty ? "照片不清，请重新上传。" : null,
                }),
            ]),
        };

    private async Task<(string Number, string Code)> BeginAsync(string phone)
    {
        var page = await _citizen.OpenAsync("/apply?Item=" + Catering.ItemCode);
        page.Status.ShouldBe(HttpStatusCode.OK);
        var begun = await _citizen.SendAsync(
            page,
            "/apply?Item=" + Catering.ItemCode,
            "apply-start",
            ("ItemCode", Catering.ItemCode),
            ("phone", phone)
        );
        return (PrecheckNumber().Match(begun.Html).Value, Code().Match(begun.Html).Groups[1].Value);
    }

    private static async Task<Page> OpenAsync(Browser browser, string number, string code) =>
        await browser.SendAsync(await browser.OpenAsync("/apply"), "/apply", "apply-open", ("Number", number), ("Code", code));

    private static Task<Page> SendAsync(Browser browser, Page page, string what, params (string, string)[] fields) =>
        browser.SendAsync(page, "/apply/draft", "apply", isInParts: true, [("Do", what), .. fields]);

    private static async Task<string> UploadAsync(Browser browser, Page page, string paper, string name, byte[] content)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent("apply"), "_handler" },
            { new StringContent(Token().Match(page.Html).Groups[1].Value), "__RequestVerificationToken" },
            { new StringContent("upload"), "Do" },
            { new StringContent(paper), "paper" },
            { new ByteArrayContent(content), "file", name },
        };
        return System.Text.Encoding.UTF8.GetString(await browser.PostAsync("/apply/draft", form));
    }

    [GeneratedRegex("YS[0-9]{8}")]
    private static partial Regex PrecheckNumber();

    [GeneratedRegex("YY[0-9]{8}")]
    private static partial Regex BookingNumber();

    [GeneratedRegex("<dd class=\"number\">([0-9]{8})</dd>")]
    private static partial Regex Code();

    [GeneratedRegex("name=\"time\" value=\"([0-9: -]+)\"")]
    private static partial Regex Times();

    [GeneratedRegex("<input type=\"radio\" name=\"paper\\.[^\"]+\" value=\"Supplied\" checked")]
    private static partial Regex Supplied();

    [GeneratedRegex("__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
