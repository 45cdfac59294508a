using System.Text.Json;
using ParallelApproval.Benchmarks.Drill;
using ParallelApproval.Benchmarks.Meters;

namespace ParallelApproval.Benchmarks;

/// <summary>A whole run: the targets in turn, slice by slice, so that a noisy minute of the machine hits all of them.</summary>
internal static class Run
{
    private const int Tries = 3;

    /// <returns>0; 1 when a case went wrong.</returns>
    public static async Task<int> ExecuteAsync(Plan plan)
    {
        await using var bench = await Bench.OpenAsync();
        await new WalMeter(bench.Administrator).PrepareAsync();
        var slices = await TimeAsync(plan, bench);
        if (plan.Hold is { } page && await IsBelowAsync(page, plan, slices, bench))
            return 1;
        var countings = new List<Counting>();
        if (plan.Count > 0)
            foreach (var name in plan.Targets)
                countings.Add(await Counting.RunAsync(name, plan, bench));
        if (plan.Hold is not null && await IsDearerAsync(plan.Hold, countings))
            return 1;
        var medians = slices.GroupBy(slice => (slice.Target, slice.Mode, slice.Clients)).Select(same => Slice.Median([.. same])).ToList();
        Report.Write(plan, medians, countings);
        if (plan.Write is not null)
            await PerformancePage.WriteAsync(plan.Write, plan, slices, countings);
        if (plan.Json is not null)
            await File.WriteAllTextAsync(
                plan.Json,
                JsonSerializer.Serialize(
                    new
                    {
                        plan,
                        slices,
                        countings,
                    },
                    new JsonSerializerOptions { WriteIndented = true }
                )
            );
        return slices.All(slice => slice is { Errors: 0, Unfinished.Count: 0 }) ? 0 : 1;
    }

    // A noisy minute is no slower program: what is below is measured again.
    private static async Task<bool> IsBelowAsync(string page, Plan plan, List<Slice> slices, Bench bench)
    {
        var recorded = await PerformancePage.RatiosAsync(page);
        for (var tries = 1; Below() is { Count: > 0 } below; tries++)
        {
            foreach (var line in below)
                Console.WriteLine(line);
            if (tries == Tries)
                return true;
            slices.Clear();
            slices.AddRange(await TimeAsync(plan, bench));
        }

        return false;

        List<string> Below() =>
            [
                .. slices
                    .GroupBy(slice => (slice.Mode, slice.Clients))
                    .Where(kind => recorded.ContainsKey(kind.Key))
                    .Select(kind => (kind.Key, Now: RatioOf([.. kind]), Then: recorded[kind.Key]))
                    .Where(kind => kind.Now < kind.Then * PerformancePage.Floor)
                    .Select(kind =>
                        FormattableString.Invariant(
                            $"{kind.Key.Mode} c={kind.Key.Clients}: ratio {kind.Now:0.00}, on record {kind.Then:0.00}"
                        )
                    ),
            ];
    }

    // No noise excuses this one: statements are counted.
    private static async Task<bool> IsDearerAsync(string page, List<Counting> countings)
    {
        if (
            countings.Find(one => one.Target == Target.Product) is not { } now
            || await PerformancePage.StatementsAsync(page) is not { } then
        )
            return false;
        var isDearer = now.Statements * PerformancePage.Floor > then;
        if (isDearer)
            Console.WriteLine(FormattableString.Invariant($"{now.Statements:0} statements a case, on record {then:0}"));
        return isDearer;
    }

    private static double RatioOf(IReadOnlyList<Slice> slices) =>
        Slice.Median([.. slices.Where(slice => slice.Target == Target.Product)]).CasesASecond
        / Slice.Median([.. slices.Where(slice => slice.Target == Target.Yardstick)]).CasesASecond;

    private static async Task<List<Slice>> TimeAsync(Plan plan, Bench bench)
    {
        var targets = new List<Target>();
        var slices = new List<Slice>();
        try
        {
            foreach (var name in plan.Targets)
            {
                await bench.CreateDatabaseAsync(Target.Database(name));
                targets.Add(await Target.StartAsync(name, plan, bench, bench.Port));
            }
            foreach (var target in targets)
                await WarmUpAsync(target, plan);
            for (var repetition = 0; repetition < plan.Repetitions; repetition++)
                foreach (var mode in plan.Modes)
                foreach (var clients in plan.Concurrency)
                // Who goes first changes, so that nobody always follows the other's checkpoint.
                foreach (var target in repetition % 2 == 0 ? targets : targets.AsEnumerable().Reverse())
                    slices.Add(Report.Line(await Slice.MeasureAsync(target, mode, clients, plan.Seconds, bench)));
        }
        finally
        {
            foreach (var target in targets)
                await target.DisposeAsync();
        }
        return slices;
    }

    private static async Task WarmUpAsync(Target target, Plan plan)
    {
        var played = await new Workload(target.Office, Mode.Burst).PlayAsync(8, plan.WarmUp / 2);
        if (played.Cases.Count == 0 || played.Errors > 0)
            Console.Error.WriteLine(
                $"{target.Name}: {played.Cases.Count} cases, {played.Errors} errors while warming up: {played.FirstError}"
            );
        await new Workload(target.Office, Mode.Seq).PlayAsync(8, plan.WarmUp / 2);
    }
}
