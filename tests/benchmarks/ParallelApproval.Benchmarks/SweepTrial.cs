using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Identities;

namespace ParallelApproval.Benchmarks;

/// <summary>
/// What a sweep costs by how much is open and how much is due: a house of its own over a durable PostgreSQL, filled with open clocks that
/// fall due far ahead, of which a few hundred cases are made due.
/// </summary>
internal static class SweepTrial
{
    private const int CasesDue = 300;
    private const string Item = "610104-YJS-900";
    private const int OpenForLateness = 100_000;
    private static readonly int[] Open = [1_000, 100_000, 1_000_000];
    private static readonly TimeSpan Spread = TimeSpan.FromSeconds(30),
        LongestSleep = TimeSpan.FromSeconds(2),
        ShortestSleep = TimeSpan.FromMilliseconds(100);

    // One promised clock for the case and one for its branch. Real cases are received by the product; these only lie beside them.
    private const string Fill = """
        INSERT INTO clocks (case_key, branch, kind, round, area, budget_days, started_on, due_on, due_at, blue_at, yellow_at, is_provisional, announced, next_at)
        SELECT -n, 0, 'Promised', 1, 'XZSP', 5, DATE '2026-03-02', DATE '2027-03-09', DATE '2027-03-10', DATE '2027-03-06', DATE '2027-03-06', false, 'Green', now() + interval '300 days' + n * interval '1 second'
        FROM generate_series($1::int, $2::int) n
        """;

    // Files that are still warm would not know of clocks that were changed past them (decision 11).
    internal const string ChangedByHand = "UPDATE case_files SET revision = revision + 1 WHERE case_key = ANY($1)";

    public static async Task<int> RunAsync()
    {
        await using var bench = await Bench.OpenAsync();
        await bench.CreateDatabaseAsync("bench_sweep");
        var time = TimeProvider.System;
        await using var source = Pool.Open(bench.ConnectionString("bench_sweep", bench.Port));
        var services = new ServiceCollection().AddLogging().AddHouse().AddSingleton(time).AddPool(source);
        services.AddSingleton(TrailKeys.ForThisProcess()).AddSingleton<IWrapKeys>(MasterKeys.ForThisProcess());
        await using var house = services.BuildServiceProvider();
        await House.OpenAsync(house, withSample: true, CancellationToken.None);
        var cases = await ReceiveAsync(house);
        var sweep = house.GetRequiredService<ClockSweep>();
        await sweep.RunOnceAsync(CancellationToken.None);

        Console.WriteLine("| clocks open | nothing due, ms | 300 cases due, ms | each, ms | last one late by, s |");
        Console.WriteLine("| ---: | ---: | ---: | ---: | ---: |");
        var (filled, lateness) = (0, "");
        foreach (var open in Open)
        {
            await FillAsync(source, filled + 1, open);
            filled = open;
            Console.WriteLine(await RowAsync(sweep, source, cases, open));
            if (open == OpenForLateness)
                lateness = await LatenessAsync(sweep, source, cases);
        }

        Console.WriteLine();
        Console.WriteLine(
            $"Lateness with {OpenForLateness:N0} clocks open, {cases.Length} steps over {Spread.TotalSeconds:F0} s, from falling "
                + $"due to noticed by everybody (committed): {lateness}"
        );
        return 0;
    }

    internal static async Task FillAsync(NpgsqlDataSource source, int first, int last)
    {
        await DoAsync(source, Fill, first, last);
        await DoAsync(source, "ANALYZE clocks");
    }

    // As the dispatcher of a node does it: sleep until the next step, two seconds at most; here it is two nodes on one database.
    private static async Task<string> LatenessAsync(ClockSweep sweep, NpgsqlDataSource source, long[] cases)
    {
        await DoAsync(
            source,
            """
            UPDATE clocks SET announced = 'Green', yellow_at = at, blue_at = at, due_at = at + interval '9 days', due_on = current_date + 9, next_at = at
            FROM (SELECT case_key, now() + interval '1 second' + random() * $2 * interval '1 second' AS at FROM unnest($1) AS t (case_key)) AS due
            WHERE clocks.case_key = due.case_key AND branch = 0 AND kind = 'Promised'
            """,
            new NpgsqlParameter<long[]> { TypedValue = cases },
            new NpgsqlParameter<double> { TypedValue = Spread.TotalSeconds }
        );
        await DoAsync(source, ChangedByHand, (long[][])[cases]);
        using var stop = new CancellationTokenSource();
        var late = new ConcurrentBag<double>();
        var watching = WatchAsync(source, cases.Length, late, stop);
        await Task.WhenAll(DispatchAsync(sweep, stop.Token), DispatchAsync(sweep, stop.Token), watching);
        var sorted = late.Order().ToArray();
        double At(double share) => sorted[(int)Math.Min(sorted.Length - 1, share * sorted.Length)];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"p50 {At(0.5):F2} s, p95 {At(0.95):F2} s, p99 {At(0.99):F2} s, max {sorted[^1]:F2} s"
        );
    }

    private static async Task DispatchAsync(ClockSweep sweep, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var report = await sweep.RunOnceAsync(CancellationToken.None);
            var left = report.Next is { } next ? next - report.Now : LongestSleep;
            var sleep = TimeSpan.FromTicks(Math.Clamp(left.Ticks, ShortestSleep.Ticks, LongestSleep.Ticks));
            await Task.Delay(sleep, CancellationToken.None); // the dispatcher sleeps so: this is what is measured
        }
    }

    // Looks every 20 ms at what has been committed, so that the measure is the reader's and not the writer's.
    private static async Task WatchAsync(NpgsqlDataSource source, int expected, ConcurrentBag<double> late, CancellationTokenSource stop)
    {
        var seen = new HashSet<long>();
        while (seen.Count < expected)
        {
            await using (
                var look = source.CreateCommand(
                    "SELECT case_key, extract(epoch FROM clock_timestamp() - yellow_at)::float8 FROM clocks "
                        + "WHERE announced = 'Yellow' AND branch = 0 AND kind = 'Promised' AND case_key > 0"
                )
            )
            await using (var rows = await look.ExecuteReaderAsync(CancellationToken.None))
                while (await rows.ReadAsync(CancellationToken.None))
                    if (seen.Add(rows.GetInt64(0)))
                        late.Add(rows.GetDouble(1));
            await Task.Delay(20, CancellationToken.None); // how finely it is measured; to look without a pause would be a load
        }

        await stop.CancelAsync();
    }

    private static async Task<long[]> ReceiveAsync(IServiceProvider house)
    {
        var (keys, item) = (
            new long[CasesDue],
            house.GetRequiredService<CatalogueRegister>().InForce(Item, TimeProvider.System.OfficialToday())!
        );
        var papers = item.Materials.Where(paper => paper.IsAsked).Select(paper => new SuppliedMaterial(paper.Code)).ToArray();
        var application = new Application(Item, new(ApplicantKind.Person, "张三", "61010418900101003X", "13800001234"), Materials: papers);
        for (var i = 0; i < CasesDue; i++)
        {
            var act = Act.By("clerk", "clerk", "XZSP", TimeProvider.System);
            var receipt = await house
                .GetRequiredService<ReceiveCaseHandler>()
                .HandleAsync(new(application, Accept: true), act, CancellationToken.None);
            if (receipt.IsError || !CaseNumber.TryParse(receipt.Value.CaseNumber, out var number))
                throw new InvalidOperationException(receipt.FirstError.Description);
            keys[i] = number.Key;
        }

        return keys;
    }

    private static async Task<string> RowAsync(ClockSweep sweep, NpgsqlDataSource source, long[] cases, int open)
    {
        var idle = await MedianAsync(async () => (await sweep.RunOnceAsync(CancellationToken.None)).Fired == 0);
        // The clocks of these cases turn yellow now, all at the same instant.
        await DoAsync(
            source,
            "UPDATE clocks SET announced = 'Green', yellow_at = now(), blue_at = now(), due_on = current_date + 9, due_at = now() "
                + "+ interval '9 days', next_at = now() WHERE case_key = ANY($1) AND branch = 0 AND kind = 'Promised'",
            (long[][])[cases]
        );
        await DoAsync(source, ChangedByHand, (long[][])[cases]);
        var watch = Stopwatch.StartNew();
        var fired = (await sweep.RunOnceAsync(CancellationToken.None)).Fired;
        var due = watch.Elapsed.TotalMilliseconds;
        if (fired != cases.Length)
            throw new InvalidOperationException($"Expected {cases.Length} steps to be fired, but {fired} were.");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {open:N0} | {idle:F1} | {due:F0} | {due / cases.Length:F2} | {due / 1000:F2} |"
        );
    }

    private static async Task<double> MedianAsync(Func<Task<bool>> run)
    {
        var times = new List<double>();
        for (var i = 0; i < 21; i++)
        {
            var watch = Stopwatch.StartNew();
            if (!await run())
                throw new InvalidOperationException("Expected nothing to be due, but something was.");
            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        times.Sort();
        return times[times.Count / 2];
    }

    private static async Task DoAsync<T>(NpgsqlDataSource source, string statement, params T[] values)
    {
        await using var command = source.CreateCommand(statement);
        command.CommandTimeout = 300;
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        await command.ExecuteNonQueryAsync();
    }

    private static async Task DoAsync(NpgsqlDataSource source, string statement, params NpgsqlParameter[] values)
    {
        await using var command = source.CreateCommand(statement);
        command.Parameters.AddRange(values);
        await command.ExecuteNonQueryAsync();
    }

    private static Task DoAsync(NpgsqlDataSource source, string statement) => DoAsync<int>(source, statement);
}
