using System.Globalization;
using ParallelApproval.Benchmarks.Drill;

namespace ParallelApproval.Benchmarks;

/// <summary>What a run prints.</summary>
internal static class Report
{
    private const string Head =
        "target     mode   c | cases/s approvals/s | decision p50   p99  receipt p50 | CPU client server postgres    all | WAL kB  +pages commits | other errors unfinished";

    /// <summary>Prints a slice as soon as it is there, to the error output, and gives it back.</summary>
    public static Slice Line(Slice slice)
    {
        Console.Error.WriteLine(Row(slice));
        return slice;
    }

    public static void Write(Plan plan, List<Slice> medians, List<Counting> countings)
    {
        Console.WriteLine();
        Console.WriteLine(
            $"Medians of {plan.Repetitions} slices of {plan.Seconds:0.#} s, everything durable; {Environment.ProcessorCount} cores, "
                + $".NET {Environment.Version}. Times in ms; CPU, WAL and commits for one case."
        );
        Console.WriteLine(Head);
        foreach (var slice in medians)
            Console.WriteLine(Row(slice));
        Console.WriteLine();
        foreach (var one in countings)
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{one.Target}: {one.RoundTrips:0.0} round trips, {one.Statements:0.0} SQL statements and {one.WalBytes / 1000:0} kB of log "
                        + $"a case ({one.Cases} cases, one client; idle, {one.IdleStatementsASecond:0.0} statements/s taken off)"
                )
            );
        if (plan.Statements)
            foreach (var one in countings)
            {
                Console.WriteLine($"\n{one.Target}, times and ms a case:\n  {string.Join("\n  ", one.Frequent)}");
                Console.WriteLine($"\n{one.Target}, rows a case:\n  {string.Join("\n  ", one.Tables)}");
            }
        Ratios(medians);
        foreach (var slice in medians.Where(slice => slice.FirstError is not null || slice.Unfinished.Count > 0))
            Console.WriteLine(
                $"WRONG {slice.Target} {slice.Mode} c={slice.Clients}: {slice.FirstError} {string.Join(", ", slice.Unfinished.Take(3))}"
            );
    }

    private static void Ratios(List<Slice> medians)
    {
        Console.WriteLine();
        foreach (var product in medians.Where(slice => slice.Target == Target.Product))
            if (
                medians.Find(slice => slice.Target == Target.Yardstick && slice.Mode == product.Mode && slice.Clients == product.Clients) is
                { } yardstick
            )
                Console.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"ratio {product.Mode, -5} c={product.Clients, -3} product/yardstick: "
                            + $"{product.CasesASecond / yardstick.CasesASecond:0.00} of the cases/s, "
                            + $"{product.CpuMs / yardstick.CpuMs:0.0} times the CPU, {product.WalBytes / yardstick.WalBytes:0.0} "
                            + $"times the WAL"
                    )
                );
    }

    private static string Row(Slice s) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{s.Target, -10} {s.Mode, -5} {s.Clients, 2} | {s.CasesASecond, 7:0.0} {s.CasesASecond * DrillCase.Branches, 11:0.0} | "
                + $"{s.DecisionP50, 12:0.0} {s.DecisionP99, 5:0.0} {s.ReceiptP50, 12:0.0} | {s.CpuClient, 10:0.00} "
                + $"{s.CpuServer, 6:0.00} {s.CpuPostgres, 8:0.00} {s.CpuMs, 6:0.00} | {s.WalBytes / 1000, 6:0.0} "
                + $"{s.WalPageBytes / 1000, 7:0.0} {s.Commits, 7:0.0} | {s.OtherCores, 5:0.00} {s.Errors, 6} "
                + $"{s.Unfinished.Count, 10}"
        );
}
