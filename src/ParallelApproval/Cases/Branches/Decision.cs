using ParallelApproval.Identities;

namespace ParallelApproval.Cases;

/// <summary>
/// A department's decision (决定) on its branch: who signed, when, and on what ground. One for each round; it is never changed.
/// </summary>
/// <param name="Task">The task it answers.</param>
/// <param name="Verdict">Approve (同意) or refuse (不同意); the law knows no third word.</param>
/// <param name="Opinion">The reviewing opinion (审查意见), in words; a bare name is no opinion.</param>
/// <param name="Reasons">Why it was refused (行政许可法 art. 38); required with a refusal.</param>
/// <param name="OnBehalfOf">代: account of the absent officer for whom a deputy (AB岗) signed; null when the officer signed for
/// himself.</param>
/// <param name="Remedies">What the applicant can do against it: reconsideration within 60 calendar days, suit within 6 months.</param>
/// <param name="OnBehalfOf">代: the absent officer for whom the deputy signed; null when he signed in his own name.</param>
/// <param name="Letter">Number of the letter of authorisation that gave the power.</param>
public sealed record Decision(
    TaskNumber Task,
    Verdict Verdict,
    string Opinion,
    string? Reasons,
    string? Remedies,
    string Department,
    string SignedBy,
    DateTimeOffset SignedAt,
    string? OnBehalfOf = null,
    string? Letter = null
);

/// <summary>What a department may decide.</summary>
public enum Verdict
{
    /// <summary>同意.</summary>
    Approve,

    /// <summary>不同意.</summary>
    Refuse,
}
