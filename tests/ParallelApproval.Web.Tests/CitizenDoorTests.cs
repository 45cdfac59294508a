using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace ParallelApproval.Web;

/// <summary>What citizens meet at the public door: their own story, papers that can be verified, and answers in words.</summary>
[Collection<OneDoor>]
public sealed partial class CitizenDoorTests(FrontDoor door)
{
    private readonly Browser _anybody = new(door.Address);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stranger_who_tries_wrong_codes_shuts_himself_out_and_not_the_owner()
    {
        var (number, code) = await ReceivedAsync();
        using var stranger = From(IPAddress.Parse("127.0.0.2"));
        var wrong = code == "000000" ? "000001" : "000000";
        for (var i = 0; i < 5; i++)
            (await StatusAsync(stranger, number, wrong)).ShouldBe(HttpStatusCode.NotFound);
        (await StatusAsync(stranger, number, wrong)).ShouldBe(HttpStatusCode.TooManyRequests);
        (await door.Anonymous.GetAsync($"/api/public/cases/{number}?code={code}")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_number_is_understood_with_blanks_full_width_digits_and_a_small_x()
    {
        var (number, code) = await ReceivedAsync();
        static string Wide(string text) => string.Concat(text.Select(c => char.IsAsciiDigit(c) ? (char)(c + 0xFEE0) : c));
        var typed = $"{number[..6]} {number[6..14]} {Wide(number[14..]).ToLowerInvariant()}";
        (await TrackAsync(typed, Wide(code))).Html.ShouldContain("What happened");
    }

    [Fact]
    public async Task Too_many_requests_are_told_to_a_browser_in_words_and_the_board_comes_back_by_itself()
    {
        await using var strict = await FrontDoor.OpenAsync(
            door.Database.Source,
            "Demo",
            Cancellation,
            settings: "--ParallelApproval:Rates:PublicAMinute=1"
        );
        await strict.StartAsync(Cancellation);
        var server = strict.Services.GetRequiredService<IServer>();
        var address = new Uri(server.Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        using var http = new HttpClient { BaseAddress = address };
        http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        http.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
        (await http.GetAsync("/board", Cancellation)).Dispose();
        using var refused = await http.GetAsync("/board", Cancellation);
        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        (await refused.Content.ReadAsStringAsync(Cancellation)).ShouldContain("<h1>Too many requests</h1>");
        int.Parse(refused.Headers.GetValues("Refresh").Single(), CultureInfo.InvariantCulture).ShouldBeInRange(1, 60);
        using var program = new HttpClient { BaseAddress = address };
        (await program.GetStringAsync("/health/live", Cancellation)).ShouldNotBeEmpty();
        using var problem = await program.GetAsync("/api/public/items", Cancellation);
        problem.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        await strict.StopAsync(Cancellation);
    }

    [Theory]
    [InlineData("/guide")]
    [InlineData("/board")]
    [InlineData("/api/public/items")]
    public async Task What_can_be_got_can_be_asked_for_without_its_body(string path)
    {
        using var http = new HttpClient { BaseAddress = door.Address };
        using var answer = await http.SendAsync(new(HttpMethod.Head, path), Cancellation);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsByteArrayAsync(Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused_in_words()
    {
        var page = await _anybody.SendAsync("/track", ("_handler", "track"), ("Number", "1"), ("Code", "1"));
        page.Status.ShouldBe(HttpStatusCode.BadRequest);
        page.Html.ShouldContain("open the page again");
        using var program = new HttpClient { BaseAddress = door.Address };
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("_handler", "track")]);
        using var answer = await program.PostAsync("/track", form, Cancellation);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync(Cancellation)).ShouldContain("\"code\":\"form_forged\"");
    }

    [Fact]
    public async Task A_form_that_its_page_has_no_more_is_refused_in_words()
    {
        var page = await _anybody.OpenAsync("/track");
        var gone = await _anybody.SendAsync(page, "/track", "what-was-there-before");
        gone.Status.ShouldBe(HttpStatusCode.Conflict);
        gone.Html.ShouldContain("the matter went on meanwhile");
    }

    [Fact]
    public async Task Who_has_to_bring_papers_reads_which_why_until_when_and_what_follows_otherwise()
    {
        var clerk = await door.AsAsync("clerk");
        var (number, code) = await ReceivedAsync();
        var told = await clerk.PostAsync(
            $"/api/cases/{number}/correction-notice",
            new JsonObject
            {
                ["faults"] = new JsonArray(
                    new JsonObject
                    {
                        ["materialCode"] = "M05",
                        ["problem"] = "租期已满",
                        ["wanted"] = "提交有效的租赁合同",
                    }
                ),
            }
        );
        told.Status.ShouldBe(200, told.Text);
        var page = await TrackAsync(number, code);
        page.Html.ShouldContain("What you have to do");
        page.Html.ShouldContain("租期已满");
        page.Html.ShouldContain("提交有效的租赁合同");
        page.Html.ShouldContain(told["answerDue"]!.GetValue<string>());
        page.Html.ShouldContain("it counts as withdrawn");
        page.Html.ShouldContain("What happened");
        page.Html.ShouldContain("12345");
        (await door.Anonymous.GetAsync($"/api/public/cases/{number}?code={code}"))["asks"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Who_was_refused_reads_why_and_what_he_can_do_and_who_stands_still_until_when()
    {
        var (number, code) = await ReceivedAsync(accept: true);
        var stop = await (await door.AsAsync("approver-gsj")).PostAsync(
            Catering.Task(number, 2) + "/stop",
            new JsonObject
            {
                ["ground"] = "expertReview",
                ["plannedDays"] = 4,
                ["noticeDelivered"] = true,
            }
        );
        stop.Status.ShouldBe(200, stop.Text);
        var stopped = await TrackAsync(number, code);
        stopped.Html.ShouldContain("The clock stands still");
        stopped.Html.ShouldContain("Planned until");

        var (refused, itsCode) = await ReceivedAsync(accept: true);
        (
            await (await door.AsAsync("approver-syj")).DecideAsync(
                Catering.Task(refused, 1),
                new JsonObject
                {
                    ["decision"] = "refuse",
                    ["opinion"] = "不符合条件。",
                    ["reasons"] = "经营场所与污染源过近。",
                }
            )
        ).Status.ShouldBe(200);
        await door.HearAsync();
        var page = await TrackAsync(refused, itsCode);
        page.Html.ShouldContain("经营场所与污染源过近。");
        page.Html.ShouldContain("Within 60 days");
        page.Html.ShouldContain("Decision to refuse");
    }

    [Fact]
    public async Task A_pdf_is_compared_with_what_was_issued()
    {
        var (number, code) = await door.FinishAsync();
        var page = await TrackAsync(number, code);
        var paper = PaperNumber().Match(page.Html).Groups[1].Value;
        paper.ShouldNotBeEmpty();
        var pdf = await OwnPaperAsync(page, number, code, paper);
        Encoding.ASCII.GetString(pdf[..5]).ShouldBe("%PDF-");
        (await CompareAsync(pdf)).ShouldContain(">Genuine<");

        var altered = pdf.ToArray();
        altered[^20]++;
        (await CompareAsync(altered)).ShouldContain(">Altered<");
        (await CompareAsync([.. "%PDF-1.7 of somebody else"u8])).ShouldContain(">Unknown<");
        (await CompareAsync([.. "no pdf at all"u8])).ShouldContain("Choose a PDF file.");
        (await OwnPaperAsync(page, number, code == "000000" ? "000001" : "000000", paper)).ShouldNotBe(pdf);
    }

    [Fact]
    public async Task A_certificate_is_verified_by_its_number_alone_with_its_holder_masked()
    {
        var (number, _) = await door.FinishAsync();
        var page = await _anybody.OpenAsync($"/verify?Number={number}-01");
        page.Html.ShouldContain($"{number}-01");
        page.Html.ShouldContain("Valid");
        page.Html.ShouldContain("张*");
        page.Html.ShouldNotContain("张三");
        (await _anybody.OpenAsync($"/verify?Number={number}-09")).Html.ShouldContain("do not belong together");
    }

    [Fact]
    public async Task A_kiosk_begins_anew_for_the_next_citizen_and_never_leads_to_the_sign_in_of_the_staff()
    {
        var terminal = new HttpClient(new HttpClientHandler { CookieContainer = new() }) { BaseAddress = door.Address };
        terminal.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        using var first = await terminal.GetAsync("/kiosk", Cancellation);
        using var home = await terminal.GetAsync("/", Cancellation);
        home.RequestMessage!.RequestUri!.AbsolutePath.ShouldBe("/kiosk");
        using var track = await terminal.GetAsync("/track", Cancellation);
        track.Headers.GetValues("Refresh").Single().ShouldBe("120;url=/kiosk?begin=1");
        using var board = await terminal.GetAsync("/board", Cancellation);
        (await board.Content.ReadAsStringAsync(Cancellation)).ShouldContain("href=\"/kiosk\"");
        using var english = await terminal.GetAsync("/language?to=en&back=/guide", Cancellation);
        (await english.Content.ReadAsStringAsync(Cancellation)).ShouldContain("lang=\"en\"");
        using var next = await terminal.GetAsync("/kiosk?begin=1", Cancellation);
        next.Headers.Contains("Refresh").ShouldBeFalse("nothing is left to be forgotten");
        using var after = await terminal.GetAsync("/guide", Cancellation);
        (await after.Content.ReadAsStringAsync(Cancellation)).ShouldContain("lang=\"zh-CN\"");
    }

    [Fact]
    public async Task The_form_of_an_item_is_there_blank_and_filled_in_as_a_sample()
    {
        var guide = await _anybody.OpenAsync($"/guide/{Catering.ItemCode}");
        guide.Html.ShouldContain($"href=\"/guide/{Catering.ItemCode}/form.pdf\"");
        using var http = new HttpClient { BaseAddress = door.Address };
        var blank = TextOf(await http.GetByteArrayAsync($"/guide/{Catering.ItemCode}/form.pdf", Cancellation));
        blank.ShouldContain("字号（店名）");
        blank.ShouldContain("经营场所地址");
        blank.ShouldContain("领取方式");
        blank.ShouldNotContain("张三");
        var sample = TextOf(await http.GetByteArrayAsync($"/guide/{Catering.ItemCode}/sample.pdf?lang=en", Cancellation));
        sample.ShouldContain("填写样表");
        sample.ShouldContain("张三");
        sample.ShouldContain("窗口领取");
        using var none = await http.GetAsync("/guide/000000-XX-000/form.pdf", Cancellation);
        none.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_first_receipt_is_a_file_for_the_window_and_for_who_has_number_and_code()
    {
        var (number, code) = await ReceivedAsync();
        var own = TextOf(await OwnPaperAsync(await TrackAsync(number, code), number, code, "receipt"));
        own.ShouldContain(number);
        own.ShouldContain(code);
        var clerk = await Browser.SignInAsync(door.Address, "clerk");
        (await clerk.OpenAsync($"/cases/{number}/receipt")).Html.ShouldContain($"/cases/{number}/receipt.pdf");
        TextOf(await clerk.BytesAsync($"/cases/{number}/receipt.pdf")).ShouldBe(own);
    }

    private static string TextOf(byte[] file)
    {
        using var read = UglyToad.PdfPig.PdfDocument.Open(file);
        return string.Concat(read.GetPages().SelectMany(page => page.Letters).Select(letter => letter.Value));
    }

    [Fact]
    public async Task Staff_find_a_case_by_what_a_citizen_says_at_the_window()
    {
        var (number, _) = await ReceivedAsync();
        var clerk = await door.AsAsync("clerk");
        foreach (var said in new[] { number[^6..^1], "138 0000", "１３８００００", "张三" })
        {
            var found = await clerk.GetAsync("/api/cases?limit=200&search=" + Uri.EscapeDataString(said));
            found.Text.ShouldContain(number, customMessage: said);
            // The same with nothing in the address.
            var posted = await clerk.PostAsync("/api/cases/search", new JsonObject { ["search"] = said, ["limit"] = 200 });
            posted.Text.ShouldBe(found.Text, customMessage: said);
        }
    }

    [Theory]
    [InlineData("""{"limit":0}""", "limit")]
    [InlineData("""{"limit":201}""", "limit")]
    [InlineData("""{"cursor":"no number"}""", "cursor")]
    [InlineData("""{"status":"nowhere"}""", "status")]
    [InlineData("""{"search":7}""", "search")]
    [InlineData("""{"search":"*"}""", "search")]
    public async Task A_search_that_makes_no_sense_is_refused_at_its_field(string body, string field)
    {
        var refused = await (await door.AsAsync("clerk")).PostAsync(
            "/api/cases/search",
            JsonNode.Parse(body.Replace("*", new('李', 201)))!
        );
        refused.Status.ShouldBe(400, refused.Text);
        refused.Text.ShouldContain($"\"{field}\"");
    }

    [Fact]
    public async Task A_search_goes_on_where_the_page_before_ended_and_anybody_is_not_answered()
    {
        await ReceivedAsync();
        await ReceivedAsync();
        var clerk = await door.AsAsync("clerk");
        var first = await clerk.PostAsync("/api/cases/search", new JsonObject { ["limit"] = 1, ["open"] = true });
        var next = await clerk.PostAsync(
            "/api/cases/search",
            new JsonObject
            {
                ["limit"] = 1,
                ["open"] = true,
                ["cursor"] = first["nextCursor"]!.GetValue<string>(),
            }
        );
        next["items"]![0]!["caseNumber"]!.GetValue<string>().ShouldNotBe(first["items"]![0]!["caseNumber"]!.GetValue<string>());
        (await door.Anonymous.PostAsync("/api/cases/search", new JsonObject())).Status.ShouldBe(401);
    }

    private async Task<(string Number, string Code)> ReceivedAsync(bool accept = false)
    {
        var receipt = await (await door.AsAsync("clerk")).PostAsync("/api/cases", Catering.Application(accept));
        receipt.Status.ShouldBe(201, receipt.Text);
        return (receipt["caseNumber"]!.GetValue<string>(), receipt["queryCode"]!.GetValue<string>());
    }

    private async Task<Page> TrackAsync(string number, string code) =>
        await _anybody.SendAsync(await _anybody.OpenAsync("/track"), "/track", "track", ("Number", number), ("Code", code));

    private async Task<byte[]> OwnPaperAsync(Page page, string number, string code, string paper)
    {
        using var form = new FormUrlEncodedContent([
            KeyValuePair.Create("__RequestVerificationToken", Token().Match(page.Html).Groups[1].Value),
            KeyValuePair.Create("number", number),
            KeyValuePair.Create("code", code),
            KeyValuePair.Create("paper", paper),
        ]);
        return await _anybody.PostAsync("/track/paper", form);
    }

    private async Task<string> CompareAsync(byte[] file)
    {
        var page = await _anybody.OpenAsync("/verify");
        using var form = new MultipartFormDataContent
        {
            { new StringContent("verify-file"), "_handler" },
            { new StringContent(Token().Match(page.Html).Groups[1].Value), "__RequestVerificationToken" },
            { new ByteArrayContent(file), "File", "paper.pdf" },
        };
        return Encoding.UTF8.GetString(await _anybody.PostAsync("/verify", form));
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient http, string number, string code)
    {
        using var answer = await http.GetAsync($"/api/public/cases/{number}?code={code}", Cancellation);
        return answer.StatusCode;
    }

    // All of 127.0.0.0/8 is this machine; the server sees from which address it is asked.
    private HttpClient From(IPAddress address) =>
        new(
            new SocketsHttpHandler
            {
                ConnectCallback = async (context, cancellation) =>
                {
                    var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                    socket.Bind(new IPEndPoint(address, 0));
                    await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellation);
                    return new NetworkStream(socket, ownsSocket: true);
                },
            }
        )
        {
            BaseAddress = door.Address,
        };

    [GeneratedRegex("__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("name=\"paper\" value=\"([^\"]+)\"")]
    private static partial Regex PaperNumber();
}
