using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using ParallelApproval.Database;

namespace ParallelApproval.Bulletins;

/// <summary>What the room offers to the container. <see cref="BulletinSettings"/> may be registered before.</summary>
public static class BulletinsServiceCollectionExtensions
{
    public static IServiceCollection AddBulletins(this IServiceCollection services)
    {
        services.TryAddSingleton(new BulletinSettings());
        return services
            .AddSingleton<ClockFacts>()
            .AddSingleton<QuarterFacts>()
            .AddSingleton(provider => new BulletinQueries(
                provider.GetRequiredService<ClockFacts>(),
                provider.GetRequiredService<QuarterFacts>(),
                provider.GetRequiredService<IDbContextFactory<ApprovalDbContext>>(),
                provider.GetRequiredService<TimeProvider>()
            ));
    }
}
