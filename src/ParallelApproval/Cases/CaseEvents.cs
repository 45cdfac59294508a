using ParallelApproval.Catalogue;
using ParallelApproval.Events;

namespace ParallelApproval.Cases;

/// <summary>收件: papers taken in and a receipt given (行政许可法 art. 32).</summary>
/// <param name="Window">Number of the window; null when the clerk named none.</param>
public sealed record CaseReceived(
    string ItemCode,
    int ItemVersion,
    string WorkflowId,
    int WorkflowVersion,
    string[] Supplied,
    string[] Missing,
    string? Station = null,
    string? Window = null
) : DomainEvent;

/// <summary>受理: accepted, the clocks run.</summary>
/// <param name="IsDeemed">逾期未告知视为受理: nobody accepted; the days for the notice ran out.</param>
public sealed record CaseAccepted(DateOnly PromisedDue, DateOnly LegalDue, bool IsDeemed = false) : DomainEvent;

/// <summary>无人签批仍受理: whoever accepted was told that nobody of these departments may sign today, and confirmed it.</summary>
public sealed record VacancyConfirmed(string[] Departments) : DomainEvent;

/// <summary>补正告知: the applicant was told once, and completely, what is missing or wrong.</summary>
/// <param name="IsByException">A second notice that names old faults, by leave of a supervisor.</param>
public sealed record CorrectionNotified(MaterialFault[] Faults, bool IsByException = false, DateOnly? AnswerDue = null) : DomainEvent;

/// <summary>申请再次补正: the window asks a supervisor for leave to name old faults once more.</summary>
public sealed record SecondCorrectionAsked(string Reason) : DomainEvent;

/// <summary>再次补正特批: a supervisor lets a second notice name what the first should have named (行政许可法 art. 72). It is scored.</summary>
public sealed record SecondCorrectionGranted(string Reason) : DomainEvent;

/// <summary>当场更正: small errors that the applicant put right at the window.</summary>
/// <param name="Fields">Names of the fields of the form that were changed.</param>
public sealed record CorrectedOnTheSpot(MaterialFault[] Corrections, string[] Fields) : DomainEvent;

/// <summary>逾期未补正: nobody answered the correction notice in time.</summary>
/// <param name="Rule">What the item makes of it.</param>
/// <param name="Branch">The branch that asked; null for the notice before acceptance.</param>
public sealed record SupplementUnanswered(OnSupplementTimeout Rule, DateOnly Due, int? Branch = null) : DomainEvent
{
    public override int? BranchNumber => Branch;
}

/// <summary>容缺受理: papers were deferred against a signed promise.</summary>
public sealed record PapersDeferred(string[] Papers, DateOnly Due, string PromisedBy) : DomainEvent;

/// <summary>容缺补齐: every deferred paper has come in.</summary>
public sealed record DeferralKept(DateOnly Due) : DomainEvent;

/// <summary>容缺逾期: deferred papers did not come in as promised.</summary>
public sealed record DeferralMissed(string[] Papers, OnDeferralTimeout Rule, DateOnly Due) : DomainEvent;

/// <summary>告知承诺: told the conditions and what a false promise costs, the applicant signed that he meets them.</summary>
/// <param name="Papers">The papers for which the promise stands.</param>
public sealed record CommitmentSigned(string[] Papers, string PromisedBy) : DomainEvent;

/// <summary>补正: papers handed in after the receipt.</summary>
/// <param name="Receipt">Number of the receipt that was given for them.</param>
public sealed record MaterialsSupplied(string[] Materials, string? Receipt = null) : DomainEvent;

/// <summary>不予受理, with its reason and the body that is competent.</summary>
public sealed record CaseDeclined(string Reason, string? CompetentBody, DeclineGround? Ground = null) : DomainEvent;

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
