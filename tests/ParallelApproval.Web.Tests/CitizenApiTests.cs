using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace ParallelApproval.Web;

/// <summary>A program of the citizen's applies online and books a time: number and code are his proof, there is no account.</summary>
[Collection<OneDoor>]
public sealed class CitizenApiTests(FrontDoor door)
{
    private const string Prechecks = "/api/public/prechecks";
    private const string Bookings = "/api/public/bookings";

    private readonly HttpClient _citizen = new() { BaseAddress = door.Address, DefaultRequestHeaders = { AcceptLanguage = { new("en") } } };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_application_is_begun_filled_in_sent_mended_and_received()
    {
        var (number, code) = await BeginAsync("13822220001");
        var one = $"{Prechecks}/{number}";
        var half = await SendAsync(HttpMethod.Put, one, code, """{ "applicant": { "name": "张三" } }""");
        half["draft"]!["applicant"]!["name"]!.GetValue<string>().ShouldBe("张三");
        var wanting = await SendAsync(HttpMethod.Post, one + "/sending", code);
        wanting.Status.ShouldBe(400, wanting.Text);
        wanting["errors"]!.AsObject().Select(error => error.Key).ShouldContain("applicant.idNumber", wanting.Text);
        (await SendAsync(HttpMethod.Get, one, code))["status"]!.GetValue<string>().ShouldBe("draft", "nothing was sent");

        var whole = await SendAsync(HttpMethod.Put, one, code, Filled);
        whole.Status.ShouldBe(200, whole.Text);
        var filed = await FileAsync(one, code, "M05", "租赁合同.pdf", "%PDF-1.7 lease"u8.ToArray());
        filed.Status.ShouldBe(201, filed.Text);
        var other = await FileAsync(one, code, "M05", "别的.pdf", "%PDF-1.7 other"u8.ToArray());
        (await SendAsync(HttpMethod.Delete, $"{one}/files/{other["file"]}", code)).Status.ShouldBe(204);
        var sent = await SendAsync(HttpMethod.Post, one + "/sending", code);
        (sent.Status, sent["status"]?.GetValue<string>()).ShouldBe((200, "sent"), sent.Text);
        sent["papers"]!.AsArray().SelectMany(paper => paper!["files"]!.AsArray()).ShouldHaveSingleItem();

        var clerk = await door.AsAsync("clerk");
        var sheet = await clerk.GetAsync($"/api/prechecks/{number}");
        sheet["typed"]!["form.shopName"]!.GetValue<string>().ShouldBe("接口小馆");
        var papers = sheet["papers"]!.AsArray().Select(paper => paper!["paper"]!.GetValue<string>()).ToList();
        (await clerk.PostAsync($"/api/prechecks/{number}/readiness", Good(sheet["revision"]!, papers))).Status.ShouldBe(200);
        var ready = await SendAsync(HttpMethod.Get, one, code);
        ready["status"]!.GetValue<string>().ShouldBe("ready");
        ready["papers"]!.AsArray().ShouldAllBe(paper => paper!["verdict"]!.GetValue<string>() == "good");
        (await SendAsync(HttpMethod.Put, one, code, Filled)).Code.ShouldBe("precheck_status_conflict", "what the window looks at stays");
        var application = Catering.Application();
        application["applicant"]!["name"] = "接口申请人";
        (await clerk.PostAsync($"/api/prechecks/{number}/receipt", application)).Status.ShouldBe(201);
        (await SendAsync(HttpMethod.Get, one, code))["caseNumber"]!.GetValue<string>().Length.ShouldBe(20);
    }

    [Fact]
    public async Task Without_number_and_code_nobody_is_told_whether_there_is_one_and_guessing_waits()
    {
        var (number, code) = await BeginAsync("13822220002");
        var wrong = code == "00000000" ? "00000001" : "00000000";
        foreach (
            var (method, path) in ((HttpMethod, string)[])
                [
                    (HttpMethod.Get, ""),
                    (HttpMethod.Put, ""),
                    (HttpMethod.Delete, ""),
                    (HttpMethod.Post, "/sending"),
                    (HttpMethod.Delete, "/files/1"),
                ]
        )
        {
            var refused = await SendAsync(method, Prechecks + "/" + number + path, null, method == HttpMethod.Put ? "{}" : null);
            (refused.Status, refused.Code).ShouldBe((404, "public_precheck_not_found"), method + path + refused.Text);
        }

        (await SendAsync(HttpMethod.Get, Prechecks + "/YS99999999", wrong)).Code.ShouldBe("public_precheck_not_found");
        var last = "";
        for (var i = 0; i < 6; i++)
            last = (await SendAsync(HttpMethod.Get, $"{Prechecks}/{number}", wrong)).Code!;
        last.ShouldBe("too_many_guesses");
        (await SendAsync(HttpMethod.Get, $"{Prechecks}/{number}", code)).Code.ShouldBe("too_many_guesses", "the right code waits, too");
    }

    [Theory]
    [InlineData("""{ "form": { "nothing": "1" } }""", "form.nothing")]
    [InlineData("""{ "also": ["nothing"] }""", "also.nothing")]
    [InlineData("""{ "applicant": { "name": "a\u0000b" } }""", "applicant.name")]
    [InlineData("""{ "also": [null] }""", "also[0]")]
    [InlineData("""{ "delivery": "pigeon" }""", "delivery")]
    [InlineData("""{ "form": [] }""", "form")]
    [InlineData("""{ "unknown": 1 }""", "unknown")]
    public async Task What_is_wrong_in_a_draft_is_told_and_nothing_changes(string body, string field)
    {
        var (number, code) = await BeginAsync("1383333" + Random.Shared.Next(1_000, 9_999));
        var before = await SendAsync(HttpMethod.Get, $"{Prechecks}/{number}", code);
        var refused = await SendAsync(HttpMethod.Put, $"{Prechecks}/{number}", code, body);
        refused.Status.ShouldBe(400, refused.Text);
        refused.Text.ShouldContain(field);
        (await SendAsync(HttpMethod.Get, $"{Prechecks}/{number}", code)).Text.ShouldBe(before.Text);
        (await SendAsync(HttpMethod.Delete, $"{Prechecks}/{number}", code)).Status.ShouldBe(204);
        (await SendAsync(HttpMethod.Get, $"{Prechecks}/{number}", code)).Status.ShouldBe(404, "it is gone");
    }

    [Fact]
    public async Task A_request_that_is_sent_twice_begins_one_and_books_one()
    {
        var body = $$"""{ "itemCode": "{{Catering.ItemCode}}", "phone": "13822220003" }""";
        var once = await SendAsync(HttpMethod.Post, Prechecks, null, body, key: "citizen-17");
        var twice = await SendAsync(HttpMethod.Post, Prechecks, null, body, key: "citizen-17");
        twice.Text.ShouldBe(once.Text);
        (await SendAsync(HttpMethod.Post, Prechecks, null, body.Replace("0003", "0004"), key: "citizen-17")).Code.ShouldBe(
            "idempotency_key_reused"
        );

        var time = (await TimesAsync("LATE"))[^1];
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(_ => SendAsync(HttpMethod.Post, Bookings, null, Booking("LATE", time, "13822220005"), key: "b-17"))
        );
        answers.Select(answer => (answer.Status, answer.Text)).Distinct().ShouldHaveSingleItem().Status.ShouldBe(201);
        (await FreeAsync("LATE", time)).ShouldBe(1, "one of two places is taken");
    }

    [Fact]
    public async Task A_form_that_is_pressed_twice_books_one_time()
    {
        var browser = new Browser(door.Address);
        var page = await browser.OpenAsync("/book?Offer=NOON");
        var (day, start) = (await TimesAsync("NOON"))[^1];
        var key = System.Text.RegularExpressions.Regex.Match(page.Html, "name=\"key\" value=\"([0-9a-f]{32})\"").Groups[1].Value;
        (string, string)[] form = [("key", key), ("time", $"{day} {start[..5]}"), ("name", "张三"), ("phone", "13822220006")];
        var told = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => browser.SendAsync(page, "/book?Offer=NOON", "book", form)));
        told.Select(one => System.Text.RegularExpressions.Regex.Match(one.Html, "YY[0-9]{8}").Value)
            .Distinct()
            .ShouldHaveSingleItem()
            .ShouldNotBeEmpty();
        (await FreeAsync("NOON", (day, start))).ShouldBe(1);
    }

    [Fact]
    public async Task A_time_is_booked_looked_at_put_into_a_calendar_moved_and_cancelled()
    {
        var offers = (await SendAsync(HttpMethod.Get, "/api/public/booking-offers", null))["items"]!.AsArray();
        offers
            .Select(offer => offer!["kind"]!.GetValue<string>())
            .ShouldBe(["window", "midday", "offPeak", "extended", "homeVisit"], ignoreOrder: true);
        var times = await TimesAsync("HALL");
        var booked = await SendAsync(HttpMethod.Post, Bookings, null, Booking("HALL", times[^1], "13822220007"));
        booked.Status.ShouldBe(201, booked.Text);
        booked.Headers["Location"].ShouldBe($"{Bookings}/{booked["booking"]}");
        var (one, code) = ($"{Bookings}/{booked["booking"]}", booked["code"]!.GetValue<string>());
        (await SendAsync(HttpMethod.Get, one, code))["offerName"]!.GetValue<string>().ShouldBe("Comprehensive window");
        (await SendAsync(HttpMethod.Get, one, null)).Code.ShouldBe("public_booking_not_found");
        var file = await SendAsync(HttpMethod.Get, one + "/invitation", code);
        file.ContentType.ShouldBe("text/calendar");
        file.Text.ShouldContain("BEGIN:VEVENT");
        var moved = await SendAsync(HttpMethod.Post, one + "/move", code, Time(times[^2]));
        moved.Status.ShouldBe(200, moved.Text);
        (await SendAsync(HttpMethod.Post, one + "/move", code, """{ "day": "2026-02-30", "start": "09:00" }""")).Status.ShouldBe(400);
        (await SendAsync(HttpMethod.Post, one + "/move", code, """{ "day": "2020-01-02", "start": "09:00" }""")).Code.ShouldBe(
            "booking_no_such_time"
        );
        (await SendAsync(HttpMethod.Post, one + "/cancellation", code))["status"]!.GetValue<string>().ShouldBe("cancelled");
        (await SendAsync(HttpMethod.Post, one + "/cancellation", code)).Code.ShouldBe("booking_status_conflict");
    }

    [Theory]
    [InlineData("NOTHING", "张三", "13822220008", null, "booking_offer_unknown")]
    [InlineData("HALL", "", "13822220008", null, "name")]
    [InlineData("HALL", "张三", "02912345678", null, "phone_not_mobile")]
    [InlineData("HALL", "张三", "1", null, "phone")]
    [InlineData("HOME", "张三", "13822220008", null, "booking_address_missing")]
    public async Task What_is_wrong_in_a_booking_is_told(string offer, string name, string phone, string? address, string code)
    {
        var body = Json(Booking(offer, (await TimesAsync("HALL"))[^1], phone));
        (body["name"], body["address"]) = (name, address);
        var refused = await SendAsync(HttpMethod.Post, Bookings, null, body.ToJsonString());
        refused.Status.ShouldBeInRange(400, 409, refused.Text);
        refused.Text.ShouldContain(code);
        (await SendAsync(HttpMethod.Get, "/api/public/booking-offers/NOTHING/times", null)).Code.ShouldBe("booking_offer_unknown");
    }

    private static string Filled =>
        """
            {
              "applicant": { "kind": "person", "name": "张三", "idNumber": "61010418900101003X", "phone": "13822220001" },
              "form": { "shopName": "接口小馆" },
              "delivery": "window"
            }
            """;

    private static JsonObject Good(JsonNode revision, List<string> papers) =>
        new()
        {
            ["revision"] = revision.GetValue<int>(),
            ["papers"] = new JsonArray([.. papers.Select(paper => new JsonObject { ["paper"] = paper, ["verdict"] = "good" })]),
        };

    private static string Booking(string offer, (string Day, string Start) time, string phone) =>
        $$"""{ "offer": "{{offer}}", "day": "{{time.Day}}", "start": "{{time.Start}}", "name": "张三", "phone": "{{phone}}" }""";

    private static string Time((string Day, string Start) time) => $$"""{ "day": "{{time.Day}}", "start": "{{time.Start}}" }""";

    private static JsonObject Json(string text) => JsonNode.Parse(text)!.AsObject();

    private async Task<(string Number, string Code)> BeginAsync(string phone)
    {
        var begun = await SendAsync(
            HttpMethod.Post,
            Prechecks,
            null,
            $$"""{ "itemCode": "{{Catering.ItemCode}}", "phone": "{{phone}}" }"""
        );
        begun.Status.ShouldBe(201, begun.Text);
        return (begun["precheck"]!.GetValue<string>(), begun["code"]!.GetValue<string>());
    }

    private async Task<List<(string Day, string Start)>> TimesAsync(string offer) =>
        [
            .. (await SendAsync(HttpMethod.Get, $"/api/public/booking-offers/{offer}/times", null))["items"]!
                .AsArray()
                .SelectMany(day =>
                    day!["times"]!.AsArray().Select(time => (day["day"]!.GetValue<string>(), time!["start"]!.GetValue<string>()))
                ),
        ];

    private async Task<int> FreeAsync(string offer, (string Day, string Start) at) =>
        (await SendAsync(HttpMethod.Get, $"/api/public/booking-offers/{offer}/times", null))["items"]!
            .AsArray()
            .Single(day => day!["day"]!.GetValue<string>() == at.Day)!["times"]!
            .AsArray()
            .Single(time => time!["start"]!.GetValue<string>() == at.Start)!["free"]!.GetValue<int>();

    private Task<Answer> FileAsync(string one, string code, string paper, string name, byte[] content)
    {
        var bytes = new ByteArrayContent(content) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } };
        return SendAsync(HttpMethod.Post, $"{one}/files?paper={paper}&name={Uri.EscapeDataString(name)}", code, bytes);
    }

    private Task<Answer> SendAsync(HttpMethod method, string path, string? code, string? body = null, string? key = null) =>
        SendAsync(method, path, code, body is null ? null : new StringContent(body, new MediaTypeHeaderValue("application/json")), key);

    private async Task<Answer> SendAsync(HttpMethod method, string path, string? code, HttpContent? content, string? key = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (code is not null)
            request.Headers.Add("Query-Code", code);
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        using var answer = await _citizen.SendAsync(request, Cancellation);
        return new(
            (int)answer.StatusCode,
            answer.Content.Headers.ContentType?.MediaType,
            await answer.Content.ReadAsStringAsync(Cancellation)
        )
        {
            Headers = answer.Headers.ToDictionary(header => header.Key, header => string.Join(",", header.Value)),
        };
    }
}
