using ParallelApproval.Headlines;

namespace ParallelApproval.Province.Figures;

/// <summary>
/// The figures of a province in a window of days (全省汇总指标): what its districts sum up, added, and divided once. A share of the province is
/// cases by cases, never a mean of the shares of its districts; days are weighed by the cases behind them. Null where there is nothing to
/// divide by.
/// </summary>
/// <param name="From">First day, official time.</param>
/// <param name="To">Last day.</param>
/// <param name="Districts">How many districts stand in the register.</param>
/// <param name="Answered">Of how many of them the sums are.</param>
/// <param name="Received">收件.</param>
/// <param name="Closed">办结.</param>
/// <param name="Timed">Those that count in the rate of time.</param>
/// <param name="OnTimeRate">按时办结率: on time ÷ timed, over all of them.</param>
/// <param name="PromisedDays">平均承诺时限, working days.</param>
/// <param name="ActualDays">平均实际工作日.</param>
/// <param name="SatisfactionRate">满意率.</param>
/// <param name="Parts">What each district answered, in the order of the register.</param>
/// <param name="Missing">Who did not answer, and since when; never left out.</param>
public sealed record ProvinceFigures(
    DateOnly From,
    DateOnly To,
    int Districts,
    int Answered,
    int Received,
    int Closed,
    int Timed,
    int OnTime,
    int Late,
    decimal? OnTimeRate,
    int Measured,
    decimal? PromisedDays,
    decimal? ActualDays,
    int Rated,
    int Satisfied,
    decimal? SatisfactionRate,
    IReadOnlyList<DistrictFigures> Parts,
    IReadOnlyList<MissingDistrict> Missing
)
{
    internal static ProvinceFigures Sum(
        DateOnly from,
        DateOnly to,
        IReadOnlyList<DistrictFigures> parts,
        IReadOnlyList<MissingDistrict> missing
    )
    {
        int Count(Func<HeadlineSums, int> of) => parts.Sum(part => of(part.Sums));
        long Total(Func<HeadlineSums, long> of) => parts.Sum(part => of(part.Sums));
        var (timed, onTime, measured, rated, satisfied) = (
            Count(sums => sums.Timed),
            Count(sums => sums.OnTime),
            Count(sums => sums.Measured),
            Count(sums => sums.Rated),
            Count(sums => sums.Satisfied)
        );
        return new(
            from,
            to,
            parts.Count + missing.Count,
            parts.Count,
            Count(sums => sums.Received),
            Count(sums => sums.Closed),
            timed,
            onTime,
            Count(sums => sums.Late),
            Ratio(onTime, timed, 4),
            measured,
            Ratio(Total(sums => sums.PromisedDays), measured, 2),
            Ratio(Total(sums => sums.ActualDays), measured, 2),
            rated,
            satisfied,
            Ratio(satisfied, rated, 4),
            parts,
            missing
        );
    }

    private static decimal? Ratio(long part, int whole, int digits) => whole == 0 ? null : Math.Round((decimal)part / whole, digits);
}

/// <summary>What a district answered.</summary>
public sealed record DistrictFigures(string Region, string Name, string NameEn, HeadlineSums Sums);

/// <summary>A district whose figures are missing in the sums.</summary>
/// <param name="Since">When it last served, official time; null when nothing was heard since <paramref name="WatchedSince"/>.</param>
/// <param name="WatchedSince">When this entrance began to listen.</param>
public sealed record MissingDistrict(
    string Region,
    string Name,
    string NameEn,
    MissingReason Reason,
    DateTimeOffset? Since,
    DateTimeOffset WatchedSince
);

/// <summary>Why the figures of a district are missing.</summary>
public enum MissingReason
{
    /// <summary>未应答: no server of it answered in time.</summary>
    NoAnswer,

    /// <summary>未提供密钥: the register names no key for it, or its file is empty.</summary>
    NoKey,

    /// <summary>密钥被拒绝.</summary>
    KeyRefused,

    /// <summary>版本过旧: its program does not sum up yet.</summary>
    NotOffered,

    /// <summary>应答的不是本区县: the server belongs to another district, or has not been told whose it is.</summary>
    WrongDistrict,

    /// <summary>应答无法识别.</summary>
    Strange,
}
