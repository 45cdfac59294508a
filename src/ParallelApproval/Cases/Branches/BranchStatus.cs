namespace ParallelApproval.Cases;

/// <summary>Where one department's part of a case stands (分支状态).</summary>
public enum BranchStatus
{
    /// <summary>待开始: the flow has not reached it.</summary>
    Waiting,

    /// <summary>审查中: under review. It may be signed if it depends on no other branch.</summary>
    InReview,

    /// <summary>待签批: every branch it depends on has signed; now it may sign too.</summary>
    ReadyToSign,

    /// <summary>特别程序: its clock stands still on a lawful ground.</summary>
    Stopped,

    /// <summary>补正中: the department waits for a paper it has asked for.</summary>
    CorrectionRequested,

    /// <summary>同意.</summary>
    Approved,

    /// <summary>不予许可, by a decision of its own, with reasons and remedies.</summary>
    Refused,

    /// <summary>前置不予许可: a branch that it depends on was refused.</summary>
    Blocked,

    /// <summary>撤回.</summary>
    Withdrawn,

    /// <summary>
    /// 超时默认: not decided in time, and counted as consent by the item's rule: an opinion, or by a pilot rule a grant. Never shown as 同意, and
    /// no certificate by itself.
    /// </summary>
    TimedOut,

    /// <summary>退回下级: sent back to the tier below, which has it on its desk; the clocks run on.</summary>
    SentBack,

    /// <summary>
    /// 不同意意见: whoever is only asked for an opinion, or reviews for the tier above, is against it. It refuses nothing, and is never shown
    /// or counted as a refusal; who decides takes it into account.
    /// </summary>
    Disagreed,

    /// <summary>撤销受理: papers that were promised with the acceptance did not come, and the rule of the item revokes the acceptance.</summary>
    AcceptanceRevoked,
}

/// <summary>Questions about a status.</summary>
public static class BranchStatuses
{
    /// <summary>True once the branch has its result, whatever it is.</summary>
    public static bool IsSettled(this BranchStatus status) =>
        status
            is BranchStatus.Approved
                or BranchStatus.Refused
                or BranchStatus.Blocked
                or BranchStatus.Withdrawn
                or BranchStatus.TimedOut
                or BranchStatus.Disagreed
                or BranchStatus.AcceptanceRevoked;

    /// <summary>True when others may build on it: granted, or taken as consent because nobody answered.</summary>
    public static bool Passes(this BranchStatus status) =>
        status is BranchStatus.Approved or BranchStatus.TimedOut or BranchStatus.Disagreed;

    /// <summary>True when the branch was granted, and the grant fell with the whole case (撤销).</summary>
    public static bool IsRevokedWith(this BranchStatus status, CaseStatus ofCase) =>
        ofCase is CaseStatus.Revoked && status is BranchStatus.Approved or BranchStatus.TimedOut;

    /// <summary>True while the next step is the department's own: it reviews, or may sign.</summary>
    public static bool IsWorkedOn(this BranchStatus status) => status is BranchStatus.InReview or BranchStatus.ReadyToSign;

    /// <summary>True while the department has the case on its desk.</summary>
    public static bool IsOpen(this BranchStatus status) =>
        status is BranchStatus.InReview or BranchStatus.ReadyToSign or BranchStatus.Stopped or BranchStatus.CorrectionRequested;
}
