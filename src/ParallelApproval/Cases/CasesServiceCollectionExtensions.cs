using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Organisation;
using ParallelApproval.Workflows;

namespace ParallelApproval.Cases;

/// <summary>What the room offers to the container.</summary>
public static class CasesServiceCollectionExtensions
{
    public static IServiceCollection AddCases(this IServiceCollection services) =>
        services
            .AddSection<CaseSection>()
            .AddSection<ApplicationSection>()
            .AddSection<MaterialSection>()
            .AddActivity<IntakeActivity>()
            .AddActivity<FinishActivity>()
            .AddSingleton<CaseEnding>()
            .AddSingleton<IEncryptAtStart, KeyOpenApplications>()
            .AddSingleton<IRekey, RekeyOpenApplications>()
            .AddSingleton<StuckCases>()
            .AddSingleton<IAfterFlow>(services => services.GetRequiredService<CaseEnding>())
            .AddSingleton<ITellFacts, TellCaseFacts>()
            .AddSingleton<CaseNumbers>()
            .AddSingleton(CaseReading.Kept)
            .AddRegister<BlockRegister>()
            .AddSingleton<BlockQueries>()
            .AddSingleton<OpenApplications>()
            .AddSingleton<SupplementLimit>()
            .AddSingleton<IHearClocks>(services => services.GetRequiredService<SupplementLimit>())
            .AddSingleton<NoticeLimit>()
            .AddSingleton<IHearClocks, DeemAccepted>()
            .AddSection<BranchSection>()
            .AddSection<DecisionSection>()
            .AddSection<VisitSection>()
            .AddSection<HearingSection>()
            .AddSection<PartySection>()
            .AddSection<QuotaSection>()
            .AddActivity<CopyNoticeActivity>()
            .AddActivity<DepartmentApprovalActivity>()
            .AddActivity<AskOnlyWhenActivity>()
            .AddActivity<AllBranchesApprovalActivity>()
            .AddActivity<ApproveInParallelActivity>()
            .AddActivity<SumUpApprovalsActivity>()
            .AddActivity<WaitWorkingDaysActivity>()
            .AddActivity<AwaitSupplementActivity>()
            .AddActivity<TierReviewActivity>()
            .AddSingleton<BranchLifecycle>()
            .AddSingleton<CriticalPath>()
            .AddSingleton<CaseStandstill>()
            .AddSingleton<IHearClocks, ActOnClocks>()
            .AddSingleton<SilenceRules>()
            .AddSingleton<HearingRules>()
            .AddSingleton<RenewalTerm>()
            .AddSingleton<QuotaRules>()
            .AddSingleton(CaseNumbers.Series)
            .AddSingleton(QuotaSection.Counted)
            .AddSingleton(DecisionSection.Recorded)
            .AddSingleton(CaseConclusion.Concluded)
            .AddSingleton(DisposedCases.Unrecorded)
            .AddSingleton(DisposedCases.NotCarriedOut)
            .AddSingleton<IHearClocks, DeemRenewed>()
            .AddSingleton<IHearClocks>(services => services.GetRequiredService<HearingRules>())
            .AddSingleton<CaseConclusion>()
            .AddSingleton<BranchCourse>()
            .AddSingleton<IAwaitMaterials, TakeUpCorrected>()
            .AddSingleton<TaskQueries>()
            .AddSingleton<CaseQueries>()
            .AddSingleton<InterestCheck>()
            .AddSingleton<CaseGuards>()
            .AddSingleton<MoveRules>()
            .AddSingleton<ExplainClocks>()
            .AddSingleton<SplitDays>()
            .AddSingleton<Func<ICaseSection>>(services =>
            {
                var split = services.GetRequiredService<SplitDays>();
                return () => new DaysHeldSection(split);
            })
            .AddSingleton<CaseActs>()
            .AddSingleton<Powers>()
            .AddSingleton<SigningRules>()
            .AddSingleton<VisitRules>()
            .AddSingleton<TaskTakers>()
            .AddSingleton<OverduePapers>()
            .AddSingleton<ChangedPapers>()
            .AddSingleton<Referrals>()
            .AddSingleton<StationGate>()
            .AddSingleton<IGuardFiles>(services => services.GetRequiredService<StationGate>())
            // After the gate: whom a case does not concern is not told that it was destroyed.
            .AddSingleton<IGuardFiles, DisposedCases>()
            .AddSingleton<AuthorityAlarms>()
            .AddSingleton<FreeTasks>()
            .AddSingleton<TakeOverTasks>()
            .AddSingleton<WhoseTurn>()
            .AddSingleton<WaitingQueries>()
            .AddSingleton<ITellWaiting, WaitingInCases>()
            .AddSingleton<PowersAhead>()
            .AddSingleton<IJudgeItems, SignersOfItems>()
            .AddSingleton<IJudgeItems, FlowOfItem>()
            .AddSingleton<IJudgeFlows, FlowChecks>()
            .AddSingleton<INeedDepartments, CasesOfStation>()
            .AddSingleton<INeedDepartments, BranchesOfDepartment>();
}
