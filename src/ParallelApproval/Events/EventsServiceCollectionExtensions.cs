using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using ParallelApproval.Database;

namespace ParallelApproval.Events;

/// <summary>What the room offers to the container.</summary>
public static class EventsServiceCollectionExtensions
{
    public static IServiceCollection AddEvents(this IServiceCollection services)
    {
        services.TryAddSingleton(new TrailRootFolder(null));
        return services
            .AddSection<EventSection>()
            .AddSingleton<AuditQueries>()
            .AddSingleton<NumberAccounts>()
            .AddSingleton<HouseStore>()
            .AddSingleton<TrailSetup>()
            .AddSingleton<VaultSetup>()
            .AddSingleton<RotateDataKeys>()
            .AddSingleton<RotateSearchKey>()
            .AddSingleton<TrailRoots>()
            .AddSingleton<News>()
            .AddSingleton<Relay>()
            .AddAwait<Relay>();
    }

    /// <summary>From now on the relay tells it what happens; at first, everything that has happened so far.</summary>
    public static IServiceCollection AddListener<T>(this IServiceCollection services)
        where T : class, IListener => services.AddSingleton<IListener, T>();
}
