using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Workflows;

namespace ParallelApproval.Trials;

/// <summary>What the room offers to the container.</summary>
public static class TrialsServiceCollectionExtensions
{
    public static IServiceCollection AddTrials(this IServiceCollection services) =>
        services.AddSingleton<IJudgeFlows, TrialChecks>().AddSingleton<ItemAdvice>();
}
