using ParallelApproval.Evaluations;

namespace ParallelApproval.Web.Evaluations;

/// <summary>Body of <c>POST /api/public/evaluations</c>.</summary>
/// <param name="QueryCode">Six digits on the receipt.</param>
/// <param name="Service">Number of the service; the newest that has not been rated when left out, the matter itself before visits.</param>
/// <param name="Reasons">Of a bad rating.</param>
/// <param name="Branch">Number of the branch whose department is meant; the giver of the service when left out.</param>
internal sealed record RatingBody(
    string CaseNumber,
    string QueryCode,
    Grade Grade,
    int? Service = null,
    BadReason[]? Reasons = null,
    string? Comment = null,
    int? Branch = null
);

/// <summary>Body of <c>POST /api/evaluations/{id}/call-back</c>.</summary>
internal sealed record CallBackBody(CallBackOutcome Outcome, string Words);

/// <summary>Body of <c>POST /api/evaluations/{id}/fix</c>.</summary>
internal sealed record FixBody(string Measures);

/// <summary>Body of <c>POST /api/evaluations/{id}/fix-extension</c>.</summary>
/// <param name="Days">Working days for the whole fix, 6 to 15.</param>
internal sealed record FixExtensionBody(int Days, string Reason);

/// <summary>Body of <c>POST /api/evaluations/{id}/recall</c>.</summary>
internal sealed record RecallBody(RecallOutcome Outcome, string Words);

/// <summary>Body of <c>POST /api/evaluations/{id}/appeal</c>.</summary>
internal sealed record AppealBody(string Grounds);

/// <summary>Body of <c>POST /api/evaluations/{id}/appeal-decision</c>.</summary>
internal sealed record AppealDecisionBody(bool Grant, string Reasons);

/// <summary>Body of <c>POST /api/public/complaints</c>: with number and code of a receipt, or anonymously without both.</summary>
/// <param name="Against">Code of the department complained of, if it is known.</param>
/// <param name="Contact">How the complainant wants to be told.</param>
internal sealed record ComplaintBody(
    ComplaintSubject Subject,
    string Words,
    string? CaseNumber = null,
    string? QueryCode = null,
    string? Against = null,
    string? Contact = null
);

/// <summary>Body of <c>POST /api/complaints/{id}/acceptance</c>.</summary>
/// <param name="Against">The department it is about; the one that the complainant named when left out.</param>
internal sealed record AcceptComplaintBody(string? Against = null);

/// <summary>Body of <c>POST /api/complaints/{id}/refusal</c>.</summary>
internal sealed record DeclineComplaintBody(string Reason);

/// <summary>Body of <c>POST /api/complaints/{id}/answer</c>.</summary>
internal sealed record AnswerBody(bool Upheld, string Answer);

/// <summary>Body of <c>POST /api/complaints/{id}/result-told</c>.</summary>
internal sealed record ResultToldBody(string Way);
