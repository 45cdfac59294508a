using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ParallelApproval.Benchmarks;

/// <summary>
/// <c>docs/performance.md</c>: the table that a run writes between its two marks, and the ratios in it that a later, shorter run is held
/// against.
/// </summary>
internal static partial class PerformancePage
{
    private const string Begin = "<!-- measured -->";
    private const string End = "<!-- /measured -->";

    /// <summary>A short run may be so much worse than what is on record; machines are noisy.</summary>
    public const double Floor = 2.0 / 3;

    public static async Task WriteAsync(string path, Plan plan, IReadOnlyList<Slice> slices, IReadOnlyList<Counting> countings)
    {
        var page = await File.ReadAllTextAsync(path);
        var (begin, end) = (page.IndexOf(Begin, StringComparison.Ordinal), page.IndexOf(End, StringComparison.Ordinal));
        if (begin < 0 || end < begin)
            throw new FormatException($"Expected {Begin} and {End} in {path}.");
        await File.WriteAllTextAsync(path, page[..(begin + Begin.Length)] + "\n" + Table(plan, slices, countings) + page[end..]);
    }

    /// <summary>Cases a second, product to yardstick, as the page has them.</summary>
    public static async Task<IReadOnlyDictionary<(Mode Mode, int Clients), double>> RatiosAsync(string path) =>
        Row()
            .Matches(await File.ReadAllTextAsync(path))
            .ToDictionary(
                row => (Enum.Parse<Mode>(row.Groups["mode"].Value), int.Parse(row.Groups["clients"].Value, CultureInfo.InvariantCulture)),
                row => double.Parse(row.Groups["ratio"].Value, CultureInfo.InvariantCulture)
            );

    /// <summary>Statements of a case of the product, as the page has them; null where it has none.</summary>
    public static async Task<double?> StatementsAsync(string path) =>
        Counted().Match(await File.ReadAllTextAsync(path)) is { Success: true } line
            ? double.Parse(line.Groups["statements"].Value, CultureInfo.InvariantCulture)
            : null;

    private static string Table(Plan plan, IReadOnlyList<Slice> slices, IReadOnlyList<Counting> countings)
    {
        var text = new StringBuilder();
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd}; {Environment.ProcessorCount} cores, {CpuName()}; .NET {Environment.Version}; "
                + $"medians of {plan.Repetitions} × {plan.Seconds:0.#} s, least and most in brackets; CPU in ms and WAL in kB of one case."
        );
        text.AppendLine();
        text.AppendLine(
            "| mode | clients | product, cases/s | yardstick, cases/s | ratio | decision p50 / p99, ms "
                + "| CPU server + PostgreSQL | yardstick | WAL | yardstick |"
        );
        text.AppendLine("| --- | ---: | --- | --- | ---: | --- | --- | --- | ---: | ---: |");
        foreach (var kind in slices.GroupBy(slice => (slice.Mode, slice.Clients)).OrderBy(kind => kind.Key))
        {
            var (product, yardstick) = (Of(kind, Target.Product), Of(kind, Target.Yardstick));
            if (product is not { } ours || yardstick is not { } least)
                continue;
            var ((us, cases), (them, theirs)) = (ours, least);
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {kind.Key.Mode} | {kind.Key.Clients} | {cases} | {theirs} | {us.CasesASecond / them.CasesASecond:0.00} "
                    + $"| {us.DecisionP50:0.0} / {us.DecisionP99:0.0} | {us.CpuServer:0.0} + {us.CpuPostgres:0.0} "
                    + $"| {them.CpuServer:0.0} + {them.CpuPostgres:0.0} | {us.WalBytes / 1000:0} | {them.WalBytes / 1000:0} |"
            );
        }

        text.AppendLine();
        foreach (var one in countings)
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"{one.Target}: {one.Statements:0} statements and {one.RoundTrips:0.0} round trips a case, with all that is made for it "
                    + $"afterwards; {one.IdleStatementsASecond:0.0} statements/s idle."
            );
        return text.ToString();
    }

    private static (Slice Median, string Cases)? Of(IEnumerable<Slice> slices, string target)
    {
        var mine = slices.Where(slice => slice.Target == target).ToList();
        if (mine.Count == 0)
            return null;
        var median = Slice.Median(mine);
        var (least, most) = (mine.Min(slice => slice.CasesASecond), mine.Max(slice => slice.CasesASecond));
        return (median, string.Create(CultureInfo.InvariantCulture, $"{median.CasesASecond:0} ({least:0}–{most:0})"));
    }

    private static string CpuName() =>
        File.ReadLines("/proc/cpuinfo")
            .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            ?.Split(':')[1]
            .Trim()
        ?? "unknown";

    [GeneratedRegex(@"^\| (?<mode>Seq|Burst) \| (?<clients>\d+) \| [^|]+ \| [^|]+ \| (?<ratio>[\d.]+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex($@"^{Target.Product}: (?<statements>[\d.]+) statements", RegexOptions.Multiline)]
    private static partial Regex Counted();
}
