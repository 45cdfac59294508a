using System.Diagnostics;
using Npgsql;
using ParallelApproval.Benchmarks.Drill;
using ParallelApproval.Benchmarks.Meters;

namespace ParallelApproval.Benchmarks;

/// <summary>
/// Statements and round trips of a case, from a short run of its own behind a proxy, one client. What the server does when nobody asks
/// (its jobs, its relay) is measured first and taken off; what it does for the cases afterwards (papers, cards, notices) is waited for and
/// counted.
/// </summary>
internal sealed record Counting(
    string Target,
    int Cases,
    double Statements,
    double RoundTrips,
    double IdleStatementsASecond,
    double WalBytes,
    string[] Frequent,
    string[] Tables
)
{
    private const int WarmUpCases = 20;
    private const int Dearest = 60;
    private const int SettlesWithin = 60;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(1);

    public static async Task<Counting> RunAsync(string name, Plan plan, Bench bench)
    {
        await using var proxy = new RoundTripProxy(bench.Port);
        await bench.CreateDatabaseAsync(Benchmarks.Target.Database(name));
        await using var target = await Benchmarks.Target.StartAsync(name, plan, bench, proxy.Port);
        await bench.DoAsync("CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
        await TrackAsync(bench, "top");
        await new Workload(target.Office, Mode.Seq).PlayAsync(WarmUpCases);
        await SettleAsync(bench, name);

        var idle = await CountAsync(bench, name, proxy, () => Task.Delay(Idle)); // what happens while nobody asks is counted
        var busy = await CountAsync(bench, name, proxy, async () =>
        {
            await new Workload(target.Office, Mode.Seq).PlayAsync(plan.Count);
            await SettleAsync(bench, name);
        });
        var frequent = await FrequentAsync(bench, name, plan.Count);
        var tables = await TablesAsync(bench, name, WarmUpCases + plan.Count);
        await TrackAsync(bench, "none");
        return new(
            name,
            plan.Count,
            (busy.Statements - (idle.Statements * busy.Seconds / idle.Seconds)) / plan.Count,
            (busy.RoundTrips - (idle.RoundTrips * busy.Seconds / idle.Seconds)) / plan.Count,
            idle.Statements / idle.Seconds,
            (busy.WalBytes - (idle.WalBytes * busy.Seconds / idle.Seconds)) / plan.Count,
            frequent,
            tables
        );
    }

    /// <summary>Until a second brings no more than the quietest before it, or it has been waited long enough.</summary>
    private static async Task SettleAsync(Bench bench, string name)
    {
        var (before, least) = (await StatementsAsync(bench, name), double.MaxValue);
        for (var glance = 0; glance < SettlesWithin; glance++)
        {
            await Task.Delay(Glance); // what happens while nobody asks is counted
            var now = await StatementsAsync(bench, name);
            var came = now.Statements - before.Statements;
            if (glance > 1 && came <= least * 1.1)
                return;
            (before, least) = (now, Math.Min(least, came));
        }
    }

    private static async Task<(double Statements, double WalBytes)> StatementsAsync(Bench bench, string name)
    {
        var sums = await bench.AskAsync<decimal[]>(
            "SELECT ARRAY[coalesce(sum(calls), 0), coalesce(sum(wal_bytes), 0)] FROM pg_stat_statements JOIN pg_database ON oid = dbid "
                + $"WHERE datname = '{Benchmarks.Target.Database(name)}'"
        );
        return ((double)sums[0], (double)sums[1]);
    }

    private static async Task<(double Statements, double WalBytes, double RoundTrips, double Seconds)> CountAsync(
        Bench bench,
        string name,
        RoundTripProxy proxy,
        Func<Task> work
    )
    {
        await bench.DoAsync("SELECT pg_stat_statements_reset()");
        var (trips, clock) = (proxy.RoundTrips, Stopwatch.StartNew());
        await work();
        var (roundTrips, seconds) = (proxy.RoundTrips - trips, clock.Elapsed.TotalSeconds);
        var (statements, walBytes) = await StatementsAsync(bench, name);
        return (statements, walBytes, roundTrips, seconds);
    }

    /// <summary>The dearest statements: times a case, CPU and waiting in ms a case, bytes of log a case, beginning of the text.</summary>
    private static async Task<string[]> FrequentAsync(Bench bench, string name, int cases) =>
        await bench.AskAsync<string[]>(
            $"""
            SELECT coalesce(array_agg(line), ARRAY[]::text[]) FROM (
                SELECT format('%s x  %s ms  %s B  %s', round(calls::numeric / {cases}, 1),
                    round((total_exec_time / {cases})::numeric, 3), round(wal_bytes / {cases}), left(regexp_replace(query, '\s+', ' ', 'g'), 150)) AS line
                FROM pg_stat_statements JOIN pg_database ON oid = dbid WHERE datname = '{Benchmarks.Target.Database(
                name
            )}' ORDER BY total_exec_time DESC LIMIT {Dearest}) AS lines
            """
        );

    /// <summary>
    /// The tables written to most: rows entered, changed and removed a case, and the share of changes that touched no index (HOT).
    /// </summary>
    private static async Task<string[]> TablesAsync(Bench bench, string name, int cases)
    {
        await using var source = NpgsqlDataSource.Create(bench.ConnectionString(Benchmarks.Target.Database(name), bench.Port));
        await using var ask = source.CreateCommand(
            $"""
            SELECT coalesce(array_agg(line), ARRAY[]::text[]) FROM (
                SELECT format('%s: %s entered, %s changed (%s %% HOT), %s removed', relname, round(n_tup_ins::numeric / {cases}, 1),
                    round(n_tup_upd::numeric / {cases}, 1), coalesce(100 * n_tup_hot_upd / nullif(n_tup_upd, 0), 0),
                    round(n_tup_del::numeric / {cases}, 1)) AS line
                FROM pg_stat_user_tables WHERE n_tup_ins + n_tup_upd + n_tup_del >= {cases}
                ORDER BY n_tup_ins + n_tup_upd + n_tup_del DESC) AS lines
            """
        );
        return (string[])(await ask.ExecuteScalarAsync())!;
    }

    private static async Task TrackAsync(Bench bench, string what)
    {
        await bench.DoAsync($"ALTER SYSTEM SET pg_stat_statements.track = '{what}'");
        await bench.DoAsync("SELECT pg_reload_conf()");
    }
}
