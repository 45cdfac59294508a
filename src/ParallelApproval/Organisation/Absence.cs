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

    public bool Includes(DateOnly day) => day >= From && day <= To;
}
