using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using ParallelApproval.Web;
using static Microsoft.Playwright.Assertions;
using Catering = ParallelApproval.Web.Catering;

namespace ParallelApproval.Browser.Public;

/// <summary>What citizens see: on the wall of the hall, on a telephone, and on the sheet that they print and take along.</summary>
[Collection<OneDoor>]
public sealed partial class PublicLooksTests(FrontDoor door, Chromium chromium)
{
    private static readonly string[] Pages =
    [
        "/",
        "/guide",
        "/guide/" + Catering.ItemCode,
        "/track",
        "/results",
        "/verify",
        "/book",
        "/book?Offer=HALL",
        "/apply?Item=" + Catering.ItemCode,
        "/rate",
        "/complain",
        "/kiosk",
        "/board",
    ];

    [Fact]
    public async Task The_board_can_be_read_across_the_hall()
    {
        await using var visit = await Visit.BeginAsync(chromium, door.Address, new Reader(Width: 1920, Height: 1080));
        await visit.Page.GotoAsync("/board");
        var figure = visit.Page.Locator(".board-figures dd").First;
        (await figure.EvaluateAsync<double>("node => parseFloat(getComputedStyle(node).fontSize)")).ShouldBeGreaterThan(48);
        var tops = await visit.Page.Locator(".board-figures > div").EvaluateAllAsync<double[]>("all => all.map(one => one.offsetTop)");
        tops.Distinct().ShouldHaveSingleItem("the figures stand side by side");
    }

    [Fact]
    public async Task No_page_runs_over_the_side_of_a_telephone_and_papers_are_cards_there()
    {
        await using var visit = await Visit.BeginAsync(chromium, door.Address, new Reader(Width: 360));
        foreach (var path in Pages)
        {
            await visit.Page.GotoAsync(path);
            (await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - window.innerWidth")).ShouldBeLessThanOrEqualTo(
                0,
                path
            );
        }

        await visit.Page.GotoAsync("/guide/" + Catering.ItemCode);
        var name = visit.Page.Locator(".stacked tbody tr").First.Locator("td").Nth(1);
        (await name.BoundingBoxAsync())!.Width.ShouldBeGreaterThan(200, "a name is not broken into three letters a line");
        await Expect(visit.Page.Locator(".stacked td[data-label]").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_state_stays_within_the_card_of_its_part()
    {
        var clerk = await door.AsAsync("clerk");
        var receipt = await clerk.PostAsync("/api/cases", Catering.Application(accept: true));
        var (number, code) = (receipt["caseNumber"]!.GetValue<string>(), receipt["queryCode"]!.GetValue<string>());
        var refusal = new System.Text.Json.Nodes.JsonObject
        {
            ["decision"] = "refuse",
            ["opinion"] = "不同意",
            ["reasons"] = "不合规定",
        };
        (await (await door.AsAsync("approver-syj")).DecideAsync(Catering.Task(number, 1), refusal)).Status.ShouldBe(200);
        await using var visit = await Visit.BeginAsync(chromium, door.Address, new Reader(Width: 1000));
        await visit.Page.GotoAsync("/track");
        await visit.Page.Locator("input[name=Number]").FillAsync(number);
        await visit.Page.Locator("input[name=Code]").FillAsync(code);
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(visit.Page.Locator(".lane")).ToHaveCountAsync(6);
        (
            await visit
                .Page.Locator(".lane .state")
                .EvaluateAllAsync<double[]>(
                    "all => all.map(one => one.getBoundingClientRect().right - one.closest('.lane').getBoundingClientRect().right)"
                )
        ).ShouldAllBe(over => over <= 0);
    }

    [Fact]
    public async Task A_guide_is_printed_on_few_sheets_and_none_is_nearly_empty()
    {
        await using var visit = await Visit.BeginAsync(chromium, door.Address, new Reader());
        await visit.Page.GotoAsync("/guide/" + Catering.ItemCode);
        var printed = Encoding.Latin1.GetString(await visit.Page.PdfAsync(new PagePdfOptions { Format = "A4", PreferCSSPageSize = true }));
        Sheets().Count(printed).ShouldBeInRange(1, 3);
        await visit.Page.EmulateMediaAsync(new() { Media = Media.Print });
        await Expect(visit.Page.Locator(".no-print").First).ToBeHiddenAsync();
    }

    [GeneratedRegex("/Type ?/Page[^s]")]
    private static partial Regex Sheets();
}
