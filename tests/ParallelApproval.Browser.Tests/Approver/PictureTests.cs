using ParallelApproval.Web;
using static Microsoft.Playwright.Assertions;

namespace ParallelApproval.Browser.Approver;

/// <summary>All departments of a case in one picture, and in words.</summary>
[Collection<OneDoor>]
public sealed class PictureTests(FrontDoor door, Chromium chromium)
{
    [Fact]
    public async Task The_picture_shows_a_signature_without_being_loaded_again_and_the_table_says_the_same()
    {
        var number = await door.ReceiveAsync();
        await using var visit = await chromium.OpenAsAsync(door, "supervisor", "/cases/" + number);
        var page = visit.Page;
        await Expect(page.Locator(".picture-names li")).ToHaveCountAsync(6);
        await Expect(page.Locator(".p-arrow")).ToHaveCountAsync(8);
        await Expect(page.Locator(".p-now")).ToHaveCountAsync(1);
        await Expect(page.Locator(".p-verdict")).ToHaveCountAsync(0);
        var loads = 0;
        page.Request += (_, request) => loads += request.IsNavigationRequest ? 1 : 0;

        await door.DecideAsync(number, 1);
        await Expect(page.Locator(".p-verdict[data-branch='1'] text")).ToHaveTextAsync("已同意");
        await Expect(page.Locator("#case-words tr[data-branch='1']")).ToContainTextAsync("材料齐全，符合条件，同意。");
        await Expect(page.Locator("#case-words tr[data-branch='2']")).ToContainTextAsync("前置：餐饮服务许可证");
        await Expect(page.Locator("#case-words tr[data-branch='4']")).ToContainTextAsync("待前置：营业执照、组织机构代码证");
        loads.ShouldBe(0);
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_page_of_a_case_is_open_to_everybody()
    {
        var number = await door.ReceiveAsync();
        await door.DecideAsync(number, 1);
        await using var visit = await chromium.OpenAsAsync(door, "supervisor", "/cases/" + number);
        await Expect(visit.Page.Locator(".p-verdict")).ToHaveCountAsync(1);
        await visit.Page.IsOpenToEverybodyAsync();
    }
}
