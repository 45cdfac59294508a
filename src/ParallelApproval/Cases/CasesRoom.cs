using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Workflows;

namespace ParallelApproval.Cases;

/// <summary>What the room offers to the container.</summary>
public static class CasesRoom
{
    public static IServiceCollection AddCases(this IServiceCollection services) => services
        .AddDrawer<CaseDrawer>().AddDrawer<ApplicationDrawer>().AddDrawer<MaterialDrawer>()
        .AddActivity<IntakeActivity>().AddActivity<FinishActivity>()
        .AddSingleton<ITellFacts, TellCaseFacts>()
        .AddSingleton<CaseNumbers>().AddSingleton<District>()
        .AddSingleton<ReceiveCaseHandler>().AddSingleton<AcceptCaseHandler>().AddSingleton<NotifyCorrectionHandler>()
        .AddBook<BlockBook>().AddSingleton<OpenApplications>().AddSingleton<BlockApplicantHandler>().AddSingleton<LiftBlockHandler>()
        .AddSingleton<SupplementLimit>().AddSingleton<IHearClocks>(services => services.GetRequiredService<SupplementLimit>())
        .AddSingleton<AskSecondCorrectionHandler>().AddSingleton<GrantSecondCorrectionHandler>().AddSingleton<CorrectOnTheSpotHandler>().AddSingleton<AcceptDeferringHandler>().AddSingleton<AcceptOnCommitmentHandler>()
        .AddSingleton<NoticeLimit>().AddSingleton<IHearClocks, DeemAccepted>()
        .AddSingleton<SupplyMaterialsHandler>().AddSingleton<DeclineCaseHandler>().AddSingleton<ExtendCaseHandler>();
}
