using System.Collections.Frozen;
using ParallelApproval.Organisation;
using static ParallelApproval.Organisation.Role;
using static ParallelApproval.Web.Authority.Relation;

namespace ParallelApproval.Web.Authority;

/// <summary>
/// Who may do what (权限表): verb by role, tier of the officer's department, and relation to the thing. What has no row here is refused.
/// </summary>
internal static class AuthorityTable
{
    private static readonly Role[] Everybody = Enum.GetValues<Role>();
    private static readonly Role[] Overseers = [Supervisor, Manager];
    private static readonly Tier[] AllTiers = Enum.GetValues<Tier>();
    private static readonly Tier[] DistrictOnly = [Tier.District];

    private static readonly FrozenDictionary<Verb, AuthorityRow> ByVerb = new AuthorityRow[]
    {
        new(Verb.SeeOwnSession,     Everybody,                                    AllTiers,     None),
        new(Verb.EndSession,        Everybody,                                    AllTiers,     None),
        new(Verb.ChangePassword,    Everybody,                                    AllTiers,     None),

        new(Verb.SeeCatalogue,      Everybody,                                    AllTiers,     None),
        new(Verb.EditCatalogue,     [Designer],                                   DistrictOnly, None),

        new(Verb.ReceiveCase,       [Clerk],                                      AllTiers,     None),
        new(Verb.AcceptCase,        [Clerk],                                      AllTiers,     None),
        new(Verb.NotifyCorrection,  [Clerk],                                      AllTiers,     None),
        new(Verb.SupplyMaterials,   [Clerk],                                      AllTiers,     None),
        new(Verb.DeclineCase,       [Clerk],                                      AllTiers,     None),
        new(Verb.WithdrawCase,      [Clerk],                                      AllTiers,     None),
        new(Verb.ExtendCase,        [Manager],                                    DistrictOnly, None),
        new(Verb.DeliverCase,       [Clerk],                                      AllTiers,     None),
        new(Verb.AnswerRefusal,     [Clerk],                                      AllTiers,     None),
        new(Verb.CorrectOnTheSpot,  [Clerk],                                      AllTiers,     None),
        new(Verb.AcceptDeferring,   [Clerk],                                      AllTiers,     None),
        new(Verb.AcceptOnCommitment, [Clerk],                                     AllTiers,     None),
        new(Verb.AskSecondCorrection, [Clerk],                                    AllTiers,     None),
        new(Verb.GrantSecondCorrection, [Supervisor],                             DistrictOnly, None),
        new(Verb.DecideOnTheSpot,   [Clerk],                                      AllTiers,     None),
        new(Verb.ChargeFee,         [Clerk],                                      AllTiers,     None),
        new(Verb.SendUp,            [Clerk, Approver],                            AllTiers,     OwnDepartment),
        new(Verb.RecordFollowUp,    [Approver],                                   AllTiers,     OwnDepartment),
        new(Verb.AskRecusal,        [Clerk, Approver],                            AllTiers,     None),
        new(Verb.DecideRecusal,     [Manager],                                    DistrictOnly, None),
        new(Verb.CallSiteVisit,     [Approver],                                   AllTiers,     OwnDepartment),
        new(Verb.RecordSiteVisit,   [Approver],                                   AllTiers,     OwnDepartment),
        new(Verb.CloseSiteVisit,    [Approver],                                   AllTiers,     OwnDepartment),
        new(Verb.SeeCase,           [Clerk, Approver, .. Overseers, Designer, Administrator], AllTiers, OwnDepartmentForApprovers),
        new(Verb.ListCases,         [Clerk, Approver, .. Overseers],              AllTiers,     OwnDepartmentForApprovers),

        new(Verb.ListTasks,         [Approver, .. Overseers],                     AllTiers,     OwnDepartmentForApprovers),
        new(Verb.ClaimTask,         [Approver],                                   AllTiers,     OwnDepartment),
        new(Verb.ReleaseTask,       [Approver],                                   AllTiers,     OwnDepartment),
        new(Verb.ReassignTask,      [Approver],                                   AllTiers,     OwnDepartment),
        new(Verb.DecideBranch,      [Approver],                                   AllTiers,     OwnDepartment),
        new(Verb.RequestCorrection, [Approver],                                   AllTiers,     OwnDepartment),
        new(Verb.StopBranch,        [Approver],                                   AllTiers,     OwnDepartment),
        new(Verb.ResumeBranch,      [Approver],                                   AllTiers,     OwnDepartment),
        new(Verb.ExtendBranch,      [Approver],                                   AllTiers,     OwnDepartment),
        new(Verb.SealDeemedGrant,   [Approver],                                   AllTiers,     OwnDepartment),
        new(Verb.EditPhrases,       [Approver, Designer],                         AllTiers,     None),

        new(Verb.SeeDocuments,      [Clerk, Approver, .. Overseers],              AllTiers,     OwnDepartmentForApprovers),
        new(Verb.SeeScans,          [Clerk, Approver, .. Overseers],              AllTiers,     OwnDepartmentForApprovers),
        new(Verb.FileScan,          [Clerk, Approver],                            AllTiers,     OwnDepartmentForApprovers),
        new(Verb.StrikeScan,        [Clerk, Approver],                            AllTiers,     OwnDepartment),
        new(Verb.EditTemplates,     [Designer],                                   DistrictOnly, None),

        new(Verb.SeePublication,    [Clerk, Approver, .. Overseers],              AllTiers,     None),
        new(Verb.SeeWithheld,       Overseers,                                    DistrictOnly, None),
        new(Verb.WithholdResult,    [Manager],                                    DistrictOnly, None),
        new(Verb.RestoreResult,     [Manager],                                    DistrictOnly, None),
        new(Verb.SeeFigures,        Overseers,                                    DistrictOnly, None),
        new(Verb.SeeAppraisals,     Overseers,                                    DistrictOnly, None),
        new(Verb.ClosePeriod,       [Supervisor],                                 DistrictOnly, None),
        new(Verb.SeeHeadline,       Overseers,                                    DistrictOnly, None),
        new(Verb.SeeBulletins,      Overseers,                                    DistrictOnly, None),
        new(Verb.IssueBulletin,     Overseers,                                    DistrictOnly, None),

        new(Verb.SeeNotices,        Everybody,                                    AllTiers,     None),
        new(Verb.ReadNotice,        Everybody,                                    AllTiers,     None),

        new(Verb.SeeRatings,        [Clerk, Approver, .. Overseers],              AllTiers,     OwnDepartment),
        new(Verb.CallBackRater,     [Clerk, Approver, Manager],                   AllTiers,     OwnDepartment),
        new(Verb.FixGrievance,      [Clerk, Approver, Manager],                   AllTiers,     OwnDepartment),
        new(Verb.ExtendFix,         [Clerk, Approver, Manager],                   AllTiers,     OwnDepartment),
        new(Verb.RecallRater,       [Clerk, Approver, Manager],                   AllTiers,     OwnDepartment),
        new(Verb.AppealRating,      [Clerk, Approver, Manager],                   AllTiers,     OwnDepartment),
        new(Verb.DecideRatingAppeal, [Supervisor],                                AllTiers,     OtherDepartment),
        new(Verb.SeeComplaints,     Overseers,                                    DistrictOnly, None),
        new(Verb.AcceptComplaint,   [Supervisor],                                 AllTiers,     OtherDepartment),
        new(Verb.DeclineComplaint,  [Supervisor],                                 AllTiers,     OtherDepartment),
        new(Verb.AnswerComplaint,   [Supervisor],                                 AllTiers,     OtherDepartment),
        new(Verb.TellComplainant,   [Supervisor],                                 AllTiers,     None),

        new(Verb.ReviewBranch,      [Approver],                                   AllTiers,     OwnDepartment),
        new(Verb.ConfirmDecision,   [Approver],                                   AllTiers,     OwnDepartment),
        new(Verb.AddResultLater,    [Approver],                                   AllTiers,     OwnDepartment),
        new(Verb.SendDown,          [Approver],                                   AllTiers,     OwnDepartment),

        new(Verb.SeeBlocks,         [Clerk, .. Overseers],                        AllTiers,     None),
        new(Verb.BlockApplicant,    Overseers,                                    DistrictOnly, None),
        new(Verb.LiftBlock,         Overseers,                                    DistrictOnly, None),
        new(Verb.SeeAuthorisations, [Approver, .. Overseers, Administrator],      AllTiers,     None),
        new(Verb.GrantAuthorisation, [Manager, Administrator],                    DistrictOnly, None),
        new(Verb.EndAuthorisation,  [Manager, Administrator],                     DistrictOnly, None),
        new(Verb.AppointDeputy,     [Approver, Manager, Administrator],           AllTiers,     None),
        new(Verb.RegisterInterests, [Administrator],                              DistrictOnly, None),
        new(Verb.EndAbsence,        [Approver, Manager, Administrator],           AllTiers,     None),

        new(Verb.SeeAdministration, [Approver, .. Overseers, Designer, Administrator], AllTiers, None),
        new(Verb.SeeSettings,       [Administrator],                              DistrictOnly, None),
        new(Verb.SeeOrganisation,   [.. Overseers, Designer, Administrator],      DistrictOnly, None),
        new(Verb.KeepDepartment,    [Administrator],                              DistrictOnly, None),
        new(Verb.CloseDepartment,   [Administrator],                              DistrictOnly, None),
        new(Verb.KeepWindow,        [Administrator],                              DistrictOnly, None),
        new(Verb.SeeSeals,          [.. Overseers, Administrator],                DistrictOnly, None),
        new(Verb.KeepSeal,          [Administrator],                              DistrictOnly, None),
        new(Verb.RetireSeal,        [Administrator],                              DistrictOnly, None),
        new(Verb.SeeOfficers,       [Manager, Administrator],                     DistrictOnly, None),
        new(Verb.KeepOfficer,       [Administrator],                              DistrictOnly, None),
        new(Verb.CloseAccount,      [Administrator],                              DistrictOnly, None),
        new(Verb.ResetPassword,     [Administrator],                              DistrictOnly, None),

        new(Verb.SeeCalendar,       Everybody,                                    AllTiers,     None),
        new(Verb.EditCalendar,      [Administrator],                              DistrictOnly, None),
        new(Verb.SeeAudit,          [.. Overseers, Administrator],                DistrictOnly, None),
        new(Verb.VerifyAudit,       [.. Overseers, Administrator],                DistrictOnly, None),
        new(Verb.SeeWorkflows,      [Designer, Administrator],                    DistrictOnly, None),
        new(Verb.EditWorkflows,     [Designer],                                   DistrictOnly, None),
        new(Verb.PublishWorkflows,  [Designer],                                   DistrictOnly, None),
        new(Verb.SeeInstances,      [Designer, Administrator],                    DistrictOnly, None),
        new(Verb.RetryIncident,     [Designer, Administrator],                    DistrictOnly, None),
        new(Verb.SeeMigrations,     [Designer, Manager, Administrator],           DistrictOnly, None),
        new(Verb.ProposeMigration,  [Designer],                                   DistrictOnly, None),
        new(Verb.ApproveMigration,  [Designer, Manager],                          DistrictOnly, None),
        new(Verb.ListCards,         [Clerk, Approver, .. Overseers],              AllTiers,     OwnDepartmentUnlessOverseer),
        new(Verb.AnswerCard,        [Clerk, Approver],                            AllTiers,     OwnDepartment),
        new(Verb.AppealCard,        [Clerk, Approver],                            AllTiers,     OwnDepartment),
        new(Verb.DecideAppeal,      [Supervisor],                                 DistrictOnly, OtherDepartment),
        new(Verb.ListOrders,        [Clerk, Approver, .. Overseers],              AllTiers,     OwnDepartmentUnlessOverseer),
        new(Verb.DraftOrder,        Overseers,                                    DistrictOnly, None),
        new(Verb.IssueOrder,        Overseers,                                    DistrictOnly, None),
        new(Verb.SignForOrder,      [Clerk, Approver],                            AllTiers,     OwnDepartment),
        new(Verb.ReplyToOrder,      [Clerk, Approver],                            AllTiers,     OwnDepartment),
        new(Verb.ReviewOrder,       [Supervisor],                                 DistrictOnly, None),
        new(Verb.AskOrderExtension, [Clerk, Approver],                            AllTiers,     OwnDepartment),
        new(Verb.DecideOrderExtension, Overseers,                                 DistrictOnly, None),
        new(Verb.EscalateOrder,     Overseers,                                    DistrictOnly, None),
        new(Verb.WithdrawOrder,     Overseers,                                    DistrictOnly, None),
        new(Verb.SeeMonitorPoints,  [Clerk, Approver, .. Overseers, Administrator], AllTiers,   None),
        new(Verb.SeeWall,           [Clerk, Approver, .. Overseers],              AllTiers,     OwnDepartmentUnlessOverseer),
        new(Verb.SeeSpotChecks,     Overseers,                                    DistrictOnly, None),
        new(Verb.DrawSpotCheck,     [Supervisor],                                 DistrictOnly, None),
        new(Verb.RecordSpotCheck,   [Supervisor],                                 DistrictOnly, None),

        new(Verb.MoveDemoClock,     [Administrator],                              DistrictOnly, None),
        new(Verb.SeeJobs,           [Administrator, Supervisor],                  DistrictOnly, None),
        new(Verb.RunJobs,           [Administrator],                              DistrictOnly, None),
    }.ToFrozenDictionary(row => row.Verb);

    /// <summary>The row of a verb; null when there is none, and then nobody may do it.</summary>
    public static AuthorityRow? Row(Verb verb) => ByVerb.GetValueOrDefault(verb);

    /// <summary>Whether the officer may do this at all. His relation to the one thing he acts on is checked where the thing is.</summary>
    public static bool Allows(Verb verb, IReadOnlyList<Role> roles, Tier tier) =>
        Row(verb) is { } row && row.Tiers.Contains(tier) && roles.Any(role => row.Roles.Contains(role));
}
