using System.Diagnostics;
using System.Globalization;
using Npgsql;
using ParallelApproval.Benchmarks.Drill;
using ParallelApproval.Benchmarks.Meters;

namespace ParallelApproval.Benchmarks;

/// <summary>
/// What approvals notice of a bad minute: a server as in service with a million open clocks, on which ten thousand cases turn yellow at
/// the same instant while eight clients go on playing cases. Each must have been noticed once, within that minute.
/// </summary>
internal static class DueTrial
{
    public const string Switch = "--due";
    private const int UsualCases = 10_000,
        OpenClocks = 1_000_000,
        Clients = 8;
    private const double SecondsOfWarmUp = 15,
        SecondsBefore = 30;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    private const string TurnYellow = """
        UPDATE clocks SET announced = 'Green', yellow_at = now(), blue_at = now(), due_on = current_date + 9,
            due_at = now() + interval '9 days', next_at = now()
        WHERE case_key = ANY($1) AND branch = 0 AND kind = 'Promised'
        """;

    private const string NotNoticed =
        "SELECT count(*) FROM clocks WHERE case_key = ANY($1) AND branch = 0 AND kind = 'Promised' AND announced = 'Green'";

    private const string NoticedOnce = """
        SELECT count(*) FROM
            (SELECT FROM case_events WHERE case_key = ANY($1) AND kind = 'ClockTurned' GROUP BY case_key HAVING count(*) = 1) AS once
        """;

    private const string Untold = "SELECT (SELECT max(position) FROM case_events) - (SELECT min(position) FROM listeners)";

    /// <param name="args"><c>--due [cases]</c></param>
    /// <returns>1 when a case was noticed twice or never.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var cases = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : UsualCases;
        await using var bench = await Bench.OpenAsync();
        await new WalMeter(bench.Administrator).PrepareAsync();
        await bench.CreateDatabaseAsync(Target.Database(Target.Product));
        await using var target = await Target.StartAsync(Target.Product, new Plan(), bench, bench.Port);
        await using var source = NpgsqlDataSource.Create(bench.ConnectionString(Target.Database(Target.Product), bench.Port));
        var keys = await ReceiveAsync(target.Office, cases);
        var untold = await AskAsync(source, Untold);
        var telling = await ToldAsync(source);
        await SweepTrial.FillAsync(source, 1, OpenClocks);
        // Who has served for weeks is warm.
        await new Workload(target.Office, Mode.Seq).PlayAsync(Clients, SecondsOfWarmUp);
        await ToldAsync(source);
        var before = await Slice.MeasureAsync(target, Mode.Seq, Clients, SecondsBefore, bench);
        await ToldAsync(source);

        await DoAsync(source, SweepTrial.ChangedByHand, keys);
        await DoAsync(source, TurnYellow, keys);
        var watch = Stopwatch.StartNew();
        var noticed = false;
        var playing = new Workload(target.Office, Mode.Seq).PlayAsync(Clients, () => !Volatile.Read(ref noticed));
        while (await AskAsync(source, NotNoticed, keys) > 0)
            await Task.Delay(Look); // how finely it is measured; to look without a pause would be a load
        var took = watch.Elapsed.TotalSeconds;
        Volatile.Write(ref noticed, true);
        var meanwhile = await playing;
        var lag = await ToldAsync(source);
        var once = await AskAsync(source, NoticedOnce, keys);

        var rate = meanwhile.Cases.Count / meanwhile.Seconds;
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                {cases:N0} cases due at once, {OpenClocks:N0} clocks open beside: noticed after {took:F1} s, {once:N0} of them once.
                Cases/s of {Clients} clients: {before.CasesASecond:F0} before, {rate:F0} meanwhile ({rate
                    / before.CasesASecond:P0}), {meanwhile.Errors} errors.
                Everything told to all listeners {lag.TotalSeconds:F1} s later.
                After the receipts they had {untold:N0} events to hear: {telling.TotalSeconds:F1} s.
                """
            )
        );
        return once == cases && meanwhile.Errors == 0 ? 0 : 1;
    }

    private static async Task<long[]> ReceiveAsync(Office office, int cases)
    {
        var (left, keys) = (cases, new long[cases]);
        await Task.WhenAll(
            Enumerable
                .Range(0, Clients)
                .Select(async _ =>
                {
                    using var wire = new HttpWire(office.Endpoints[0]);
                    while (Interlocked.Decrement(ref left) is >= 0 and var place)
                        keys[place] = Identities.CaseNumber.TryParse(await office.ReceiveAsync(wire), out var number) ? number.Key : 0;
                })
        );
        return keys;
    }

    // What is still to be told would be taken for what is measured.
    private static async Task<TimeSpan> ToldAsync(NpgsqlDataSource source)
    {
        var watch = Stopwatch.StartNew();
        while (await AskAsync(source, Untold) > 0)
            await Task.Delay(Look); // how finely it is measured; to look without a pause would be a load
        return watch.Elapsed;
    }

    private static async Task<long> AskAsync(NpgsqlDataSource source, string question, params long[][] values)
    {
        await using var ask = source.CreateCommand(question);
        foreach (var value in values)
            ask.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = value });
        return (long)(await ask.ExecuteScalarAsync())!;
    }

    private static async Task DoAsync(NpgsqlDataSource source, string statement, long[] keys)
    {
        await using var command = source.CreateCommand(statement);
        command.CommandTimeout = 300;
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = keys });
        await command.ExecuteNonQueryAsync();
    }
}
