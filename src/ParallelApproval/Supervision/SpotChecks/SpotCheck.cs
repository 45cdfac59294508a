using ParallelApproval.Identities;

namespace ParallelApproval.Supervision;

/// <summary>
/// A spot check (抽查): cases of a period, drawn at random, to be looked through by a person. The seed is kept, so that anybody can draw
/// again and see that nobody chose.
/// </summary>
/// <param name="From">First day of receipt of the period.</param>
/// <param name="To">Last day of receipt of the period.</param>
/// <param name="Cases">The cases in the order in which they were drawn.</param>
public sealed record SpotCheck(
    SpotCheckNumber Number,
    DateOnly From,
    DateOnly To,
    SpotCheckScope Scope,
    int Wanted,
    long Seed,
    IReadOnlyList<CaseNumber> Cases,
    string By,
    DateTimeOffset At
);

/// <summary>Which cases are drawn from.</summary>
public enum SpotCheckScope
{
    /// <summary>全部.</summary>
    All,

    /// <summary>在办.</summary>
    Open,

    /// <summary>已办结.</summary>
    Finished,
}

/// <summary>
/// What was found in one case: whether the record is true, was made in real time, is complete and accurate (真实、实时、完整、准确).
/// </summary>
/// <param name="Remark">What is wrong; needed as soon as something is.</param>
public sealed record SpotCheckResult(
    bool IsTrue,
    bool IsInTime,
    bool IsComplete,
    bool IsAccurate,
    string? Remark,
    string By,
    DateTimeOffset At
)
{
    /// <summary>Whether nothing is wrong.</summary>
    public bool IsSound => IsTrue && IsInTime && IsComplete && IsAccurate;
}
