namespace ParallelApproval.Cases;

/// <summary>
/// What must be so before a move (前提条件), beside the status. Which move asks which stands in its line; each is answered in <see
/// cref="CaseGuards"/>.
/// </summary>
public enum Guard
{
    /// <summary>无利益冲突: nothing of the officer's own is the applicant's (公务员法 art. 76).</summary>
    NoOwnInterest,

    /// <summary>本部门: the branch belongs to the officer's department.</summary>
    OwnDepartment,

    /// <summary>收审分离: somebody other than the clerk who received.</summary>
    FourEyes,

    /// <summary>收审分离, unless the item says that one person is enough.</summary>
    FourEyesUnlessOneDecides,

    /// <summary>特批分离: who received gives himself no leave.</summary>
    NotOwnException,

    /// <summary>踏勘牵头: the lead department, or the only one that must look at the place.</summary>
    LeadsVisit,

    /// <summary>本部门有分支: a branch of the case is the officer's department's.</summary>
    HasPart,

    /// <summary>回避分离: nobody decides about his own recusal.</summary>
    NotOwnRecusal,

    /// <summary>即办件: the item is decided on the spot.</summary>
    OnTheSpotItem,

    /// <summary>未被他人签收: nobody else holds the task, unless he is absent and the officer is his deputy (AB岗).</summary>
    FreeOrHeld,

    /// <summary>本人已签收, or his whose deputy the officer is.</summary>
    Held,

    /// <summary>未回避: the officer has not withdrawn from the branch, and is not asked to.</summary>
    NotRecused,

    /// <summary>前置已签: every branch that the law makes a condition has signed, and every opinion is in where one decides for all.</summary>
    DependenciesSigned,

    /// <summary>容缺材料已补: the deferred papers of the branch have come in.</summary>
    DeferredPapersIn,

    /// <summary>已经他人审查, where the item wants two signatures.</summary>
    ReviewedByAnother,

    /// <summary>须两人: the item wants two signatures.</summary>
    TwoSignatures,

    /// <summary>授权书: a letter of authorisation covers the item on the day, his own or that of an absent officer.</summary>
    Letter,

    /// <summary>可延期: the legal limit runs, has not passed and has not been extended.</summary>
    LimitMayGrow,

    /// <summary>无待决延期.</summary>
    NoExtensionAsked,

    /// <summary>有待决延期.</summary>
    ExtensionAsked,

    /// <summary>延期分离: nobody gives himself a longer limit.</summary>
    NotOwnExtension,

    /// <summary>下级已上报: a lower tier has sent the matter up.</summary>
    SentUpFromBelow,

    /// <summary>上报环节: the branch is the review of a lower tier.</summary>
    IsReferral,

    /// <summary>待确认: a paper was replaced after the decision.</summary>
    ConfirmationAsked,

    /// <summary>待补录: it was signed without a result that was wanted.</summary>
    ResultAwaited,

    /// <summary>证照分支.</summary>
    GrantsCertificate,

    /// <summary>已询问申请人: the applicant has been asked about a refusal.</summary>
    ApplicantAsked,

    /// <summary>
    /// 已听取意见: no hearing is asked for or called and not recorded, the days to ask for one are over, and every interested party was heard or
    /// silent.
    /// </summary>
    Heard,

    /// <summary>非听证主持人: the chair of the branch's hearing neither reviews nor decides (行政许可法 art. 48).</summary>
    NotTheChair,

    /// <summary>未告知听证权利: no hearing runs, and none was held.</summary>
    NoHearingYet,

    /// <summary>可申请听证: the right was told, its days run, and nobody has asked yet.</summary>
    HearingMayBeAsked,

    /// <summary>可通知听证: none is called and waits for its record, and none was recorded.</summary>
    HearingMayBeCalled,

    /// <summary>听证已通知: one is called and waits for its record.</summary>
    HearingIsCalled,

    /// <summary>需检验检测: the item wants an inspection or a test of the branch.</summary>
    InspectionNeeded,

    /// <summary>有未告知的利害关系人.</summary>
    PartyToTell,

    /// <summary>有待听取的利害关系人: told, and not heard yet.</summary>
    PartyToHear,

    /// <summary>无待决回避.</summary>
    NoRecusalPending,

    /// <summary>有待决回避.</summary>
    RecusalPending,

    /// <summary>材料齐全 (行政许可法 art. 32).</summary>
    PapersComplete,

    /// <summary>非即办: the item takes days, so that something can be deferred.</summary>
    TakesDays,

    /// <summary>可告知承诺: the item may be granted on a promise.</summary>
    CommitmentAllowed,

    /// <summary>信用良好: the applicant is on no list.</summary>
    Trusted,

    /// <summary>无未用特批: no leave for a second notice lies unused.</summary>
    NoLeaveYet,

    /// <summary>当场可决: every open branch may be decided on the spot by this officer.</summary>
    EveryBranchOnTheSpot,

    /// <summary>可踏勘: no visit is open, and there are departments that must look, or look again at what had defects.</summary>
    VisitMayBeCalled,

    /// <summary>踏勘未结.</summary>
    VisitOpen,

    /// <summary>踏勘待记录: a visit is open, or the department may look at the place on its own.</summary>
    VisitToRecord,

    /// <summary>踏勘已记录: no visit is called of which the branch has still to note its conclusion.</summary>
    VisitRecorded,

    /// <summary>已现场踏勘, where the item wants it; what is granted on a promise is checked afterwards.</summary>
    SiteInspected,

    /// <summary>决定均已确认: no decision waits for its confirmation.</summary>
    DecisionsConfirmed,

    /// <summary>受理站点: the results are handed over where the citizen stands.</summary>
    AtItsStation,

    /// <summary>承诺材料已补: nothing that was promised is still missing.</summary>
    PromisedPapersIn,

    /// <summary>待核查: a check of the promise is due.</summary>
    FollowUpDue,

    /// <summary>A head acts, or nobody holds the task who can sign.</summary>
    HeadOrVacancy,
}
