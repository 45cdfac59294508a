using Is = ParallelApproval.Cases.CaseStatus;
using Line = ParallelApproval.Cases.Move<ParallelApproval.Cases.CaseVerb, ParallelApproval.Cases.CaseStatus>;
using Verb = ParallelApproval.Cases.CaseVerb;

namespace ParallelApproval.Cases;

/// <summary>
/// What can be done with a case (办件动作): first what officers do, named as their commands are, then what the house does by itself.
/// </summary>
public enum CaseVerb
{
    /// <summary>收件.</summary>
    ReceiveCase,

    /// <summary>受理.</summary>
    AcceptCase,

    /// <summary>容缺受理.</summary>
    AcceptDeferring,

    /// <summary>告知承诺受理.</summary>
    AcceptOnCommitment,

    /// <summary>一次性告知补正.</summary>
    NotifyCorrection,

    /// <summary>当场更正.</summary>
    CorrectOnTheSpot,

    /// <summary>补交材料.</summary>
    SupplyMaterials,

    /// <summary>不予受理.</summary>
    DeclineCase,

    /// <summary>申请再次补正.</summary>
    AskSecondCorrection,

    /// <summary>再次补正特批.</summary>
    GrantSecondCorrection,

    /// <summary>撤回.</summary>
    WithdrawCase,

    /// <summary>办件延期.</summary>
    ExtendCase,

    /// <summary>收费.</summary>
    ChargeFee,

    /// <summary>收费更正.</summary>
    CorrectFee,

    /// <summary>退费.</summary>
    RefundFee,

    /// <summary>当场办结.</summary>
    DecideOnTheSpot,

    /// <summary>联合踏勘.</summary>
    CallSiteVisit,

    /// <summary>踏勘汇总.</summary>
    CloseSiteVisit,

    /// <summary>送达.</summary>
    DeliverCase,

    /// <summary>告知承诺核查.</summary>
    RecordFollowUp,

    /// <summary>登记利害关系人.</summary>
    NoteInterestedParty,

    /// <summary>告知利害关系人.</summary>
    TellInterestedParty,

    /// <summary>听取利害关系人意见.</summary>
    HearInterestedParty,

    /// <summary>逾期未告知视为受理.</summary>
    DeemAccepted,

    /// <summary>转入审批: the first branch is on its department's desk.</summary>
    BeginApproval,

    /// <summary>逾期未补正.</summary>
    MissSupplement,

    /// <summary>容缺逾期.</summary>
    MissDeferral,

    /// <summary>各分支均已决定.</summary>
    ConcludeBranches,

    /// <summary>重新审批: a branch is worked on anew.</summary>
    WorkAnew,

    /// <summary>电子送达.</summary>
    DeliverElectronically,

    /// <summary>办结.</summary>
    CloseCase,

    /// <summary>撤销决定: what was granted on a promise that was not kept.</summary>
    RevokeGrant,
}

/// <summary>
/// The state machine of a case (办件流转): in which status what is lawful, on what conditions, and where it leads. Printed as a diagram in
/// <c>docs/moves.md</c>.
/// </summary>
public static class CaseMoves
{
    private static readonly Is[] BeforeAcceptance = [Is.Received, Is.CorrectionRequested];
    private static readonly Is[] InHand = [Is.Accepted, Is.InApproval];
    private static readonly Is[] Undecided = [.. BeforeAcceptance, .. InHand];
    private static readonly Is[] Results = [Is.Finished, Is.PartlyFinished, Is.Refused, Is.Withdrawn, Is.AcceptanceRevoked];
    private static readonly Is[] Granted = [Is.Decided, Is.Delivered, Is.Finished, Is.PartlyFinished];
    private static readonly Is[] Accepted = [.. InHand, Is.Decided, Is.Delivered, .. Results, Is.Revoked];
    private static readonly Is[] Stays = [];

    private static readonly Guard[] AnyOfficer = [Guard.NoOwnInterest];
    private static readonly Guard[] Lead = [Guard.NoOwnInterest, Guard.LeadsVisit];
    private static readonly Guard[] OnTheSpot = [Guard.NoOwnInterest, Guard.OnTheSpotItem, Guard.FourEyesUnlessOneDecides];

    public static readonly MoveTable<Verb, Is> Table = new(
        [
            new(Verb.ReceiveCase, AnyOfficer, [], [Is.Received], []),
            new(Verb.AcceptCase, AnyOfficer, BeforeAcceptance, [Is.Accepted], [Guard.PapersComplete]),
            new(Verb.AcceptDeferring, AnyOfficer, BeforeAcceptance, [Is.Accepted], [Guard.TakesDays, Guard.Trusted]),
            new(Verb.AcceptOnCommitment, AnyOfficer, BeforeAcceptance, [Is.Accepted], [Guard.CommitmentAllowed, Guard.Trusted]),
            new(Verb.NotifyCorrection, AnyOfficer, BeforeAcceptance, [Is.CorrectionRequested], []),
            new(Verb.CorrectOnTheSpot, AnyOfficer, BeforeAcceptance, Stays, []),
            new(Verb.SupplyMaterials, AnyOfficer, [.. Undecided, Is.Decided], Stays, []),
            new(Verb.DeclineCase, AnyOfficer, BeforeAcceptance, [Is.Declined], []),
            new(Verb.AskSecondCorrection, AnyOfficer, [Is.CorrectionRequested], Stays, [Guard.NoLeaveYet]),
            new(Verb.GrantSecondCorrection, [Guard.NoOwnInterest, Guard.NotOwnException], Undecided, Stays, [Guard.NoLeaveYet]),
            new(Verb.WithdrawCase, AnyOfficer, Undecided, [Is.Withdrawn], []),
            new(Verb.ExtendCase, AnyOfficer, InHand, Stays, [Guard.LimitMayGrow]),
            new(Verb.ChargeFee, AnyOfficer, [.. InHand, Is.Decided, Is.Delivered], Stays, []),
            new(Verb.CorrectFee, AnyOfficer, Accepted, Stays, []),
            new(Verb.RefundFee, AnyOfficer, Accepted, Stays, []),
            new(Verb.DecideOnTheSpot, OnTheSpot, [Is.InApproval], Stays, [Guard.EveryBranchOnTheSpot]),
            new(Verb.CallSiteVisit, Lead, [Is.InApproval], Stays, [Guard.VisitMayBeCalled]),
            new(Verb.CloseSiteVisit, Lead, [Is.InApproval, Is.Decided, Is.Delivered], Stays, [Guard.VisitOpen]),
            new(
                Verb.DeliverCase,
                AnyOfficer,
                [Is.Decided],
                [Is.Delivered],
                [Guard.DecisionsConfirmed, Guard.AtItsStation, Guard.PromisedPapersIn]
            ),
            new(Verb.RecordFollowUp, [Guard.NoOwnInterest, Guard.HasPart], Granted, Stays, [Guard.FollowUpDue]),
            new(Verb.NoteInterestedParty, AnyOfficer, Undecided, Stays, []),
            new(Verb.TellInterestedParty, AnyOfficer, InHand, Stays, [Guard.PartyToTell]),
            new(Verb.HearInterestedParty, AnyOfficer, InHand, Stays, [Guard.PartyToHear]),
        ],
        [
            new Line(Verb.DeemAccepted, BeforeAcceptance, [Is.Accepted]),
            new Line(Verb.BeginApproval, [Is.Accepted], [Is.InApproval]),
            new Line(Verb.MissSupplement, [Is.CorrectionRequested], [Is.Withdrawn, Is.Declined, Is.Refused]),
            new Line(Verb.MissDeferral, InHand, [Is.AcceptanceRevoked, Is.Withdrawn, Is.Refused]),
            new Line(Verb.ConcludeBranches, [Is.InApproval], [Is.Decided]),
            new Line(Verb.WorkAnew, [Is.InApproval, Is.Decided], [Is.InApproval]),
            new Line(Verb.DeliverElectronically, [Is.Decided], [Is.Delivered]),
            new Line(Verb.CloseCase, [Is.Decided, Is.Delivered], Results),
            new Line(Verb.RevokeGrant, Granted, [Is.Revoked]),
        ]
    );
}
