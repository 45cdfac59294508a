using Microsoft.Playwright;
using ParallelApproval.Web;
using static Microsoft.Playwright.Assertions;

namespace ParallelApproval.Browser.Story;

/// <summary>
/// Somebody at a screen of his own, in a browser of his own, who reads one of the two languages and has chosen it by the switch.
/// </summary>
internal sealed class Person : IAsyncDisposable
{
    private readonly Visit _visit;

    private Person(Visit visit) => _visit = visit;

    public IPage Page => _visit.Page;

    public IReadOnlyCollection<string> Complaints => _visit.Complaints;

    /// <summary>Comes in by the front page, switches the language there, and signs in where the staff does.</summary>
    public static async Task<Person> SignInAsync(Chromium chromium, FrontDoor door, Tongue tongue, string userName)
    {
        var person = await ComeAsync(chromium, door, tongue);
        await person.Page.Locator("a[href='/login']").ClickAsync();
        await person._visit.SignInAsync(userName);
        await person.IsAwakeAsync();
        return person;
    }

    /// <summary>Comes in by the front page and switches the language there; has no account.</summary>
    public static async Task<Person> ComeAsync(Chromium chromium, FrontDoor door, Tongue tongue)
    {
        var visit = await Visit.BeginAsync(chromium, door.Address, new Reader(Height: 900));
        await visit.Page.GotoAsync("/");
        if (tongue == Tongue.English)
            await visit.Page.Locator("a[hreflang=en]").ClickAsync();
        await Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("lang", tongue.Language);
        return new(visit);
    }

    public async Task OpenAsync(string path)
    {
        await Page.GotoAsync(path);
        await IsAwakeAsync();
    }

    public async Task PressAsync(string key, int times = 1)
    {
        for (var i = 0; i < times; i++)
            await Page.Keyboard.PressAsync(key);
    }

    /// <summary>
    /// Takes a picture of the screen for the handbook, where the variable PARALLELAPPROVAL_PICTURES names the folder to put it in; else
    /// nothing.
    /// </summary>
    public async Task ShowAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("PARALLELAPPROVAL_PICTURES") is not { Length: > 0 } folder)
            return;
        var language = await Page.Locator("html").GetAttributeAsync("lang");
        await Page.ScreenshotAsync(
            new() { Path = Path.Combine(folder, $"{name}.{language}.png"), Animations = ScreenshotAnimations.Disabled }
        );
    }

    public Task SeesAsync(string selector, string text) => Expect(Page.Locator(selector).First).ToContainTextAsync(text);

    public ValueTask DisposeAsync() => _visit.DisposeAsync();

    private Task IsAwakeAsync() => Expect(Page.Locator("main[data-awake]")).ToHaveCountAsync(1);
}
