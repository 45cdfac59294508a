namespace ParallelApproval.Evaluations;

/// <summary>
/// A service (服务) that can be rated once: a visit to the hall (一次一评) or a matter that was brought to its end (一事一评).
/// </summary>
/// <param name="Number">The number of its event in the chain of the case.</param>
/// <param name="Department">Who gave it: the body whose window it was, or the lead department of the matter.</param>
/// <param name="Officer">The account at the window; null for a matter.</param>
public sealed record ServiceGiven(int Number, ServiceKind Kind, DateTimeOffset At, string Department, string? Officer)
{
    /// <summary>What the applicant said; null while he has said nothing.</summary>
    public Rating? Rating { get; internal set; }

    /// <summary>What is done about a bad rating; null without one.</summary>
    public Remedy? Remedy { get; internal set; }

    /// <summary>Whether the department has appealed against the rating.</summary>
    public RatingAppeal? Appeal { get; internal set; }
}

/// <summary>What kind of service it was.</summary>
public enum ServiceKind
{
    /// <summary>收件: a visit, papers handed in.</summary>
    Receipt,

    /// <summary>补正: a visit, papers brought that were missing.</summary>
    Supplement,

    /// <summary>送达: a visit, results collected.</summary>
    Delivery,

    /// <summary>一事: the matter as a whole, at its end.</summary>
    Matter,
}
