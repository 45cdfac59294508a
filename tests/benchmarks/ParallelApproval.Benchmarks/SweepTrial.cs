using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Identities;

namespace ParallelApproval.Benchmarks;

/// <summary>
/// What a sweep costs by how much is open and how much is due: a house of its own over a durable PostgreSQL, filled with open clocks that fall due far
/// ahead, of which a few hundred cases are made due.
/// </summary>
internal static class SweepTrial
{
    private const int CasesDue = 300;
    private const string Item = "610104-YJS-900";
    private static readonly int[] Open = [1_000, 100_000, 1_000_000];

    // One promised clock for the case and one for its branch. Real cases are received by the product; these only lie beside them.
    private const string Fill = """
        INSERT INTO clocks (case_key, branch, kind, round, area, budget_days, started_on, due_on, due_at, blue_at, yellow_at, is_provisional, announced, next_at)
        SELECT -n, 0, 'Promised', 1, 'XZSP', 5, DATE '2026-03-02', DATE '2027-03-09', DATE '2027-03-10', DATE '2027-03-06', DATE '2027-03-06', false, 'Green', now() + interval '300 days' + n * interval '1 second'
        FROM generate_series($1::int, $2::int) n
        """;

    public static async Task<int> RunAsync()
    {
        await using var bench = await Bench.OpenAsync();
        await bench.CreateDatabaseAsync("bench_sweep");
        var time = TimeProvider.System;
        await using var source = Pool.Open(bench.ConnectionString("bench_sweep", bench.Port));
        var services = new ServiceCollection().AddLogging().AddHouse().AddSingleton(time).AddSingleton(source);
        services.AddDbContextFactory<ApprovalDbContext>(options => ApprovalDbContext.Configure(options, source));
        await using var house = services.BuildServiceProvider();
        await House.OpenAsync(house, withAccounts: true, CancellationToken.None);
        var cases = await ReceiveAsync(house);
        var sweep = house.GetRequiredService<ClockSweep>();
        await sweep.RunOnceAsync(CancellationToken.None);

        Console.WriteLine("| clocks open | nothing due, ms | 300 cases due, ms | each, ms | last one late by, s |");
        Console.WriteLine("| ---: | ---: | ---: | ---: | ---: |");
        var filled = 0;
        foreach (var open in Open)
        {
            await DoAsync(source, Fill, filled + 1, open);
            filled = open;
            await DoAsync(source, "ANALYZE clocks");
            Console.WriteLine(await RowAsync(sweep, source, cases, open));
        }

        return 0;
    }

    private static async Task<long[]> ReceiveAsync(IServiceProvider house)
    {
        var (keys, item) = (new long[CasesDue], house.GetRequiredService<CatalogueBook>().InForce(Item, TimeProvider.System.OfficialToday())!);
        var papers = item.Materials.Where(paper => paper.IsAsked).Select(paper => new SuppliedMaterial(paper.Code)).ToArray();
        var application = new Application(Item, new(ApplicantKind.Person, "张三", "61010418900101003X", "13800001234"), Materials: papers);
        for (var i = 0; i < CasesDue; i++)
        {
            var act = Act.By("clerk", "clerk", "XZSP", TimeProvider.System);
            var receipt = await house.GetRequiredService<ReceiveCaseHandler>().HandleAsync(new(application, Accept: true), act, CancellationToken.None);
            if (receipt.IsError || !CaseNumber.TryParse(receipt.Value.CaseNumber, out var number)) throw new InvalidOperationException(receipt.FirstError.Description);
            keys[i] = number.Key;
        }

        return keys;
    }

    private static async Task<string> RowAsync(ClockSweep sweep, NpgsqlDataSource source, long[] cases, int open)
    {
        var idle = await MedianAsync(async () => (await sweep.RunOnceAsync(CancellationToken.None)).Fired == 0);
        // The clocks of these cases turn yellow now, all at the same instant.
        await DoAsync(source, "UPDATE clocks SET announced = 'Green', yellow_at = now(), blue_at = now(), due_on = current_date + 9, due_at = now() + interval '9 days', next_at = now() WHERE case_key = ANY($1) AND branch = 0 AND kind = 'Promised'", (long[][])[cases]);
        var watch = Stopwatch.StartNew();
        var fired = (await sweep.RunOnceAsync(CancellationToken.None)).Fired;
        var due = watch.Elapsed.TotalMilliseconds;
        if (fired != cases.Length) throw new InvalidOperationException($"Expected {cases.Length} steps to be fired, but {fired} were.");
        return string.Create(CultureInfo.InvariantCulture,
            $"| {open:N0} | {idle:F1} | {due:F0} | {due / cases.Length:F2} | {due / 1000:F2} |");
    }

    private static async Task<double> MedianAsync(Func<Task<bool>> run)
    {
        var times = new List<double>();
        for (var i = 0; i < 21; i++)
        {
            var watch = Stopwatch.StartNew();
            if (!await run()) throw new InvalidOperationException("Expected nothing to be due, but something was.");
            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        times.Sort();
        return times[times.Count / 2];
    }

    private static async Task DoAsync<T>(NpgsqlDataSource source, string statement, params T[] values)
    {
        await using var command = source.CreateCommand(statement);
        command.CommandTimeout = 300;
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        await command.ExecuteNonQueryAsync();
    }

    private static Task DoAsync(NpgsqlDataSource source, string statement) => DoAsync<int>(source, statement);
}
