namespace ParallelApproval.Headlines;

/// <summary>
/// What the headline table of a window is made of, in sums (总览汇总数): whoever adds up several houses divides once, at the end. A mean of
/// means would weigh a small house like a large one, and means that were rounded no longer add up.
/// </summary>
/// <param name="From">First day, official time.</param>
/// <param name="To">Last day.</param>
/// <param name="Region">行政区划代码 of the house; 000000 until somebody has said whom it serves.</param>
/// <param name="Received">收件: cases received on those days, whatever became of them.</param>
/// <param name="Closed">办结, as <see cref="Headline.Closed"/>.</param>
/// <param name="Timed">Those that count in the rate of time, as <see cref="Headline.Timed"/>.</param>
/// <param name="OnTime">按时办结.</param>
/// <param name="Late">逾期.</param>
/// <param name="Measured">Closed cases with a promise: over so many the days below are summed.</param>
/// <param name="PromisedDays">Working days promised to them in all.</param>
/// <param name="ActualDays">Working days that they took in all.</param>
/// <param name="Rated">参评.</param>
/// <param name="Satisfied">Rated, without a bad rating.</param>
public sealed record HeadlineSums(
    DateOnly From,
    DateOnly To,
    string Region,
    int Received,
    int Closed,
    int Timed,
    int OnTime,
    int Late,
    int Measured,
    long PromisedDays,
    long ActualDays,
    int Rated,
    int Satisfied
)
{
    internal static HeadlineSums Of(DateOnly from, DateOnly to, string region, int received, IReadOnlyCollection<HeadlineLine> lines) =>
        new(
            from,
            to,
            region,
            received,
            lines.Sum(line => line.Cases),
            lines.Sum(line => line.Timed),
            lines.Sum(line => line.OnTime),
            lines.Sum(line => line.Late),
            lines.Sum(line => line.Measured),
            lines.Sum(line => line.Promised),
            lines.Sum(line => line.Actual),
            lines.Sum(line => line.Rated),
            lines.Sum(line => line.Satisfied)
        );
}
