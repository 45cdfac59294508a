namespace ParallelApproval.Web.Authority;

/// <summary>
/// What somebody may want to do through the front door (办事动作). Every endpoint and every page names one; who may do it stands in
/// <see cref="AuthorityTable"/> and nowhere else.
/// </summary>
public enum Verb
{
    SeeOwnSession,
    EndSession,

    SeeCatalogue,
    EditCatalogue,

    ReceiveCase,
    AcceptCase,
    NotifyCorrection,
    SupplyMaterials,
    DeclineCase,
    WithdrawCase,
    ExtendCase,
    DeliverCase,
    AnswerRefusal,
    SeeCase,
    ListCases,

    ListTasks,
    ClaimTask,
    ReleaseTask,
    ReassignTask,
    DecideBranch,
    RequestCorrection,
    StopBranch,
    ResumeBranch,
    ExtendBranch,
    SealDeemedGrant,
    EditPhrases,

    SeeDocuments,
    EditTemplates,

    SeeAppraisals,
    ClosePeriod,

    SeeNotices,
    ReadNotice,

    SeeRatings,
    CallBackRater,
    FixGrievance,
    ExtendFix,
    RecallRater,
    AppealRating,
    DecideRatingAppeal,
    SeeComplaints,
    AcceptComplaint,
    DeclineComplaint,
    AnswerComplaint,
    TellComplainant,

    SeeCalendar,
    EditCalendar,
    SeeAudit,
    VerifyAudit,

    SeeWorkflows,
    EditWorkflows,
    PublishWorkflows,
    SeeInstances,
    RetryIncident,
    SeeMigrations,
    ProposeMigration,
    ApproveMigration,

    ListCards,
    AnswerCard,
    AppealCard,
    DecideAppeal,
    ListOrders,
    DraftOrder,
    IssueOrder,
    SignForOrder,
    ReplyToOrder,
    ReviewOrder,
    AskOrderExtension,
    DecideOrderExtension,
    EscalateOrder,
    WithdrawOrder,
    SeeMonitorPoints,
    SeeWall,
    SeeSpotChecks,
    DrawSpotCheck,
    RecordSpotCheck,

    MoveDemoClock,
    SeeJobs,
    RunJobs,
}
