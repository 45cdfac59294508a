using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Database;

namespace ParallelApproval.Workflows;

/// <summary>What the room offers to the container, and how other rooms put their activities into it.</summary>
public static class WorkflowsServiceCollectionExtensions
{
    public static IServiceCollection AddWorkflows(this IServiceCollection services) =>
        services
            .AddSection<InstanceSection>()
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
