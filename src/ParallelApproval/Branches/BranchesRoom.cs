using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Cases;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Organisation;
using ParallelApproval.Workflows;

namespace ParallelApproval.Branches;

/// <summary>What the room offers to the container.</summary>
public static class BranchesRoom
{
    public static IServiceCollection AddBranches(this IServiceCollection services) => services
        .AddDrawer<BranchDrawer>().AddDrawer<DecisionDrawer>().AddDrawer<VisitDrawer>()
        .AddActivity<CopyNoticeActivity>().AddActivity<DepartmentApprovalActivity>().AddActivity<AllBranchesApprovalActivity>().AddActivity<AwaitSupplementActivity>().AddActivity<TierReviewActivity>()
        .AddSingleton<BranchDesk>().AddSingleton<CaseStandstill>().AddSingleton<IHearClocks, ActOnClocks>().AddSingleton<SilenceRules>().AddSingleton<BranchCourse>().AddSingleton<IAwaitMaterials, TakeUpCorrected>().AddSingleton<TaskQueries>().AddSingleton<CaseQueries>()
        .AddSingleton<ClaimTaskHandler>().AddSingleton<ReleaseTaskHandler>().AddSingleton<ReassignTaskHandler>()
        .AddSingleton<DecideBranchHandler>().AddSingleton<RequestCorrectionHandler>().AddSingleton<AnswerRefusalHandler>()
        .AddSingleton<StopBranchHandler>().AddSingleton<ResumeBranchHandler>().AddSingleton<ExtendBranchHandler>().AddSingleton<ChargeFeeHandler>().AddSingleton<WithdrawCaseHandler>()
        .AddSingleton<InterestCheck>().AddSingleton<Powers>().AddSingleton<SigningRules>().AddSingleton<OverduePapers>().AddSingleton<ChangedPapers>().AddSingleton<Referrals>()
        .AddSingleton<StationGate>().AddSingleton<IGuardFiles>(services => services.GetRequiredService<StationGate>()).AddSingleton<AuthorityAlarms>().AddSingleton<INeedDepartments, BranchesOfDepartment>()
        .AddSingleton<ReviewBranchHandler>().AddSingleton<DecideOnTheSpotHandler>().AddSingleton<AskRecusalHandler>().AddSingleton<DecideRecusalHandler>()
        .AddSingleton<RecordFollowUpHandler>().AddSingleton<ConfirmDecisionHandler>().AddSingleton<AddResultLaterHandler>().AddSingleton<CallSiteVisitHandler>().AddSingleton<RecordSiteVisitHandler>().AddSingleton<CloseSiteVisitHandler>()
        .AddSingleton<SendUpHandler>().AddSingleton<SendDownHandler>()
        .AddSingleton<TrialRunHandler>()
        .AddSingleton<KeepViewHandler>().AddSingleton<KeepPhrasesHandler>();
}
