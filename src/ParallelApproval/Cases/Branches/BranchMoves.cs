using Is = ParallelApproval.Cases.BranchStatus;
using Line = ParallelApproval.Cases.Move<ParallelApproval.Cases.BranchVerb, ParallelApproval.Cases.BranchStatus>;
using Verb = ParallelApproval.Cases.BranchVerb;

namespace ParallelApproval.Cases;

/// <summary>
/// What can be done with a branch (分支动作): first what officers do, named as their commands are, then what the house does by itself.
/// </summary>
public enum BranchVerb
{
    /// <summary>签收.</summary>
    ClaimTask,

    /// <summary>退回待办池.</summary>
    ReleaseTask,

    /// <summary>转办.</summary>
    ReassignTask,

    /// <summary>审查.</summary>
    ReviewBranch,

    /// <summary>决定.</summary>
    DecideBranch,

    /// <summary>当场办结.</summary>
    DecideOnTheSpot,

    /// <summary>上报.</summary>
    SendUp,

    /// <summary>受理后补正.</summary>
    RequestCorrection,

    /// <summary>特别程序（不计时）.</summary>
    StopBranch,

    /// <summary>恢复计时.</summary>
    ResumeBranch,

    /// <summary>申请延期.</summary>
    AskExtension,

    /// <summary>延期决定.</summary>
    DecideExtension,

    /// <summary>退回下级.</summary>
    SendDown,

    /// <summary>材料变更确认.</summary>
    ConfirmDecision,

    /// <summary>补录.</summary>
    AddResultLater,

    /// <summary>补发证照.</summary>
    SealDeemedGrant,

    /// <summary>申请人选择.</summary>
    AnswerRefusal,

    /// <summary>回避申请.</summary>
    AskRecusal,

    /// <summary>回避决定.</summary>
    DecideRecusal,

    /// <summary>踏勘结论.</summary>
    RecordSiteVisit,

    /// <summary>听证权利告知.</summary>
    TellHearingRight,

    /// <summary>申请听证.</summary>
    RequestHearing,

    /// <summary>听证通知.</summary>
    CallHearing,

    /// <summary>听证笔录.</summary>
    RecordHearing,

    /// <summary>指派检验检测人员.</summary>
    NameInspectors,

    /// <summary>启动: the flow has reached the branch, for the first time or after papers were asked for.</summary>
    OpenBranch,

    /// <summary>前置已签，可签批.</summary>
    BecomeReady,

    /// <summary>前置撤回: the decision that it waited for was withdrawn; it waits again.</summary>
    WaitAgain,

    /// <summary>特别程序期满.</summary>
    EndStop,

    /// <summary>材料补齐.</summary>
    PapersCameIn,

    /// <summary>逾期未补正: withdrawn, or decided on what there is, by the rule of the item.</summary>
    MissSupplement,

    /// <summary>容缺逾期.</summary>
    MissDeferral,

    /// <summary>超时默认: the department was silent.</summary>
    DeemConsent,

    /// <summary>视为准予延续: the licence that was to be renewed ran out, and the department was silent.</summary>
    DeemRenewal,

    /// <summary>分支撤回: the applicant withdraws the branch and keeps the case.</summary>
    WithdrawBranch,

    /// <summary>随案终止: the whole case ends, or the flow no longer waits.</summary>
    LeaveWithCase,

    /// <summary>前置不予许可.</summary>
    Block,

    /// <summary>重新申请: worked on anew, with new clocks.</summary>
    WorkAnew,

    /// <summary>前置重新申请: what a refusal blocked is worked on anew with it.</summary>
    Unblock,

    /// <summary>退回重审: the tier above has sent the matter back down.</summary>
    ReviewAgain,

    /// <summary>再次上报: the tier below has sent it up again.</summary>
    ComeUpAgain,
}

/// <summary>
/// The state machine of a branch (分支流转): in which status what is lawful, on what conditions, and where it leads. Printed as a diagram in
/// <c>docs/moves.md</c>.
/// </summary>
public static class BranchMoves
{
    private static readonly Is[] OnDesk = [Is.InReview, Is.ReadyToSign];
    private static readonly Is[] TakenUp = [.. OnDesk, Is.CorrectionRequested];
    private static readonly Is[] Open = [.. OnDesk, Is.Stopped, Is.CorrectionRequested];
    private static readonly Is[] Unsettled = [Is.Waiting, .. Open, Is.SentBack];
    private static readonly Is[] Results =
    [
        Is.Approved,
        Is.Refused,
        Is.Blocked,
        Is.Withdrawn,
        Is.TimedOut,
        Is.Disagreed,
        Is.AcceptanceRevoked,
    ];
    private static readonly Is[] Begun = [.. Open, Is.SentBack, .. Results];
    private static readonly Is[] Decision = [Is.Approved, Is.Refused, Is.Disagreed];
    private static readonly Is[] Opinion = [Is.Approved, Is.Disagreed];
    private static readonly Is[] Stays = [];

    private static readonly Guard[] AnyOfficer = [Guard.NoOwnInterest];
    private static readonly Guard[] OfDepartment = [Guard.NoOwnInterest, Guard.OwnDepartment];
    private static readonly Guard[] Approver = [Guard.NoOwnInterest, Guard.OwnDepartment, Guard.FourEyes];
    private static readonly Guard[] Hands = [Guard.FreeOrHeld, Guard.NotRecused];
    private static readonly Guard[] Signature =
    [
        .. Hands,
        Guard.DependenciesSigned,
        Guard.DeferredPapersIn,
        Guard.NotTheChair,
        Guard.Heard,
        Guard.VisitRecorded,
        Guard.ReviewedByAnother,
        Guard.Letter,
    ];

    public static readonly MoveTable<Verb, Is> Table = new(
        [
            new(Verb.ClaimTask, Approver, Open, Stays, [.. Hands, Guard.NotTheChair]),
            new(Verb.ReleaseTask, Approver, Open, Stays, [.. Hands, Guard.Held]),
            new(Verb.ReassignTask, [Guard.NoOwnInterest], Open, Stays, [Guard.HeadOrVacancy]),
            new(Verb.ReviewBranch, Approver, OnDesk, Stays, [.. Hands, Guard.NotTheChair, Guard.TwoSignatures]),
            new(Verb.DecideBranch, Approver, OnDesk, Decision, Signature) { WhenGranting = [Guard.SiteInspected] },
            new(Verb.DecideOnTheSpot, AnyOfficer, OnDesk, Decision, Signature) { WhenGranting = [Guard.SiteInspected] },
            // At a station the clerk who received may send up, for nothing is granted by it.
            new(Verb.SendUp, [Guard.NoOwnInterest, Guard.IsReferral, Guard.OwnDepartment], OnDesk, Opinion, Hands),
            new(Verb.RequestCorrection, Approver, OnDesk, [Is.CorrectionRequested], Hands),
            new(Verb.StopBranch, Approver, [.. OnDesk, Is.CorrectionRequested], [Is.Stopped], Hands),
            new(Verb.ResumeBranch, Approver, [Is.Stopped], TakenUp, Hands),
            new(Verb.AskExtension, Approver, Open, Stays, [.. Hands, Guard.LimitMayGrow, Guard.NoExtensionAsked]),
            new(Verb.DecideExtension, [Guard.NoOwnInterest, Guard.NotOwnExtension], Open, Stays, [Guard.ExtensionAsked])
            {
                WhenGranting = [Guard.LimitMayGrow],
            },
            new(Verb.SendDown, Approver, OnDesk, [Is.SentBack], [.. Hands, Guard.SentUpFromBelow]),
            new(Verb.ConfirmDecision, Approver, [Is.Approved], Stays, [Guard.NotRecused, Guard.ConfirmationAsked, Guard.Letter]),
            new(Verb.AddResultLater, Approver, [Is.Approved], Stays, [Guard.ResultAwaited]),
            new(Verb.SealDeemedGrant, Approver, [Is.TimedOut], Stays, [Guard.GrantsCertificate]),
            new(Verb.AnswerRefusal, AnyOfficer, [Is.Refused], Stays, [Guard.ApplicantAsked]),
            // Whoever has an interest is the one to ask for his recusal.
            new(Verb.AskRecusal, [], Open, Stays, [Guard.NoRecusalPending]),
            new(Verb.DecideRecusal, [Guard.NoOwnInterest, Guard.NotOwnRecusal], [.. Open, Is.SentBack], Stays, [Guard.RecusalPending]),
            new(Verb.RecordSiteVisit, OfDepartment, Begun, Stays, [Guard.VisitToRecord]),
            new(Verb.TellHearingRight, Approver, OnDesk, Stays, [.. Hands, Guard.NoHearingYet]),
            // Asked at the window or at the department; it is the applicant or a neighbour who asks.
            new(Verb.RequestHearing, AnyOfficer, Open, Stays, [Guard.HearingMayBeAsked]),
            new(Verb.CallHearing, Approver, OnDesk, [Is.Stopped], [.. Hands, Guard.HearingMayBeCalled]),
            new(Verb.RecordHearing, Approver, Open, TakenUp, [.. Hands, Guard.HearingIsCalled]),
            new(Verb.NameInspectors, Approver, Open, Stays, [.. Hands, Guard.InspectionNeeded]),
        ],
        [
            new Line(Verb.OpenBranch, [Is.Waiting, Is.CorrectionRequested], OnDesk),
            new Line(Verb.BecomeReady, [Is.InReview], [Is.ReadyToSign]),
            new Line(Verb.WaitAgain, [Is.ReadyToSign], [Is.InReview]),
            new Line(Verb.EndStop, [Is.Stopped], TakenUp),
            new Line(Verb.PapersCameIn, [Is.CorrectionRequested], OnDesk),
            new Line(Verb.MissSupplement, [Is.CorrectionRequested, Is.Stopped], [.. OnDesk, Is.Withdrawn]),
            new Line(Verb.MissDeferral, Unsettled, [Is.Withdrawn, Is.AcceptanceRevoked, Is.Refused]),
            new Line(Verb.DeemConsent, OnDesk, [Is.TimedOut]),
            new Line(Verb.DeemRenewal, Unsettled, [Is.TimedOut]),
            new Line(Verb.WithdrawBranch, Unsettled, [Is.Withdrawn]),
            new Line(Verb.LeaveWithCase, Unsettled, [Is.Withdrawn]),
            new Line(Verb.Block, Unsettled, [Is.Blocked, Is.Withdrawn, Is.AcceptanceRevoked]),
            new Line(Verb.WorkAnew, [Is.Refused, Is.Approved], OnDesk),
            new Line(Verb.Unblock, [Is.Blocked], [Is.Waiting, .. OnDesk]),
            new Line(Verb.ReviewAgain, [Is.Approved, Is.Refused, Is.Disagreed], [Is.InReview]),
            new Line(Verb.ComeUpAgain, [Is.SentBack], OnDesk),
        ]
    );
}
