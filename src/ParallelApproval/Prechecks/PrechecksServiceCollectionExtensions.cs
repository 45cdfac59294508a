using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using ParallelApproval.Database;

namespace ParallelApproval.Prechecks;

/// <summary>What the room offers to the container. <see cref="PrecheckSettings"/> may be registered before.</summary>
public static class PrechecksServiceCollectionExtensions
{
    public static IServiceCollection AddPrechecks(this IServiceCollection services)
    {
        services.TryAddSingleton(new PrecheckSettings());
        return services
            .AddSection<PrecheckSection>()
            .AddSingleton<PrecheckStore>()
            .AddSingleton<PrecheckQueries>()
            .AddSingleton<ForgetPrechecks>();
    }
}
