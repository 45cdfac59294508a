using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace ParallelApproval.Browser;

/// <summary>One browser window at one server, with what it asked for and what it complained about.</summary>
public sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly Uri _home;
    private readonly ConcurrentQueue<string> _asked = [];
    private readonly ConcurrentQueue<string> _complaints = [];

    private Visit(IBrowserContext context, IPage page, Uri home)
    {
        (_context, Page, _home) = (context, page, home);
        page.Request += (_, request) => _asked.Enqueue(request.Url);
        page.WebSocket += (_, socket) => _asked.Enqueue(socket.Url);
        page.PageError += (_, error) => _complaints.Enqueue(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                _complaints.Enqueue(message.Text);
        };
    }

    public IPage Page { get; }

    /// <summary>Addresses that are not of our server.</summary>
    public IEnumerable<string> Foreign =>
        _asked.Where(address => new Uri(address) is { Scheme: not ("data" or "blob") } asked && asked.Authority != _home.Authority);

    public IReadOnlyCollection<string> Asked => _asked;

    /// <summary>What was written to the browser's console as an error, and errors that nobody caught.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    /// <summary>To Studio, on a wide screen.</summary>
    public static Task<Visit> BeginAsync(Chromium browser, Uri address)
    {
        Equipment.NeedsStudio();
        return BeginAsync(browser, address, new Reader(Width: 2200, Height: 1300));
    }

    /// <summary>To any other page.</summary>
    public static async Task<Visit> BeginAsync(Chromium browser, Uri address, Reader reader)
    {
        Equipment.NeedsBrowser();
        var context = await browser.NewReaderAsync(address, reader);
        return new(context, await context.NewPageAsync(), address);
    }

    /// <summary>A second tab of the same browser: the same session, the same cookies.</summary>
    public Task<IPage> NewTabAsync() => _context.NewPageAsync();

    /// <summary>Fills the sign-in form that the door shows, as a person would.</summary>
    public async Task SignInAsync(string userName)
    {
        await Page.Locator("input[name=UserName]").FillAsync(userName);
        await Page.Locator("input[name=Password]").FillAsync("Demo#2026");
        await Page.Locator("form.card button").ClickAsync();
    }

    /// <summary>Goes to an address that asks for a sign-in first.</summary>
    public async Task OpenAsAsync(string userName, string path)
    {
        await Page.GotoAsync(path);
        await SignInAsync(userName);
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
