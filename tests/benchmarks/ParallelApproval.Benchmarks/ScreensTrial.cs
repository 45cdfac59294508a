using System.Diagnostics;
using System.Globalization;
using Microsoft.Playwright;
using ParallelApproval.Testing;

namespace ParallelApproval.Benchmarks;

/// <summary>
/// What a reader waits for in a real browser, and what a node pays for him: the start with a database that is there, the memory at rest,
/// first byte, bytes, largest contentful paint and layout shift of each main page (nothing kept by the browser from before), and the memory
/// of open pages, each a circuit of its own.
/// </summary>
internal static class ScreensTrial
{
    public const string Switch = "--screens";
    private const int Starts = 3,
        Visits = 5,
        UsualCircuits = 500,
        AtOnce = 10,
        // Chromium opens 255 web sockets for a profile and lets the next one wait.
        MostOfReader = 100;
    private const string Password = "Demo#2026";
    private const double MostShift = 0.02;
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2),
        Rest = TimeSpan.FromSeconds(30);

    private static readonly string[] Browsers = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"];

    private static readonly (string Who, string Path)[] Pages =
    [
        ("", "/"),
        ("", "/guide"),
        ("", "/track"),
        ("", "/results"),
        ("", "/board"),
        ("clerk", "/window"),
        ("clerk", "/receive"),
        ("clerk", "/cases"),
        ("approver-sjj", "/tasks"),
        ("supervisor", "/supervision"),
        ("supervisor", "/supervision/orders"),
        ("supervisor", "/evaluation"),
        ("manager", "/figures"),
        ("manager", "/figures/headline"),
        ("manager", "/appraisal"),
    ];

    // What the page itself has noted by the time that it is quiet: milliseconds, bytes, and the sum of all shifts.
    private const string Noted = """
        async () => {
          const all = kind => new Promise(done => {
            const seen = [];
            const watch = new PerformanceObserver(list => seen.push(...list.getEntries()));
            watch.observe({ type: kind, buffered: true });
            requestAnimationFrame(() => setTimeout(() => { seen.push(...watch.takeRecords()); done(seen); }, 100));
          });
          const [open] = performance.getEntriesByType('navigation');
          const files = performance.getEntriesByType('resource');
          return [
            open.responseStart - open.requestStart,
            open.transferSize + files.reduce((sum, file) => sum + file.transferSize, 0),
            (await all('largest-contentful-paint')).at(-1)?.startTime ?? 0,
            (await all('layout-shift')).reduce((sum, shift) => sum + (shift.hadRecentInput ? 0 : shift.value), 0),
          ];
        }
        """;

    /// <param name="args"><c>--screens [circuits]</c>.</param>
    /// <returns>0; 1 when a page shifts by more than it may.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var circuits = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : UsualCircuits;
        await using var bench = await Bench.OpenAsync();
        await bench.CreateDatabaseAsync("bench_screens");
        var settings = Target.Settings(bench.ConnectionString("bench_screens", bench.Port), bench.DataFolder("screens"));
        await (await StartAsync(settings)).DisposeAsync();
        var starts = new List<double>();
        for (var i = 0; i < Starts; i++)
        {
            var watch = Stopwatch.StartNew();
            await using var web = await StartAsync(settings);
            starts.Add(watch.Elapsed.TotalSeconds);
        }

        await using var server = await StartAsync(settings);
        await Task.Delay(Rest); // what is measured is the memory of a server that has nothing to do
        var rest = MegabytesOf(server.Id);
        Print(
            $"cold start with a database that is there: {Median(starts):F1} s ({starts.Min():F1}–{starts.Max():F1}); at rest {rest:F0} MB\n"
        );

        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(
            new() { ExecutablePath = Browsers.First(File.Exists), Args = ["--no-sandbox", "--disable-gpu", "--renderer-process-limit=8"] }
        );
        var shifts = await PagesAsync(browser, server.Address);
        await CircuitsAsync(browser, server, circuits);
        return shifts ? 1 : 0;
    }

    private static async Task<bool> PagesAsync(IBrowser browser, Uri address)
    {
        Print($"| page | as | first byte, ms | kB | largest paint, ms | layout shift |\n| --- | --- | ---: | ---: | ---: | ---: |");
        var shifts = false;
        foreach (var (who, path) in Pages)
        {
            await using var reader = await OpenAsync(browser, address, who);
            var page = await reader.NewPageAsync();
            await (await reader.NewCDPSessionAsync(page)).SendAsync("Network.setCacheDisabled", new() { ["cacheDisabled"] = true });
            var noted = new List<double[]>();
            // The first two warm the server.
            for (var visit = -2; visit < Visits; visit++)
            {
                await page.GotoAsync(path, new() { WaitUntil = WaitUntilState.NetworkIdle });
                var said = await page.EvaluateAsync<double[]>(Noted);
                if (visit >= 0)
                    noted.Add(said);
            }

            double Of(int figure) => Median([.. noted.Select(said => said[figure])]);
            shifts |= Of(3) > MostShift;
            Print($"| `{path}` | {(who.Length == 0 ? "anybody" : who)} | {Of(0):F0} | {Of(1) / 1024:F0} | {Of(2):F0} | {Of(3):F3} |");
        }

        return shifts;
    }

    // A tab with a page on its open connection is one circuit; those of one browser share what is the browser's.
    private static async Task CircuitsAsync(IBrowser browser, WebProcess server, int circuits)
    {
        var before = MegabytesOf(server.Id);
        var watch = Stopwatch.StartNew();
        var readers = new List<IBrowserContext>();
        for (var open = 0; open < circuits; open += AtOnce)
        {
            if (open % MostOfReader == 0)
                readers.Add(await OpenAsync(browser, server.Address, "approver-sjj"));
            var reader = readers[^1];
            await Task.WhenAll(
                Enumerable
                    .Range(0, Math.Min(AtOnce, circuits - open))
                    .Select(async _ =>
                    {
                        var page = await reader.NewPageAsync();
                        await page.GotoAsync("/tasks");
                        await page.WaitForSelectorAsync("main[data-awake]", new() { State = WaitForSelectorState.Attached });
                    })
            );
        }

        var after = MegabytesOf(server.Id);
        using var client = new HttpClient { BaseAddress = server.Address };
        using var health = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
        var each = (after - before) * 1024 / circuits;
        Print($"\n{circuits} circuits open after {watch.Elapsed.TotalSeconds:F0} s: {before:F0} MB became {after:F0}, {each:F0} kB each");
        Print($"health says {(int)health.StatusCode}");
        foreach (var reader in readers)
            await reader.DisposeAsync();
    }

    private static async Task<IBrowserContext> OpenAsync(IBrowser browser, Uri address, string who)
    {
        var reader = await browser.NewContextAsync(
            new()
            {
                BaseURL = address.ToString(),
                Locale = "zh-CN",
                TimezoneId = "Asia/Shanghai",
            }
        );
        if (who.Length == 0)
            return reader;
        var page = await reader.NewPageAsync();
        await page.GotoAsync("/login");
        await page.Locator("input[name=UserName]").FillAsync(who);
        await page.Locator("input[name=Password]").FillAsync(Password);
        await page.Locator("form.card button").ClickAsync();
        await page.Locator("main[data-awake]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await page.CloseAsync();
        return reader;
    }

    private static Task<WebProcess> StartAsync(Dictionary<string, string> settings) =>
        WebProcess.StartAsync(Target.Program(null), [], settings, StartLimit, CancellationToken.None);

    // Resident memory; what the process shares with others is counted, too.
    private static double MegabytesOf(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    private static double Median(List<double> figures)
    {
        figures.Sort();
        return figures[figures.Count / 2];
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
