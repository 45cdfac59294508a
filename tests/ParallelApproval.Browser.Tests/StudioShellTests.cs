using ParallelApproval.Web;
using static Microsoft.Playwright.Assertions;

namespace ParallelApproval.Browser;

/// <summary>Studio as a designer finds it: in Chinese, under our name, from our server alone.</summary>
public sealed class StudioShellTests(FrontDoor door, Chromium chromium) : IClassFixture<FrontDoor>
{
    [Fact]
    public async Task Studio_opens_in_Chinese_with_our_name_and_menu()
    {
        await using var visit = await Visit.BeginAsync(chromium, door.Address);
        await visit.OpenAsAsync("designer", "/studio");
        await Expect(visit.Page.GetByText("并联审批 ParallelApproval")).ToBeVisibleAsync();
        await Expect(visit.Page.GetByText("返回首页")).ToBeVisibleAsync();
        await visit.Page.ScreenshotAsync(new() { Path = "/tmp/st/shell.png" });
        visit.Foreign.ShouldBeEmpty();
        visit.Complaints.ShouldBeEmpty();
    }
}
