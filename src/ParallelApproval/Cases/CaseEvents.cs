using ParallelApproval.Events;

namespace ParallelApproval.Cases;

/// <summary>收件: papers taken in and a receipt given (行政许可法 art. 32).</summary>
public sealed record CaseReceived(string ItemCode, int ItemVersion, string WorkflowId, int WorkflowVersion, string[] Supplied, string[] Missing) : DomainEvent;

/// <summary>受理: accepted, the clocks run.</summary>
/// <param name="IsDeemed">逾期未告知视为受理: nobody accepted; the days for the notice ran out.</param>
public sealed record CaseAccepted(DateOnly PromisedDue, DateOnly LegalDue, bool IsDeemed = false) : DomainEvent;

/// <summary>补正告知: the applicant was told once, and completely, what is missing or wrong.</summary>
public sealed record CorrectionNotified(MaterialFault[] Faults) : DomainEvent;

/// <summary>补正: papers handed in after the receipt.</summary>
public sealed record MaterialsSupplied(string[] Materials) : DomainEvent;

/// <summary>不予受理, with its reason and the body that is competent.</summary>
public sealed record CaseDeclined(string Reason, string? CompetentBody) : DomainEvent;

/// <summary>撤回, by the applicant, in writing.</summary>
public sealed record CaseWithdrawn(string? Reason) : DomainEvent;

/// <summary>Every branch has its result.</summary>
public sealed record CaseDecided(int Approved, int Refused, int Withdrawn) : DomainEvent;

/// <summary>送达: who took the results, and how.</summary>
public sealed record CaseDelivered(DeliveryWay Way, string Receiver) : DomainEvent;

/// <summary>办结.</summary>
public sealed record CaseFinished(CaseStatus Result) : DomainEvent;

/// <summary>办件延期, once, with the reason told to the applicant, by leave of the level that the law names.</summary>
public sealed record CaseExtended(int Days, string Reason, string ApprovedBy, DateOnly LegalDue) : DomainEvent;
