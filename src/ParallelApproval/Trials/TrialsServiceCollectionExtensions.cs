using Microsoft.Extensions.DependencyInjection;

namespace ParallelApproval.Trials;

/// <summary>What the room offers to the container.</summary>
public static class TrialsServiceCollectionExtensions
{
    public static IServiceCollection AddTrials(this IServiceCollection services) => services.AddSingleton<TrialRunHandler>();
}
