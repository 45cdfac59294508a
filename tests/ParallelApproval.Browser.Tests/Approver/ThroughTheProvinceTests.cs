using System.Text.RegularExpressions;
using ParallelApproval.Web;
using static Microsoft.Playwright.Assertions;

namespace ParallelApproval.Browser.Approver;

/// <summary>
/// A page of the staff behind the entrance of a province: signed in by cookie, on its open connection, answering to keys.
/// </summary>
[Collection<OneDoor>]
public sealed class ThroughTheProvinceTests(FrontDoor door, Chromium chromium)
{
    [Fact]
    public async Task An_approver_claims_a_task_on_a_page_that_lives_through_the_entrance()
    {
        Equipment.NeedsBrowser();
        await using var province = await ProvinceDoor.StartAsync();
        await province.EditAsync(province.District(0, "610104", null, door.Address));
        var number = await door.ReceiveAsync();
        await using var visit = await Visit.BeginAsync(chromium, province.Names[0], new Reader(Height: 900));
        await visit.OpenAsAsync("approver-syj", $"/tasks?Search={number}");
        await visit.IsAwakeAsync();
        var page = visit.Page;
        await Expect(page.Locator("[data-row]")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("c");
        await Expect(page.Locator(".results li.good")).ToHaveCountAsync(1);
        visit.Asked.ShouldContain(address => address.StartsWith("ws://127.0.0.2", StringComparison.Ordinal));
        visit.Foreign.ShouldBeEmpty();
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_citizen_comes_from_the_province_to_his_case_without_script()
    {
        Equipment.NeedsBrowser();
        await using var province = await ProvinceDoor.StartAsync();
        await province.EditAsync(province.District(0, "610104", null, door.Address));
        var receipt = await (await door.AsAsync("clerk")).PostAsync("/api/cases", Catering.Application(accept: true));
        await using var visit = await Visit.BeginAsync(chromium, province.Own, new Reader(Width: 390, Height: 844));
        var page = visit.Page;
        await page.GotoAsync("/");
        await page.Locator("input[name=number]").FillAsync(receipt["caseNumber"]!.GetValue<string>());
        await page.Locator("form button").ClickAsync();
        await page.ComesToAsync(new("^" + Regex.Escape(new Uri(province.Names[0], "/track?no=").ToString())));
        await page.Locator("input[name=Code]").FillAsync(receipt["queryCode"]!.GetValue<string>());
        await page.Locator("form.filters button").ClickAsync();
        await Expect(page.Locator(".story")).ToHaveCountAsync(1);
        visit.Complaints.ShouldBeEmpty();
    }
}
