using ParallelApproval.Cases;
using ParallelApproval.Identities;
using ParallelApproval.Organisation;

namespace ParallelApproval.Appraisals;

/// <summary>
/// One piece of work of the month (办结单元): a case, or one department's branch of it. A case and all that is in it counts as closed in the month
/// in which the case was closed; in the rates of time each counts in the month in which its promise ended or passed its limit, so that what is
/// decided and not collected counts with its decision, and what is open and late counts as late.
/// </summary>
/// <param name="Branch">0 for the whole case.</param>
/// <param name="Department">Who did it; for a case, the lead department.</param>
/// <param name="Officer">Who signed the branch; for a case, who received it.</param>
/// <param name="Window">The window at which it was received: its body and number, <c>XZSP/A01</c>; the body alone where no number was
/// recorded.</param>
/// <param name="IsLate">After the last promised day; null when no promise ended or passed its limit in the month, or none is counted: not
/// accepted, withdrawn.</param>
/// <param name="IsClosed">Its case was closed in the month.</param>
/// <param name="DaysHeld">Whose its days were; null unless its case was decided, or closed undecided, in the month.</param>
/// <param name="ActualDays">Working days from acceptance to the end, without days that do not count.</param>
internal sealed record Work(
    CaseNumber Case,
    int Branch,
    string ItemCode,
    Tier Tier,
    string Department,
    string? Officer,
    string Window,
    Outcome Outcome,
    bool? IsLate,
    bool IsEarly,
    int? ActualDays,
    int? LegalDays,
    int Supplements,
    int Stops,
    bool IsClosed,
    HolderDays? DaysHeld = null
)
{
    /// <summary>Whether it counts in the rates of time: withdrawn and not accepted are left out.</summary>
    public bool IsTimed => IsLate is not null && Outcome is Outcome.Granted or Outcome.Refused or Outcome.Open;
}

/// <summary>How a piece of work ended.</summary>
internal enum Outcome
{
    Granted,
    Refused,
    Withdrawn,
    Declined,

    /// <summary>It has not ended.</summary>
    Open,
}

/// <summary>A rating given in the month.</summary>
/// <param name="Counts">False once an appeal was granted.</param>
/// <param name="Window">Of a visit, the window as <see cref="Work.Window"/>; else the department.</param>
internal sealed record RatingGiven(
    CaseNumber Case,
    string ItemCode,
    Tier Tier,
    string Department,
    string? Officer,
    bool IsBad,
    bool IsSuspect,
    bool Counts,
    string Window
);
