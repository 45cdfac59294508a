using System.Diagnostics;
using Microsoft.Playwright;
using ParallelApproval.Browser.Approver;

namespace ParallelApproval.Browser.Window;

/// <summary>
/// Ten fingers and no mouse: presses and types like a trained hand, counts, and notes whether anything was clicked with a pointer.
/// </summary>
internal sealed class Keyboard(IPage page)
{
    // Milliseconds between two keys: about 200 a minute.
    private const float Pace = 30;

    public int Presses { get; private set; }

    public Stopwatch Watch { get; } = new();

    public static async Task<Keyboard> OnAsync(IPage page)
    {
        await page.AddInitScriptAsync(
            "for (const kind of ['mousedown', 'pointerdown', 'touchstart']) "
                + "addEventListener(kind, () => localStorage.setItem('pointer', kind), true)"
        );
        return new(page);
    }

    public async Task PressAsync(string key, int times = 1)
    {
        for (var i = 0; i < times; i++)
        {
            await page.Keyboard.PressAsync(key);
            Presses++;
        }
    }

    public async Task TypeAsync(string text)
    {
        Presses += text.EnumerateRunes().Count();
        await page.Keyboard.TypeAsync(text, new() { Delay = Pace });
    }

    /// <summary>Where the focus is: id or name of the element, <c>body</c> when it is lost.</summary>
    public Task<string> FocusAsync() =>
        page.EvaluateAsync<string>("(() => { const a = document.activeElement; return a.id || a.name || a.tagName.toLowerCase(); })()");

    public Task FocusComesToAsync(string id) =>
        page.WaitForFunctionAsync("id => document.activeElement?.id === id || document.activeElement?.name === id", id);

    public async Task<bool> WasMouseUsedAsync() => await page.EvaluateAsync<string?>("localStorage.getItem('pointer')") is not null;

    public async Task SignInAsync(string userName)
    {
        await page.GotoAsync("/login");
        // A page in the background gets its first focus late.
        await page.Locator("input[name=UserName]").FocusAsync();
        await TypeAsync(userName);
        await PressAsync("Tab");
        await TypeAsync("Demo#2026");
        await PressAsync("Enter");
        await page.ComesToAsync(new("^http://[^/]+/(?!login)"));
        // A key pressed before the connection stands would find nobody.
        await page.WaitForFunctionAsync("() => window.Blazor?._internal?.navigationManager && document.querySelector('main h1')");
    }
}
