using Microsoft.Playwright;

namespace ParallelApproval.Browser;

/// <summary>Debian's Chromium without a window, the same that prints the papers, started once for all tests.</summary>
public sealed class Chromium : IAsyncLifetime
{
    // In milliseconds. Studio loads 9 MB and starts .NET; two shared cores take their time.
    private const float Patience = 240_000;

    // It looks for Google's hosts at every start unless it is told not to; the machine has no way out.
    private static readonly string[] Switches =
    [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-domain-reliability",
        "--disable-features=OptimizationHints,MediaRouter,Translate",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (!Equipment.HasBrowser)
            return;
        Assertions.SetDefaultExpectTimeout(Patience);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(
            new()
            {
                ExecutablePath = Equipment.Browser,
                Headless = true,
                Args = Switches,
            }
        );
    }

    /// <summary>A browser of somebody who has never been here, in Shanghai.</summary>
    public async Task<IBrowserContext> NewReaderAsync(Uri address, Reader reader)
    {
        var context = await _browser!.NewContextAsync(
            new()
            {
                BaseURL = address.ToString(),
                Locale = reader.Language,
                TimezoneId = "Asia/Shanghai",
                ViewportSize = new() { Width = reader.Width, Height = reader.Height },
                ColorScheme = reader.Scheme,
                ReducedMotion = ReducedMotion.Reduce,
            }
        );
        context.SetDefaultTimeout(Patience);
        context.SetDefaultNavigationTimeout(Patience);
        return context;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}

/// <summary>How somebody reads: on what screen, in which language and colours.</summary>
public sealed record Reader(int Width = 1280, int Height = 800, string Language = "zh-CN", ColorScheme Scheme = ColorScheme.Light);
