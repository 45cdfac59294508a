using System.Diagnostics;
using ParallelApproval.Benchmarks.Drill;
using ParallelApproval.Benchmarks.Meters;

namespace ParallelApproval.Benchmarks;

/// <summary>
/// Statements and round trips of a case, from a short run of its own behind a proxy, one client. What the server does when nobody asks
/// (its jobs, its relay) is measured first and taken off.
/// </summary>
internal sealed record Counting(
    string Target,
    int Cases,
    double Statements,
    double RoundTrips,
    double IdleStatementsASecond,
    string[] Frequent
)
{
    private const int WarmUpCases = 20;
    private const int MostFrequent = 30;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(5);

    public static async Task<Counting> RunAsync(string name, Plan plan, Bench bench)
    {
        await using var proxy = new RoundTripProxy(bench.Port);
        await bench.CreateDatabaseAsync(Benchmarks.Target.Database(name));
        await using var target = await Benchmarks.Target.StartAsync(name, plan, bench, proxy.Port);
        await bench.DoAsync("CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
        await TrackAsync(bench, "top");
        await new Workload(target.Office, Mode.Seq).PlayAsync(WarmUpCases);

        var idle = await CountAsync(bench, name, proxy, () => Task.Delay(Idle)); // what happens while nobody asks is counted
        var busy = await CountAsync(bench, name, proxy, () => new Workload(target.Office, Mode.Seq).PlayAsync(plan.Count));
        var frequent = await FrequentAsync(bench, name, plan.Count);
        await TrackAsync(bench, "none");
        return new(
            name,
            plan.Count,
            (busy.Statements - (idle.Statements * busy.Seconds / idle.Seconds)) / plan.Count,
            (busy.RoundTrips - (idle.RoundTrips * busy.Seconds / idle.Seconds)) / plan.Count,
            idle.Statements / idle.Seconds,
            frequent
        );
    }

    private static async Task<(double Statements, double RoundTrips, double Seconds)> CountAsync(
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
        var statements = await bench.AskAsync<decimal>(
            "SELECT coalesce(sum(calls), 0) FROM pg_stat_statements JOIN pg_database ON oid = dbid "
                + $"WHERE datname = '{Benchmarks.Target.Database(name)}'"
        );
        return ((double)statements, roundTrips, seconds);
    }

    /// <summary>The statements that ran most often: times a case, CPU and waiting in ms a case, beginning of the text.</summary>
    private static async Task<string[]> FrequentAsync(Bench bench, string name, int cases) =>
        await bench.AskAsync<string[]>(
            $"""
            SELECT coalesce(array_agg(line), ARRAY[]::text[]) FROM (
                SELECT format('%s x  %s ms  %s', round(calls::numeric / {cases}, 1),
                    round((total_exec_time / {cases})::numeric, 2), left(regexp_replace(query, '\s+', ' ', 'g'), 150)) AS line
                FROM pg_stat_statements JOIN pg_database ON oid = dbid WHERE datname = '{Benchmarks.Target.Database(
                name
            )}' ORDER BY calls DESC LIMIT {MostFrequent}) AS lines
            """
        );

    private static async Task TrackAsync(Bench bench, string what)
    {
        await bench.DoAsync($"ALTER SYSTEM SET pg_stat_statements.track = '{what}'");
        await bench.DoAsync("SELECT pg_reload_conf()");
    }
}
