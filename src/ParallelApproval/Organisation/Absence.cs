namespace ParallelApproval.Organisation;

/// <summary>
/// An absence (请假) with its deputy (AB岗): for these days the deputy acts for the officer and signs "代". Nobody is his own deputy.
/// </summary>
public sealed class Absence
{
    public required Guid Id { get; init; }

    public required Guid OfficerId { get; init; }

    public required Guid DeputyId { get; init; }

    public required DateOnly From { get; init; }

    /// <summary>Last day of the absence.</summary>
    public required DateOnly To { get; init; }

    public required string Reason { get; init; }

    /// <summary>销假: the first day on which he is back before his time; null while the absence runs as it was entered.</summary>
    public DateOnly? EndedOn { get; set; }

    /// <summary>Account that ended it early.</summary>
    public string? EndedBy { get; set; }

    /// <summary>The last day of it, the early end counted in; before <see cref="From"/> when it never began.</summary>
    public DateOnly LastDay => EndedOn is { } back && back <= To ? back.AddDays(-1) : To;

    public bool Includes(DateOnly day) => day >= From && day <= LastDay;
}
