using ParallelApproval.Benchmarks.Drill;
using ParallelApproval.Benchmarks.Meters;

namespace ParallelApproval.Benchmarks;

/// <summary>One measurement: a target, a mode, a number of clients, some seconds. CPU in ms, log in bytes, each for one case.</summary>
internal sealed record Slice(
    string Target,
    Mode Mode,
    int Clients,
    int Cases,
    double CasesASecond,
    double DecisionP50,
    double DecisionP99,
    double ReceiptP50,
    double CpuClient,
    double CpuServer,
    double CpuPostgres,
    double WalBytes,
    double WalPageBytes,
    double Commits,
    double OtherCores,
    int Errors,
    string? FirstError,
    List<string> Unfinished
)
{
    // Asked one by one, outside the measured time.
    private const int Checked = 40;

    public double CpuMs => CpuClient + CpuServer + CpuPostgres;

    public static async Task<Slice> MeasureAsync(Target target, Mode mode, int clients, double seconds, Bench bench)
    {
        var wal = new WalMeter(bench.Administrator);
        var begin = await wal.BeginAsync();
        var before = CpuUse.Now(target.ProcessIds, bench.PostmasterId);
        var played = await new Workload(target.Office, mode).PlayAsync(clients, seconds);
        var cpu = CpuUse.Now(target.ProcessIds, bench.PostmasterId) - before;
        var log = await wal.BetweenAsync(begin, await wal.EndOfLogAsync());
        var n = Math.Max(1, played.Cases.Count);
        return new(
            target.Name,
            mode,
            clients,
            played.Cases.Count,
            played.Cases.Count / played.Seconds,
            At(played.Decisions, 0.50),
            At(played.Decisions, 0.99),
            At(played.Receipts, 0.50),
            1000 * cpu.Client / n,
            1000 * cpu.Server / n,
            1000 * cpu.Postgres / n,
            (double)log.RecordBytes / n,
            (double)log.PageBytes / n,
            (double)log.Commits / n,
            (cpu.Machine - cpu.Client - cpu.Server - cpu.Postgres) / played.Seconds,
            played.Errors,
            played.FirstError,
            await target.Office.UnfinishedAsync(Sample(played.Cases))
        );
    }

    /// <summary>The slice with the median of each figure; errors are added up.</summary>
    public static Slice Median(IReadOnlyList<Slice> slices)
    {
        double Of(Func<Slice, double> figure) => At([.. slices.Select(figure).Order()], 0.5);
        return slices[0] with
        {
            Cases = slices.Sum(slice => slice.Cases),
            CasesASecond = Of(slice => slice.CasesASecond),
            DecisionP50 = Of(slice => slice.DecisionP50),
            DecisionP99 = Of(slice => slice.DecisionP99),
            ReceiptP50 = Of(slice => slice.ReceiptP50),
            CpuClient = Of(slice => slice.CpuClient),
            CpuServer = Of(slice => slice.CpuServer),
            CpuPostgres = Of(slice => slice.CpuPostgres),
            WalBytes = Of(slice => slice.WalBytes),
            WalPageBytes = Of(slice => slice.WalPageBytes),
            Commits = Of(slice => slice.Commits),
            OtherCores = Of(slice => slice.OtherCores),
            Errors = slices.Sum(slice => slice.Errors),
            FirstError = slices.Select(slice => slice.FirstError).FirstOrDefault(error => error is not null),
            Unfinished = [.. slices.SelectMany(slice => slice.Unfinished)],
        };
    }

    private static IEnumerable<string> Sample(List<string> cases) =>
        cases.Count <= Checked ? cases : cases.Where((_, i) => i % ((cases.Count + Checked - 1) / Checked) == 0);

    private static double At(double[] sorted, double share) => sorted.Length == 0 ? double.NaN : sorted[(int)(share * (sorted.Length - 1))];
}
