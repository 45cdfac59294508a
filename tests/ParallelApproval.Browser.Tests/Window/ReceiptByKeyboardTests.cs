using System.Text.RegularExpressions;
using Microsoft.Playwright;
using ParallelApproval.Browser.Approver;
using ParallelApproval.Testing;
using ParallelApproval.Web;
using static Microsoft.Playwright.Assertions;

namespace ParallelApproval.Browser.Window;

/// <summary>A clerk's receipt from the first key to the printed paper, without a mouse.</summary>
[Collection<SecondDoor>]
public sealed partial class ReceiptByKeyboardTests(FrontDoor door, Chromium chromium)
{
    private const int Papers = 18;
    private static readonly TimeSpan TrainedHand = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_trained_hand_receives_eighteen_papers_for_six_departments_in_under_a_minute()
    {
        await using var visit = await Visit.BeginAsync(chromium, door.Address, new Reader());
        var (page, keys) = (visit.Page, await Keyboard.OnAsync(visit.Page));
        await keys.SignInAsync("clerk");
        new Uri(page.Url).AbsolutePath.ShouldBe("/window");
        // Said once, and the desk remembers.
        await Expect(page.Locator("main[data-awake]")).ToBeVisibleAsync();
        await page.Locator("#window").SelectOptionAsync("A02");
        await page.WaitForFunctionAsync("() => localStorage.getItem('window:XZSP') === 'A02'");

        var signInPresses = keys.Presses;
        keys.Watch.Start();
        await keys.PressAsync("F2");
        await keys.FocusComesToAsync("itemCode");
        await keys.TypeAsync("cydk");
        await Expect(page.Locator(".found li")).ToHaveCountAsync(1);
        await keys.PressAsync("Enter");
        await keys.TypeAsync("61010418900101003X");
        await Expect(page.Locator(".reading").First).ToHaveTextAsync(new Regex("男 · 1890年1月1日出生"));
        await keys.PressAsync("Enter");
        await keys.TypeAsync("𠮷田张三");
        await keys.PressAsync("Enter");
        await keys.TypeAsync("１３８ ００００ １２３４");
        await keys.PressAsync("Enter");
        await keys.TypeAsync("莲湖小馆");
        await keys.PressAsync("Enter");
        await keys.TypeAsync("莲湖区西大街1号");
        await keys.PressAsync("F4");
        (await page.Locator(".papers :checked").CountAsync()).ShouldBe(0);
        (await keys.FocusAsync()).ShouldBe("paper.M01");
        await keys.PressAsync("Space", Papers);
        await keys.PressAsync("Control+Enter");
        await page.ComesToAsync(Receipt());
        keys.Watch.Stop();

        await Expect(page.Locator(".paper")).ToContainTextAsync("不代表受理");
        await Expect(page.Locator(".paper img")).ToHaveAttributeAsync("src", new Regex("^data:image/svg"));
        (await page.Locator(".query-code").InnerTextAsync()).ShouldMatch("^[0-9]{6}$");
        (await keys.FocusAsync()).ShouldNotBe("body");
        var number = Receipt().Match(page.Url).Groups[1].Value;
        var kept = await (await door.AsAsync("clerk")).GetAsync($"/api/cases/{number}");
        kept.Status.ShouldBe(200, $"{page.Url}: {kept.Text}");
        kept["applicant"]!["name"]!.GetValue<string>().ShouldBe("𠮷田张三");
        kept["applicant"]!["phone"]!.GetValue<string>().ShouldBe("138****1234");
        kept["status"]!.GetValue<string>().ShouldBe("received");
        kept["window"]!.GetValue<string>().ShouldBe("A02");
        await Expect(page.Locator(".paper-foot")).ToContainTextAsync("A02号窗口");

        await keys.PressAsync("F8");
        await Expect(page.Locator("main")).ToContainTextAsync("已受理，并已抄告各相关部门");
        (await keys.FocusAsync()).ShouldNotBe("body");
        await keys.PressAsync("F10");
        await keys.FocusComesToAsync("itemCode");
        await Expect(page.Locator("#applicant\\.idNumber")).ToHaveValueAsync("");

        (await keys.WasMouseUsedAsync()).ShouldBeFalse();
        visit.Foreign.ShouldBeEmpty();
        visit.Complaints.ShouldBeEmpty();
        // How long the machine takes is its own affair on a day on which it does ten things beside; the long form has it for itself.
        if (LongForm.IsAsked)
            keys.Watch.Elapsed.ShouldBeLessThan(TrainedHand);
        TestContext.Current.SendDiagnosticMessage(
            "A receipt of {0} papers: {1:0.0} s, {2} keys.",
            Papers,
            keys.Watch.Elapsed.TotalSeconds,
            keys.Presses - signInPresses - 2
        );
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"A receipt of {Papers} papers: {keys.Watch.Elapsed.TotalSeconds:0.0} s, {keys.Presses - signInPresses - 2} keys."
        );
    }

    [Fact]
    public async Task What_is_wrong_is_told_beside_its_field_and_the_focus_goes_to_the_summary()
    {
        await using var visit = await Visit.BeginAsync(chromium, door.Address, new Reader(Language: "en"));
        var (page, keys) = (visit.Page, await Keyboard.OnAsync(visit.Page));
        await keys.SignInAsync("clerk");
        await keys.PressAsync("F2");
        await keys.FocusComesToAsync("itemCode");
        await keys.PressAsync("Control+Enter");
        await Expect(page.Locator(".faults")).ToContainTextAsync("Choose an item first");
        await Expect(page.Locator(".faults")).ToBeFocusedAsync();
        await keys.PressAsync("Alt+1");
        await keys.TypeAsync("cydk");
        await Expect(page.Locator(".found li")).ToHaveCountAsync(1);
        await keys.PressAsync("Enter");
        await keys.TypeAsync("610104189001010011");
        await Expect(page.Locator("#applicant\\.idNumber-fault")).ToContainTextAsync("a digit is wrong or two are exchanged");
        await keys.PressAsync("F4");
        await keys.PressAsync("Space");
        await keys.PressAsync("Control+Enter");
        await Expect(page.Locator(".faults li")).ToHaveCountAsync(3);
        await Expect(page.Locator(".faults")).ToBeFocusedAsync();
        await keys.PressAsync("Tab");
        await keys.PressAsync("Enter");
        (await keys.FocusAsync()).ShouldBe("applicant.name");
        await Expect(page.Locator("#applicant\\.name")).ToHaveAttributeAsync("aria-invalid", "true");
        (await page.Locator("#applicant\\.idNumber").InputValueAsync()).ShouldBe("610104189001010011");
        (await keys.WasMouseUsedAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task Papers_that_are_missing_or_promised_lead_to_the_one_notice_the_supplement_and_acceptance()
    {
        await using var visit = await Visit.BeginAsync(chromium, door.Address, new Reader());
        var (page, keys) = (visit.Page, await Keyboard.OnAsync(visit.Page));
        await keys.SignInAsync("clerk");
        await keys.PressAsync("F2");
        await keys.FocusComesToAsync("itemCode");
        await keys.TypeAsync("cydk");
        await Expect(page.Locator(".found li")).ToHaveCountAsync(1);
        await keys.PressAsync("Enter");
        await keys.TypeAsync("610104189001010021");
        await keys.PressAsync("Enter");
        await keys.TypeAsync("李四");
        await keys.PressAsync("F4");
        await keys.PressAsync("n");
        await keys.PressAsync("Space", 9);
        // M11 is a main paper: D does nothing there.
        await keys.PressAsync("d");
        (await keys.FocusAsync()).ShouldBe("paper.M11");
        await keys.PressAsync("Space");
        await keys.PressAsync("d");
        await keys.PressAsync("Space", 6);
        await keys.PressAsync("Control+Enter");
        await page.ComesToAsync(Receipt());
        await Expect(page.Locator(".paper")).ToContainTextAsync("容缺后补");

        await keys.PressAsync("F9");
        await keys.FocusComesToAsync("add-fault");
        await keys.PressAsync("Enter");
        await keys.FocusComesToAsync("fault-0");
        await keys.TypeAsync("M05");
        await keys.PressAsync("Tab");
        await keys.TypeAsync("租赁合同未盖章");
        await keys.PressAsync("Control+Enter");
        await Expect(page.Locator("main")).ToContainTextAsync("已一次性告知补正");

        await keys.PressAsync("F4");
        await Expect(page.Locator("#wanting li")).ToHaveCountAsync(3);
        await Expect(page.Locator("#wanting")).ToContainTextAsync("租赁合同未盖章");
        await page.WaitForFunctionAsync("() => document.activeElement?.closest('.ticklist')");
        await keys.PressAsync("Space");
        await keys.PressAsync("Tab");
        await keys.PressAsync("Space");
        await keys.PressAsync("Control+Enter");
        await Expect(page.Locator("main")).ToContainTextAsync("补正材料已收取");
        await keys.PressAsync("F8");
        await Expect(page.Locator("main")).ToContainTextAsync("已受理");
        (await keys.WasMouseUsedAsync()).ShouldBeFalse();

        var number = Receipt().Match(page.Url).Groups[1].Value;
        (await (await door.AsAsync("clerk")).GetAsync($"/api/cases/{number}"))["materials"]!
            .AsArray()
            .Single(paper => paper!["code"]!.GetValue<string>() == "M12")!["state"]!
            .GetValue<string>()
            .ShouldBe("deferred");
    }

    [GeneratedRegex("/cases/([0-9X]{20})/receipt")]
    private static partial Regex Receipt();
}
