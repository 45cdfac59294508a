using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Organisation;
using ParallelApproval.Workflows;

namespace ParallelApproval.Cases;

/// <summary>What the room offers to the container.</summary>
public static class CasesServiceCollectionExtensions
{
    public static IServiceCollection AddCases(this IServiceCollection services) => services
        .AddSection<CaseSection>().AddSection<ApplicationSection>().AddSection<MaterialSection>()
        .AddActivity<IntakeActivity>().AddActivity<FinishActivity>()
        .AddSingleton<ITellFacts, TellCaseFacts>()
        .AddSingleton<CaseNumbers>().AddSingleton<District>()
        .AddSingleton<ReceiveCaseHandler>().AddSingleton<AcceptCaseHandler>().AddSingleton<NotifyCorrectionHandler>()
        .AddRegister<BlockRegister>().AddSingleton<OpenApplications>().AddSingleton<BlockApplicantHandler>().AddSingleton<LiftBlockHandler>()
        .AddSingleton<SupplementLimit>().AddSingleton<IHearClocks>(services => services.GetRequiredService<SupplementLimit>())
        .AddSingleton<AskSecondCorrectionHandler>().AddSingleton<GrantSecondCorrectionHandler>().AddSingleton<CorrectOnTheSpotHandler>().AddSingleton<AcceptDeferringHandler>().AddSingleton<AcceptOnCommitmentHandler>()
        .AddSingleton<NoticeLimit>().AddSingleton<IHearClocks, DeemAccepted>()
        .AddSingleton<SupplyMaterialsHandler>().AddSingleton<DeclineCaseHandler>().AddSingleton<ExtendCaseHandler>()
        .AddSection<BranchSection>().AddSection<DecisionSection>().AddSection<VisitSection>()
        .AddActivity<CopyNoticeActivity>().AddActivity<DepartmentApprovalActivity>().AddActivity<AllBranchesApprovalActivity>().AddActivity<AwaitSupplementActivity>().AddActivity<TierReviewActivity>()
        .AddSingleton<BranchLifecycle>().AddSingleton<CaseStandstill>().AddSingleton<IHearClocks, ActOnClocks>().AddSingleton<SilenceRules>().AddSingleton<BranchCourse>().AddSingleton<IAwaitMaterials, TakeUpCorrected>().AddSingleton<TaskQueries>().AddSingleton<CaseQueries>()
        .AddSingleton<ClaimTaskHandler>().AddSingleton<ReleaseTaskHandler>().AddSingleton<ReassignTaskHandler>()
        .AddSingleton<DecideBranchHandler>().AddSingleton<RequestCorrectionHandler>().AddSingleton<AnswerRefusalHandler>()
        .AddSingleton<StopBranchHandler>().AddSingleton<ResumeBranchHandler>().AddSingleton<ExtendBranchHandler>().AddSingleton<ChargeFeeHandler>().AddSingleton<WithdrawCaseHandler>()
        .AddSingleton<InterestCheck>().AddSingleton<CaseGuards>().AddSingleton<MoveRules>().AddSingleton<CaseActs>().AddSingleton<Powers>().AddSingleton<SigningRules>().AddSingleton<OverduePapers>().AddSingleton<ChangedPapers>().AddSingleton<Referrals>()
        .AddSingleton<StationGate>().AddSingleton<IGuardFiles>(services => services.GetRequiredService<StationGate>()).AddSingleton<AuthorityAlarms>().AddSingleton<INeedDepartments, BranchesOfDepartment>()
        .AddSingleton<ReviewBranchHandler>().AddSingleton<DecideOnTheSpotHandler>().AddSingleton<AskRecusalHandler>().AddSingleton<DecideRecusalHandler>()
        .AddSingleton<RecordFollowUpHandler>().AddSingleton<ConfirmDecisionHandler>().AddSingleton<AddResultLaterHandler>().AddSingleton<CallSiteVisitHandler>().AddSingleton<RecordSiteVisitHandler>().AddSingleton<CloseSiteVisitHandler>()
        .AddSingleton<SendUpHandler>().AddSingleton<SendDownHandler>()
        .AddSingleton<KeepViewHandler>().AddSingleton<KeepPhrasesHandler>();
}
