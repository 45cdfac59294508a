using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Database;
using ParallelApproval.Testing;
using ParallelApproval.Web.Studio;
using static Microsoft.Playwright.Assertions;

namespace ParallelApproval.Browser.Studio;

/// <summary>What a designer sees when our shell does not fit the package, fails at the start, or when there is no package at all.</summary>
public sealed class StudioWithoutShellTests(TestCluster cluster, Chromium chromium)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static StudioInstallation Installed => StudioInstallation.Find(AppContext.BaseDirectory);

    [Fact]
    public async Task Without_our_shell_the_elements_of_the_package_are_shown_with_a_warning()
    {
        await using var house = await OpenAsync(Installed with { Shell = null });
        await using var visit = await Visit.BeginAsync(chromium, house.Address);
        await visit.OpenAsAsync("designer", "/studio");
        await Expect(visit.Page.GetByText("仅显示其原有页面")).ToBeVisibleAsync();
        await Expect(visit.Page.Locator("elsa-workflow-definition-list").GetByText("Definition ID")).ToBeVisibleAsync();
    }

    [Fact(Skip = LongForm.Only, SkipUnless = nameof(LongForm.IsAsked), SkipType = typeof(LongForm))]
    public async Task A_shell_that_fails_at_the_start_gives_way_to_the_elements()
    {
        var broken = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".dll");
        await File.WriteAllBytesAsync(broken, [1, 2, 3], Cancellation);
        await using var house = await OpenAsync(Installed with { Shell = broken });
        await using var visit = await Visit.BeginAsync(chromium, house.Address);
        await visit.OpenAsAsync("designer", "/studio");
        await Expect(visit.Page.GetByText("仅显示其原有页面")).ToBeVisibleAsync();
        await Expect(visit.Page.Locator("elsa-workflow-definition-list").GetByText("Definition ID")).ToBeVisibleAsync();
        File.Delete(broken);
    }

    [Fact]
    public async Task Without_the_package_the_page_says_what_to_install()
    {
        await using var house = await OpenAsync(new(null, null));
        await using var visit = await Visit.BeginAsync(chromium, house.Address);
        await visit.OpenAsAsync("designer", "/studio");
        await Expect(visit.Page.Locator("main")).ToContainTextAsync("Node.js 18");
        await Expect(visit.Page.Locator("main")).ToContainTextAsync("npm ci");
    }

    private async Task<Door> OpenAsync(StudioInstallation installation)
    {
        var database = await cluster.CopyAsync(Template.District, Cancellation);
        var app = await Program.OpenAsync(
            ["--urls=http://127.0.0.1:0", "--environment=Demo", "--ParallelApproval:SampleCases=false", "--Logging:LogLevel:Default=Error"],
            builder => builder.Services.AddPool(database.Source).AddSingleton(installation),
            Cancellation
        );
        await app.StartAsync(Cancellation);
        return new(app, database, new(app.Urls.Single()));
    }

    private sealed record Door(WebApplication App, TestDatabase Database, Uri Address) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await App.DisposeAsync();
            await Database.DisposeAsync();
        }
    }
}
