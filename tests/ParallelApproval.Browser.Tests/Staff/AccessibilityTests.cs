using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using ParallelApproval.Bulletins;
using ParallelApproval.Web;
using static Microsoft.Playwright.Assertions;
using Catering = ParallelApproval.Web.Catering;

namespace ParallelApproval.Browser.Staff;

/// <summary>Every page there is, in light and dark, on a desk and on a phone (WCAG 2.2 AA as far as a machine can tell).</summary>
public abstract class AccessibilityTests(FrontDoor door, Chromium chromium)
{
    private string _rating = "",
        _complaint = "";

    private static readonly string[] OpenToAll =
    [
        "/",
        "/login",
        "/track",
        "/refusals",
        "/not-found",
        "/guide",
        "/guide/" + Catering.ItemCode,
        "/results",
        "/rate",
        "/complain",
        "/board",
        "/kiosk",
        "/verify",
        "/book",
        "/book?Offer=HALL",
        "/apply",
        "/apply?Item=" + Catering.ItemCode,
    ];

    protected async Task LookAsync(string who)
    {
        await using var visit = await Visit.BeginAsync(chromium, door.Address, new Reader());
        var number = await CaseAsync();
        if (who == "supervisor")
            await SpeakAsync();
        if (who != "anybody")
            await visit.OpenAsAsync(who, "/login");
        var faults = new List<string>();
        foreach (var path in Pages(who, number))
        {
            await visit.Page.GotoAsync(path);
            await Expect(visit.Page.Locator("h1").First).ToBeVisibleAsync();
            // While the connection is made a page is drawn anew, and for that moment it has no title.
            await visit.Page.WaitForFunctionAsync(
                "() => !document.querySelector('main.work') || document.querySelector('main[data-awake]')"
            );
            await Expect(visit.Page).ToHaveTitleAsync(new Regex("."));
            await Expect(visit.Page.Locator("h1").First).ToBeVisibleAsync();
            if (path == "/receive")
                await FillAsync(visit.Page);
            // The board in the hall has no reader who could lose his place, and no script that could renew it otherwise.
            faults.AddRange((await visit.Page.FaultsAsync(path == "/board" ? "meta-refresh" : null)).Select(fault => $"{path} {fault}"));
        }

        faults.ShouldBeEmpty();
        visit.Foreign.ShouldBeEmpty();
    }

    private IEnumerable<string> Pages(string who, string number) =>
        who switch
        {
            "anybody" => OpenToAll,
            "clerk" => ["/window", "/receive", "/cases", $"/cases/{number}", $"/cases/{number}/receipt", "/account"],
            "manager" =>
            [
                "/cases",
                $"/cases/{number}",
                "/figures",
                "/figures/cases?figure=Received",
                "/figures/headline",
                "/figures/headline/cases",
                "/publication",
                "/administration/blocks",
                "/disposals",
            ],
            "supervisor" =>
            [
                "/appraisal?provisional=true",
                "/appraisal/cases?provisional=true",
                "/evaluation",
                $"/evaluation/{_rating}",
                "/evaluation/complaints",
                $"/evaluation/complaints/{_complaint}",
                "/supervision/spot-checks",
                "/figures/bulletins",
                $"/figures/bulletins?provisional=true&period="
                    + BulletinPeriod.Of(BulletinKind.Quarterly, ShanghaiTime.OfficialToday(TimeProvider.System)),
            ],
            "admin" =>
            [
                "/administration",
                "/administration/letters?For=SYJ",
                "/administration/absences",
                "/administration/officers",
                "/administration/officers/clerk",
                "/administration/departments?Code=STREET",
                "/administration/windows",
                "/administration/seals?Seal=6101040001",
                "/administration/items",
                "/administration/calendars",
                "/administration/settings",
            ],
            "designer" => ["/flows", "/flows/parallel-approval", "/templates", "/window", "/administration/items/" + Catering.ItemCode],
            _ => ["/tasks", "/cases", $"/cases/{number}", Catering.Task(number, 1)["/api".Length..], "/phrases"],
        };

    // A form that was refused, so that summary and faults are there too.
    private static async Task FillAsync(IPage page)
    {
        await Expect(page.Locator("#receipt .steps")).ToBeEnabledAsync();
        await page.Locator("#itemCode").FillAsync("cydk");
        await Expect(page.Locator(".found li")).ToHaveCountAsync(1);
        await page.Locator("#itemCode").PressAsync("Enter");
        await page.Locator("#applicant\\.idNumber").FillAsync("61010418900101003X");
        await page.Keyboard.PressAsync("F4");
        foreach (var key in new[] { "Space", "n" })
            await page.Keyboard.PressAsync(key);
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.Locator(".faults")).ToBeVisibleAsync();
    }

    // A bad rating and a complaint, so that there is something to answer.
    private async Task SpeakAsync()
    {
        var (number, code) = await door.FinishAsync();
        _rating = (
            await door.Anonymous.PostAsync(
                "/api/public/evaluations",
                new JsonObject
                {
                    ["caseNumber"] = number,
                    ["queryCode"] = code,
                    ["grade"] = "dissatisfied",
                    ["reasons"] = new JsonArray("tooSlow"),
                    ["comment"] = "等了很久",
                }
            )
        )["rating"]!.GetValue<string>();
        _complaint = (
            await door.Anonymous.PostAsync(
                "/api/public/complaints",
                new JsonObject
                {
                    ["subject"] = "attitude",
                    ["words"] = "窗口无人应答",
                    ["against"] = "SYJ",
                }
            )
        )["complaint"]!.GetValue<string>();
    }

    // With a file among its papers, so that the list of files is there too.
    private async Task<string> CaseAsync()
    {
        var clerk = await door.AsAsync("clerk");
        var number = (await clerk.PostAsync("/api/cases", Catering.Application(accept: true)))["caseNumber"]!.GetValue<string>();
        var filed = await clerk.SendAsync(
            HttpMethod.Post,
            $"/api/cases/{number}/scans?paper=M01&name=a.pdf",
            "%PDF-1.7\n",
            "application/octet-stream"
        );
        filed.Status.ShouldBe(200, filed.Text);
        return number;
    }
}

/// <inheritdoc cref="AccessibilityTests"/>
/// <remarks>Two classes, so that the longest walk of all has two hands.</remarks>
[Collection<OneDoor>]
public sealed class AccessibilityAtTheWindowTests(FrontDoor door, Chromium chromium) : AccessibilityTests(door, chromium)
{
    [Theory]
    [InlineData("anybody")]
    [InlineData("clerk")]
    [InlineData("approver-syj")]
    [InlineData("designer")]
    public Task No_page_has_a_fault_that_axe_knows_nor_scrolls_sideways(string who) => LookAsync(who);
}

/// <inheritdoc cref="AccessibilityTests"/>
[Collection<SecondDoor>]
public sealed class AccessibilityBehindTheWindowTests(FrontDoor door, Chromium chromium) : AccessibilityTests(door, chromium)
{
    [Theory]
    [InlineData("manager")]
    [InlineData("supervisor")]
    [InlineData("admin")]
    public Task No_page_has_a_fault_that_axe_knows_nor_scrolls_sideways(string who) => LookAsync(who);
}
