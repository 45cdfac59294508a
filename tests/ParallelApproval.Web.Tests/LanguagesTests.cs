using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace ParallelApproval.Web;

/// <summary>
/// A page speaks one language: every page of everybody and of each role is read in both, and no words of the other stand outside what
/// somebody typed, names, codes, and elements that say that they are in the other one (<c>lang</c>). On a house of its own: what others
/// have typed before stands on the pages of a shared one.
/// </summary>
public sealed partial class LanguagesTests(FrontDoor door) : IClassFixture<FrontDoor>
{
    // What is called so in both languages.
    private static readonly string[] InBoth =
    [
        .. "ParallelApproval PDF CSV JSON Excel Liquid HTML JPEG PNG OFD Esc Ctrl Alt Home End Enter Tab Shift Demo".Split(' '),
        .. "PostgreSQL Elsa Studio Chromium English HTTP API approver appsettings year status published noticeNumber".Split(' '),
        .. "applicant name product expectedVersion templates cyd true false json clerk data NotCounted Base".Split(' '),
        .. "keys holidays Idempotency MiB".Split(' '),
    ];

    // What the persons of this test have typed, and what is given to papers as a name.
    private static readonly string[] Typed =
    [
        .. "张三 张* 莲湖小馆 西大街1号 现场符合要求。 刘芳、王强 “材料齐全，符合条件，同意。”".Split(' '),
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_on_a_page_is_in_the_other_language()
    {
        var (number, code) = await door.FinishAsync();
        var open = (await (await door.AsAsync("clerk")).PostAsync("/api/cases", Catering.Application(accept: true)))[
            "caseNumber"
        ]!.GetValue<string>();
        var stories = await StoriesAsync();
        await door.HearAsync();
        var found = new List<string>();
        foreach (var english in (bool[])[true, false])
        {
            var anybody = new Browser(door.Address);
            await anybody.OpenAsync("/language?to=" + (english ? "en" : "zh") + "&back=/track");
            foreach (
                var path in (string[])
                    ["/", "/guide", "/guide/" + Catering.ItemCode, "/results", "/rate", "/complain", "/board", "/kiosk", "/track"]
            )
                found.AddRange(Strangers(await anybody.OpenAsync(path), path, english));
            found.AddRange(await BeforehandAsync(anybody, english));
            foreach (var (tracked, opens, what) in ((string, string, string)[])[(number, code, "finished"), .. stories])
            {
                var form = await anybody.OpenAsync("/track");
                var told = await anybody.SendAsync(form, "/track", "track", ("Number", tracked), ("Code", opens));
                told.Html.ShouldContain("class=\"story\"", customMessage: what);
                found.AddRange(Strangers(told, "/track of " + what, english));
            }

            foreach (var (user, paths) in Pages(number, open))
            {
                var browser = await Browser.SignInAsync(door.Address, user);
                await browser.OpenAsync("/language?to=" + (english ? "en" : "zh") + "&back=/account");
                foreach (var path in paths)
                {
                    var page = await browser.OpenAsync(path);
                    if (page.Status is not HttpStatusCode.OK)
                        found.Add($"{user} {path}: {page.Status}");
                    else
                        found.AddRange(Strangers(page, $"{user} {path}", english));
                }
            }
        }

        if (Environment.GetEnvironmentVariable("LANGUAGES_TO") is { Length: > 0 } kept)
            await File.WriteAllLinesAsync(kept, found, Cancellation);
        found.ShouldBeEmpty(string.Join('\n', found.Take(50)));
        code.ShouldNotBeEmpty();
    }

    // What else a citizen may read of his case: each in a state that has words of its own.
    private async Task<(string Number, string Code, string What)[]> StoriesAsync()
    {
        var (clerk, stories) = (await door.AsAsync("clerk"), new List<(string, string, string)>());
        async Task<string> BeginAsync(string what, bool accept)
        {
            var receipt = await clerk.PostAsync("/api/cases", Catering.Application(accept));
            var number = receipt["caseNumber"]!.GetValue<string>();
            stories.Add((number, receipt["queryCode"]!.GetValue<string>(), what));
            return number;
        }

        async Task DoAsync(Account by, string path, JsonObject body) => (await by.PostAsync(path, body)).Status.ShouldBe(200, path);
        await BeginAsync("received", accept: false);
        var declined = await BeginAsync("declined", accept: false);
        await DoAsync(clerk, $"/api/cases/{declined}/refusal", new() { ["reason"] = "张三", ["competentBody"] = "张三" });
        var asked = await BeginAsync("asked", accept: false);
        await DoAsync(
            clerk,
            $"/api/cases/{asked}/correction-notice",
            new()
            {
                ["faults"] = new JsonArray(
                    new JsonObject
                    {
                        ["materialCode"] = "M01",
                        ["problem"] = "未签字",
                        ["wanted"] = "签字",
                    }
                ),
            }
        );
        var withdrawn = await BeginAsync("withdrawn", accept: true);
        await DoAsync(clerk, $"/api/cases/{withdrawn}/withdrawal", new() { ["reason"] = "不办了" });
        var stopped = await BeginAsync("stopped", accept: true);
        await DoAsync(
            await door.AsAsync("approver-" + Catering.Departments[1]),
            Catering.Task(stopped, 2) + "/stop",
            new()
            {
                ["ground"] = "expertReview",
                ["plannedDays"] = 4,
                ["noticeDelivered"] = true,
            }
        );
        var refused = await BeginAsync("refused", accept: true);
        var refusal = new JsonObject
        {
            ["decision"] = "refuse",
            ["opinion"] = "不同意",
            ["reasons"] = "不合规定",
        };
        (await (await door.AsAsync("approver-" + Catering.Departments[0])).DecideAsync(Catering.Task(refused, 1), refusal)).Status.ShouldBe(
            200
        );
        return [.. stories];
    }

    // What is begun here is opened by a cookie of this browser.
    private static async Task<List<string>> BeforehandAsync(Browser anybody, bool english)
    {
        var (found, start) = (new List<string>(), "/apply?Item=" + Catering.ItemCode);
        var page = await anybody.OpenAsync(start);
        await anybody.SendAsync(page, start, "apply-start", ("ItemCode", Catering.ItemCode), ("phone", "13800001234"));
        var booking = await anybody.OpenAsync("/book?Offer=HOME");
        var time = booking.Html.Split("name=\"time\" value=\"")[^1].Split('"')[0];
        await anybody.SendAsync(
            booking,
            "/book?Offer=HOME",
            "book",
            ("time", time),
            ("name", "张三"),
            ("phone", "13800001234"),
            ("address", "西大街1号")
        );
        foreach (var path in (string[])["/apply", start, "/apply/draft", "/book", "/book?Offer=HALL", "/book/mine"])
            found.AddRange(Strangers(await anybody.OpenAsync(path), path, english));
        return found;
    }

    private static IEnumerable<(string User, string[] Paths)> Pages(string finished, string open) =>
        [
            (
                "clerk",
                [
                    "/window",
                    "/receive",
                    "/prechecks",
                    "/bookings",
                    $"/cases/{open}",
                    $"/cases/{open}/receipt",
                    $"/cases/{finished}",
                    $"/cases/{finished}/delivery",
                ]
            ),
            ("approver-syj", ["/tasks", $"/tasks/{open}-01-1"]),
            (
                "supervisor",
                [
                    "/supervision",
                    "/supervision/orders",
                    "/supervision/orders/new",
                    "/supervision/spot-checks",
                    "/evaluation",
                    "/evaluation/complaints",
                    "/appraisal",
                    "/figures/bulletins",
                    "/publication",
                ]
            ),
            ("manager", ["/cases", "/figures", "/figures/headline", "/waiting"]),
            ("designer", ["/administration/items", "/administration/items/" + Catering.ItemCode, "/templates", "/flows"]),
            (
                "admin",
                [
                    "/administration",
                    "/administration/installation",
                    "/administration/departments",
                    "/administration/officers",
                    "/administration/seals",
                    "/administration/windows",
                    "/administration/offers",
                    "/administration/settings",
                    "/administration/calendars",
                    "/administration/letters",
                    "/import",
                    "/account",
                ]
            ),
        ];

    private static IEnumerable<string> Strangers(Page page, string where, bool english)
    {
        var document = new HtmlParser().ParseDocument(page.Html);
        document.DocumentElement.GetAttribute("lang").ShouldBe(english ? "en" : "zh-CN", where);
        foreach (var node in document.Descendants<IText>())
        {
            if (node.ParentElement is not { } parent || IsNoText(parent))
                continue;
            var spoken = parent.Closest("[lang]")!.GetAttribute("lang")!.StartsWith("zh", StringComparison.Ordinal);
            var text = node.Text.Trim();
            // Nothing of what is said to be in the other language is a stranger there.
            if (spoken == english || text.StartsWith("{\"", StringComparison.Ordinal))
                continue;
            foreach (var typed in Typed)
                text = text.Replace(typed, "", StringComparison.Ordinal);
            text = NoWords().Replace(text.Replace(ProductVersion.Current, "", StringComparison.Ordinal), "");
            var stranger = english ? Chinese().Match(text) : English().Matches(text).FirstOrDefault(word => !InBoth.Contains(word.Value));
            if (stranger is { Success: true })
                yield return $"{(english ? "en" : "zh")} {where}: {text[..Math.Min(80, text.Length)]} <{parent.LocalName} {parent.ClassName}>";
        }
    }

    private static bool IsNoText(IElement parent) =>
        parent.LocalName is "script" or "style" or "code" or "kbd" or "textarea" or "template"
        || parent.Closest(".number, svg, [data-typed]") is not null;

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex Chinese();

    // Numbers of papers, accounts, addresses, names with underscores, codes.
    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}+〔\d{4}〕\d+号|\b[a-z]+-[a-z]+\b|https?://\S+|/[a-z/]+|\w+__\w+|\b[A-Z]{2,}\b")]
    private static partial Regex NoWords();

    [GeneratedRegex("[A-Za-z]{3,}")]
    private static partial Regex English();
}
