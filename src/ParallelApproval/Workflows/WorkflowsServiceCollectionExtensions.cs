using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Database;

namespace ParallelApproval.Workflows;

/// <summary>What the room offers to the container, and how other rooms put their activities into it.</summary>
public static class WorkflowsServiceCollectionExtensions
{
    public static IServiceCollection AddWorkflows(this IServiceCollection services) =>
        services
            .AddSingleton(services => new FlowEngines(services.GetService<FlowEngineChoice>()?.Name))
            .AddSingleton<FlowTimers>()
            // Made when the first file is opened: the steps that wait stand in rooms that open files themselves.
            .AddSingleton<Func<ICaseSection>>(services =>
            {
                var times = new Lazy<FlowTimers>(services.GetRequiredService<FlowTimers>);
                var engines = services.GetRequiredService<FlowEngines>();
                return () => new InstanceSection(times.Value, engines);
            })
            .AddSingleton(services => new FlowTurns(
                services.GetRequiredService<WorkflowRunner>(),
                services.GetRequiredService<FlowTimers>()
            ))
            .AddSingleton<IFallDue>(services => services.GetRequiredService<FlowTurns>())
            .AddSingleton<Func<ICaseSection>>(() => new CallSection())
            .AddSingleton<DefinitionRegisterLook>()
            .AddSingleton<RunNumbers>()
            .AddSingleton(RunNumbers.Series)
            .AddSingleton<FlowStarts>()
            .AddSingleton<FlowEvents>()
            .AddSingleton<FlowSchedules>()
            .AddAwait<FlowSchedules>()
            .AddSingleton<MakeCalls>()
            .AddAwait<MakeCalls>()
            .AddSingleton<ForgetOldCalls>()
            .AddSingleton<RunQueries>()
            .AddActivity<PublishEventActivity>()
            .AddActivity<BulkDispatchActivity>()
            .AddActivity<FlowSendHttpRequestActivity>()
            .AddActivity<SendEmailActivity>()
            .AddSingleton<IJudgeFlows, CallChecks>()
            .AddRegister<DefinitionRegister>()
            .AddSingleton<WorkflowRunner>()
            .AddSingleton<CaseFacts>()
            .AddSingleton<DefinitionFolder>()
            .AddSingleton<DefinitionRules>()
            .AddSingleton<DefinitionQueries>()
            .AddSingleton<ExportDefinitions>()
            .AddSingleton<InstanceQueries>()
            .AddSingleton<FlowOnTrial>()
            .AddSingleton<CaseMover>()
            .AddSingleton<MigrationQueries>();

    /// <summary>A step that designers can draw.</summary>
    public static IServiceCollection AddActivity<T>(this IServiceCollection services)
        where T : CaseActivity => services.AddSingleton<CaseActivity, T>();
}
