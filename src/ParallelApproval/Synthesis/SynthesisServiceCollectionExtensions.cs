using Microsoft.Extensions.DependencyInjection;

namespace ParallelApproval.Synthesis;

/// <summary>What the room offers to the container.</summary>
public static class SynthesisServiceCollectionExtensions
{
    public static IServiceCollection AddSynthesis(this IServiceCollection services) => services.AddSingleton<LoadDistrictHandler>();
}
