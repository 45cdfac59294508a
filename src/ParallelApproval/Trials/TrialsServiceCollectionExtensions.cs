using Microsoft.Extensions.DependencyInjection;

namespace ParallelApproval.Trials;

internal static class TrialsServiceCollectionExtensions
{
    public static IServiceCollection AddTrials(this IServiceCollection services) => services.AddSingleton<ItemAdvice>();
}
