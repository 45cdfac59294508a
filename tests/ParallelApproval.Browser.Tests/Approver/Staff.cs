using System.Text.RegularExpressions;
using Microsoft.Playwright;
using ParallelApproval.Web;

namespace ParallelApproval.Browser.Approver;

/// <summary>What tests of the staff's pages have in common: cases to work on, and pages that are awake.</summary>
internal static class Staff
{
    public static async Task<string> ReceiveAsync(this FrontDoor door)
    {
        var answer = await (await door.AsAsync("clerk")).PostAsync("/api/cases", Catering.Application(accept: true));
        answer.Status.ShouldBe(201, answer.Text);
        return answer["caseNumber"]!.GetValue<string>();
    }

    public static async Task DecideAsync(this FrontDoor door, string number, int branch)
    {
        var answer = await (await door.AsAsync("approver-" + Catering.Departments[branch - 1])).DecideAsync(
            Catering.Task(number, branch),
            Catering.Approval()
        );
        answer.Status.ShouldBe(200, answer.Text);
    }

    /// <summary>Opens a page of the staff and waits until it answers to keys.</summary>
    public static async Task<Visit> OpenAsAsync(this Chromium chromium, FrontDoor door, string userName, string path)
    {
        var visit = await Visit.BeginAsync(chromium, door.Address, new Reader(Height: 900));
        await visit.OpenAsAsync(userName, path);
        await visit.Page.ComesToAsync(new("^" + Regex.Escape(new Uri(door.Address, path).ToString()) + "$"));
        await visit.IsAwakeAsync();
        return visit;
    }

    /// <summary>The element has the focus of its document; the window itself may lie behind another.</summary>
    public static Task FocusComesToAsync(this IPage page, string selector) =>
        page.WaitForFunctionAsync("selector => document.activeElement?.matches(selector)", selector);

    /// <summary>
    /// The browser comes to stand at such an address; where it never does, the failure tells what the screen says. It is asked again and
    /// again: Playwright's own waiting for an address misses a page that is turned at the instant when it begins to wait.
    /// </summary>
    public static async Task ComesToAsync(this IPage page, Regex address)
    {
        try
        {
            await Assertions.Expect(page).ToHaveURLAsync(address);
        }
        catch (PlaywrightException never)
        {
            throw new TimeoutException($"Still at {page.Url}, which says: {await page.Locator("body").InnerTextAsync()}", never);
        }
    }

    /// <summary>The page is on its open connection.</summary>
    public static Task IsAwakeAsync(this Visit visit) => Assertions.Expect(visit.Page.Locator("main[data-awake]")).ToHaveCountAsync(1);
}
