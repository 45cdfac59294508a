namespace ParallelApproval.Evaluations;

/// <summary>
/// A rating (评价), as the applicant gave it. Nobody can change or remove it, neither he nor an officer: the database refuses. A granted
/// appeal takes it out of the score and never out of the record.
/// </summary>
/// <param name="Department">Who must answer for it: the giver of the service, or the department of the branch that the applicant
/// named.</param>
/// <param name="Suspicion">Why it may not be the applicant's own; null when nothing speaks against it.</param>
public sealed record Rating(
    Grade Grade,
    BadReason[] Reasons,
    string? Comment,
    string Department,
    DateTimeOffset RatedAt,
    Suspicion? Suspicion
);

/// <summary>Why a rating may have been given by an officer (疑似刷评).</summary>
public enum Suspicion
{
    /// <summary>An officer was signed in in the same browser.</summary>
    OfficersSession,

    /// <summary>It came from an address at which an officer of a department of the case worked lately.</summary>
    OfficesAddress,
}

/// <summary>An appeal against a rating (评价申诉), by the department, once, within three working days.</summary>
/// <param name="Decision">Null while it is open.</param>
public sealed record RatingAppeal(string Grounds, string LodgedBy, DateTimeOffset LodgedAt, AppealDecision? Decision = null);

/// <summary>What a supervisor of another department said to an appeal.</summary>
/// <param name="IsGranted">The rating is mistaken or malicious: it no longer counts.</param>
public sealed record AppealDecision(bool IsGranted, string Reasons, string DecidedBy, DateTimeOffset DecidedAt);
