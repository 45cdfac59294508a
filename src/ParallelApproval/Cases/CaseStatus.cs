namespace ParallelApproval.Cases;

/// <summary>Where a case stands (办件状态).</summary>
public enum CaseStatus
{
    /// <summary>收件: papers taken in, a receipt given, not yet accepted.</summary>
    Received,

    /// <summary>补正: the applicant has been told, once, everything that is missing or wrong.</summary>
    CorrectionRequested,

    /// <summary>不予受理: not accepted, with the reason and the right body named.</summary>
    Declined,

    /// <summary>受理: accepted; the clocks run from here.</summary>
    Accepted,

    /// <summary>审批中: copied to the departments, which review and decide at the same time.</summary>
    InApproval,

    /// <summary>已决定: every branch has its result.</summary>
    Decided,

    /// <summary>已送达: the results are in the applicant's hands.</summary>
    Delivered,

    /// <summary>办结: every branch granted what was asked.</summary>
    Finished,

    /// <summary>部分办结: some branches granted, others refused or withdrawn.</summary>
    PartlyFinished,

    /// <summary>不予许可: no branch granted.</summary>
    Refused,

    /// <summary>撤回: withdrawn by the applicant before any branch granted.</summary>
    Withdrawn,

    /// <summary>撤销: granted on the applicant's promise, which was not kept and not put right; the grant was revoked.</summary>
    Revoked,

    /// <summary>撤销受理: papers that were promised with the acceptance did not come; the acceptance was revoked, with reasons.</summary>
    AcceptanceRevoked,
}

/// <summary>Questions about a status that several rooms ask.</summary>
public static class CaseStatuses
{
    /// <summary>True once nothing more can happen in the case.</summary>
    public static bool IsClosed(this CaseStatus status) =>
        status
            is CaseStatus.Declined
                or CaseStatus.Finished
                or CaseStatus.PartlyFinished
                or CaseStatus.Refused
                or CaseStatus.Withdrawn
                or CaseStatus.Revoked
                or CaseStatus.AcceptanceRevoked;

    /// <summary>Those before the results are in the applicant's hands.</summary>
    public static readonly IReadOnlyList<CaseStatus> Undelivered =
    [
        CaseStatus.Received,
        CaseStatus.CorrectionRequested,
        CaseStatus.Accepted,
        CaseStatus.InApproval,
        CaseStatus.Decided,
    ];

    /// <summary>True before the case is accepted or declined.</summary>
    public static bool IsBeforeAcceptance(this CaseStatus status) => status is CaseStatus.Received or CaseStatus.CorrectionRequested;
}
