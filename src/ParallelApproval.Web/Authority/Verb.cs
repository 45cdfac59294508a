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
    CorrectOnTheSpot,
    AcceptDeferring,
    AcceptOnCommitment,
    GrantSecondCorrection,
    DecideOnTheSpot,
    SendUp,
    RecordFollowUp,
    AskRecusal,
    DecideRecusal,
    CallSiteVisit,
    RecordSiteVisit,
    CloseSiteVisit,
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
    ReviewBranch,
    ConfirmDecision,
    AddResultLater,
    SendDown,

    SeeBlocks,
    BlockApplicant,
    LiftBlock,
    SeeAuthorisations,
    GrantAuthorisation,
    EndAuthorisation,
    AppointDeputy,
    RegisterInterests,

    SeeCalendar,
    EditCalendar,
    SeeAudit,
    VerifyAudit,

    SeeWorkflows,
    EditWorkflows,
    PublishWorkflows,
    SeeInstances,
    RetryIncident,
    ProposeMigration,
    ApproveMigration,

    MoveDemoClock,
    SeeJobs,
    RunJobs,
}
