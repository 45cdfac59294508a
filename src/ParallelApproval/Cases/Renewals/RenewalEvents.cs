using ParallelApproval.Events;

namespace ParallelApproval.Cases;

/// <summary>申请延续: a licence that runs out is to be renewed.</summary>
/// <param name="Expires">The last day of the licence.</param>
/// <param name="DaysBefore">Working days from the receipt to that day.</param>
/// <param name="IsTimely">Early enough that silence renews it (行政许可法 art. 50); else the applicant was warned.</param>
public sealed record RenewalAppliedFor(DateOnly Expires, int DaysBefore, bool IsTimely) : DomainEvent;

/// <summary>视为准予延续: the licence ran out and the department had not decided (行政许可法 art. 50). Nobody signed it.</summary>
/// <param name="Expired">The last day of the licence.</param>
public sealed record RenewalDeemed(int Branch, int Round, DateOnly Expired) : DomainEvent
{
    public override int? BranchNumber => Branch;
}
