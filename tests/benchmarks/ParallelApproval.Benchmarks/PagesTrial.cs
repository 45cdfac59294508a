using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using ParallelApproval.Identities;
using ParallelApproval.Testing;

namespace ParallelApproval.Benchmarks;

/// <summary>
/// How long the server takes for each main page when there are many cases: a synthetic district is loaded, the server started as in
/// service, and every page is asked for by an officer who may see it. What is measured is the whole answer on the loopback address, drawn
/// on the server; a page that is slower than the limit makes the exit code 1.
/// </summary>
internal static class PagesTrial
{
    public const string Switch = "--pages";
    private const int WarmUps = 3,
        Requests = 20,
        UsualCases = 100_000;
    private const double Limit = 200;
    private const string Password = "Demo#2026";
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(5);

    /// <param name="args"><c>--pages [cases]</c>, or <c>--pages connection-string data-folder</c> of a house that is loaded.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        var given = args.Length > 1 ? args[1] : UsualCases.ToString(CultureInfo.InvariantCulture);
        if (!int.TryParse(given, out var cases))
            return await MeasureAsync(given, Target.Settings(given, args[2]).Concat(Target.KeysIn(args[2])));
        await using var bench = await Bench.OpenAsync();
        await bench.CreateDatabaseAsync("bench_pages");
        var (connection, folder) = (bench.ConnectionString("bench_pages", bench.Port), bench.DataFolder("pages"));
        await Target.LoadAsync(connection, folder, cases);
        return await MeasureAsync(connection, Target.Settings(connection, folder));
    }

    private static async Task<int> MeasureAsync(string connection, IEnumerable<KeyValuePair<string, string>> settings)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        var number = new CaseNumber(
            await AskAsync<long>(source, "SELECT case_key FROM branches GROUP BY case_key ORDER BY count(*) DESC, case_key DESC LIMIT 1")
        );
        await using var web = await WebProcess.StartAsync(
            Target.Program(null),
            [],
            settings.GroupBy(setting => setting.Key).ToDictionary(same => same.Key, same => same.Last().Value),
            StartLimit,
            CancellationToken.None
        );
        var stored = await AskAsync<long>(source, "SELECT count(*) FROM cases");
        // One of each kind, the newest.
        var papers = await AskAsync<string[]>(
            source,
            "SELECT coalesce(array_agg(number), '{}') FROM (SELECT DISTINCT ON (kind) number FROM documents ORDER BY kind, issued_at DESC) newest"
        );
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{stored:N0} cases, {Requests} requests a page\n"));
        Console.WriteLine("| page | as | p50, ms | p95, ms | kB |\n| --- | --- | ---: | ---: | ---: |");
        var clients = new Dictionary<string, HttpClient>();
        var isSlow = false;
        foreach (var (who, path) in Pages(number.ToString(), papers))
        {
            if (!clients.TryGetValue(who, out var client))
                clients[who] = client = await SignInAsync(web.Address, who);
            var (p50, p95, size) = await TimeAsync(client, path);
            isSlow |= p95 > Limit;
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| `{path.Replace(number.ToString(), "…", StringComparison.Ordinal)}` | {who} | {p50:F0} | "
                        + $"{p95:F0}{(p95 > Limit ? " **slow**" : "")} | {size / 1024} |"
                )
            );
        }

        foreach (var client in clients.Values)
            client.Dispose();
        return isSlow ? 1 : 0;
    }

    private static (string Who, string Path)[] Pages(string number, IEnumerable<string> papers) =>
        [
            ("clerk", "/window"),
            ("clerk", "/cases"),
            ("clerk", "/cases?Search=%E9%A3%9F%E5%93%81"),
            ("clerk", "/cases?Status=InApproval"),
            ("supervisor", "/cases?Colour=Red"),
            ("clerk", $"/cases/{number}"),
            ("approver-sjj", "/tasks"),
            ("approver-mzj", "/tasks"),
            ("clerk-street", "/cases"),
            ("jd01-1", "/cases"),
            ("supervisor", "/supervision"),
            ("supervisor", "/supervision/orders"),
            ("manager", "/figures"),
            ("manager", "/appraisal"),
            ("manager", "/appraisal?provisional=true"),
            ("supervisor", "/evaluation"),
            ("manager", "/publication"),
            ("manager", "/figures/bulletins"),
            ("manager", "/figures/headline"),
            ("manager", "/figures/headline?From=2020-01-01"),
            ("manager", "/figures/headline/cases?Figure=DaysSaved"),
            ("manager", "/figures/headline/cases?From=2020-01-01&Figure=Late"),
            ("", "/track"),
            ("", "/results"),
            ("", "/results?Search=%E9%A3%9F%E5%93%81"),
            ("", "/board"),
            ("", "/guide"),
            // Papers are made without a browser, and anew each time they are asked for.
            .. papers.Select(paper => ("supervisor", $"/api/documents/{Uri.EscapeDataString(paper)}.pdf")),
            ("clerk", $"/cases/{number}/receipt.pdf"),
            ("", "/guide/610104-YJS-001/form.pdf"),
        ];

    private static async Task<(double P50, double P95, int Size)> TimeAsync(HttpClient client, string path)
    {
        var (took, size) = (new double[Requests], 0);
        for (var i = -WarmUps; i < Requests; i++)
        {
            var watch = Stopwatch.StartNew();
            using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
            size = (await answer.Content.ReadAsByteArrayAsync()).Length;
            if (!answer.IsSuccessStatusCode)
                throw new InvalidOperationException($"Expected {path} to be shown, but the answer was {(int)answer.StatusCode}.");
            if (i >= 0)
                took[i] = watch.Elapsed.TotalMilliseconds;
        }

        Array.Sort(took);
        return (took[Requests / 2], took[(int)(Requests * 0.95)], size);
    }

    private static async Task<HttpClient> SignInAsync(Uri address, string who)
    {
        var client = new HttpClient { BaseAddress = address };
        if (who.Length == 0)
            return client;
        using var answer = await client.PostAsJsonAsync("/api/session", new { userName = who, password = Password });
        answer.EnsureSuccessStatusCode();
        var session = await answer.Content.ReadFromJsonAsync<JsonElement>();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            session.GetProperty("accessToken").GetString()
        );
        return client;
    }

    private static async Task<T> AskAsync<T>(NpgsqlDataSource source, string question)
    {
        await using var ask = source.CreateCommand(question);
        return (T)(await ask.ExecuteScalarAsync())!;
    }
}
