using ParallelApproval.Calendars;
using ParallelApproval.Cases;

namespace ParallelApproval.Web.Cases;

/// <summary>Body of <c>POST /api/tasks/{id}/decision</c>.</summary>
/// <param name="Opinion">The reviewing opinion in words.</param>
/// <param name="Reasons">Why it is refused; required with a refusal.</param>
/// <param name="Remedies">What the applicant can do against it; the usual instruction when left out.</param>
internal sealed record DecisionBody(Verdict Decision, string Opinion, string? Reasons = null, string? Remedies = null);

/// <summary>Body of <c>POST /api/tasks/{id}/reassignment</c>.</summary>
/// <param name="To">Account of an approver of the same department.</param>
internal sealed record ReassignmentBody(string To, string Reason);

/// <summary>Body of <c>POST /api/tasks/{id}/stop</c>.</summary>
/// <param name="PlannedDays">Working days told in the notice.</param>
/// <param name="NoticeDelivered">The applicant has the notice in hand.</param>
internal sealed record StopBody(StopGround Ground, int PlannedDays, bool NoticeDelivered);

/// <summary>Body of <c>POST /api/tasks/{id}/extension</c>.</summary>
/// <param name="Days">Working days.</param>
internal sealed record BranchExtensionBody(int Days, string Reason);

/// <summary>Body of <c>POST /api/tasks/{id}/extension/decision</c>.</summary>
/// <param name="Head">Name of the head who gave or refused leave.</param>
/// <param name="Level">For a joint case the government.</param>
/// <param name="Reason">Why it is refused; required with a refusal.</param>
internal sealed record BranchExtensionDecisionBody(bool Grants, string Head, LeaveLevel Level, string? Reason = null);

/// <summary>Body of <c>POST /api/tasks/{id}/review</c>.</summary>
internal sealed record ReviewBody(Verdict Proposed, string Opinion);

/// <summary>Body of <c>POST /api/tasks/{id}/confirmation</c>.</summary>
/// <param name="Stands">False: the branch is taken up again.</param>
internal sealed record ConfirmationBody(bool Stands, string Note);

/// <summary>Body of <c>POST /api/tasks/{id}/later-result</c>.</summary>
/// <param name="Of">Number of the branch whose result it is.</param>
internal sealed record LaterResultBody(int Of, string Note);
