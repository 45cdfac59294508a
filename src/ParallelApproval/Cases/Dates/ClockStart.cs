using ParallelApproval.Clocks;
using ParallelApproval.Database;

namespace ParallelApproval.Cases;

/// <summary>From what event a clock runs (起算事由); the day of that event does not count (民法典 art. 201, by analogy).</summary>
public enum ClockStart
{
    /// <summary>收件: the papers were taken in at the window.</summary>
    Received,

    /// <summary>受理, as it counts: the day on which the papers were complete (行政许可法 art. 32).</summary>
    Accepted,

    /// <summary>抄告: the department got its copy.</summary>
    Copied,

    /// <summary>前置签批: the last branch that it depends on has signed.</summary>
    PredecessorSigned,

    /// <summary>重新申请: the branch was applied for once more.</summary>
    AppliedAnew,

    /// <summary>一次性告知: the applicant was told what is missing.</summary>
    FaultsTold,

    /// <summary>不予许可告知: the applicant was told of the refusal and asked what shall become of the rest.</summary>
    RefusalTold,

    /// <summary>逾期: the promise passed, and the day of grace began.</summary>
    PromisePassed,

    /// <summary>告知承诺准予, or a check that found something to be put right.</summary>
    CheckDue,

    /// <summary>提出回避: an officer was asked to withdraw.</summary>
    RecusalAsked,

    /// <summary>材料变更: a paper was replaced after the decision.</summary>
    PaperReplaced,

    /// <summary>听证权利告知.</summary>
    HearingRightTold,

    /// <summary>申请听证.</summary>
    HearingRequested,

    /// <summary>利害关系人告知.</summary>
    PartyTold,

    /// <summary>原证到期: the licence that is to be renewed runs out on that very day.</summary>
    LicenceEnds,
}

/// <summary>What each clock of a case runs from.</summary>
public static class ClockStarts
{
    /// <summary>The event from which that clock of the file runs.</summary>
    public static ClockStart StartOf(this CaseFile file, Clock clock) =>
        clock.Kind switch
        {
            ClockKind.Promised or ClockKind.Legal when clock.Branch == Clock.OfCase => ClockStart.Accepted,
            ClockKind.Legal when file.FindBranch(clock.Branch) is { HardDependencies.Length: > 0 } => ClockStart.PredecessorSigned,
            ClockKind.Promised or ClockKind.Legal when clock.Round > 1 => ClockStart.AppliedAnew,
            ClockKind.Legal or ClockKind.Inspectors or ClockKind.Deferral => ClockStart.Accepted,
            ClockKind.Promised => ClockStart.Copied,
            ClockKind.Notice => ClockStart.Received,
            ClockKind.Supplement => ClockStart.FaultsTold,
            ClockKind.Answer => ClockStart.RefusalTold,
            ClockKind.Grace => ClockStart.PromisePassed,
            ClockKind.FollowUp => ClockStart.CheckDue,
            ClockKind.Recusal => ClockStart.RecusalAsked,
            ClockKind.Confirmation => ClockStart.PaperReplaced,
            ClockKind.HearingRequest => ClockStart.HearingRightTold,
            ClockKind.Hearing => ClockStart.HearingRequested,
            ClockKind.InterestedParty => ClockStart.PartyTold,
            _ => ClockStart.LicenceEnds,
        };
}
