using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Database;

namespace ParallelApproval.Events;

/// <summary>What the room offers to the container.</summary>
public static class EventsRoom
{
    public static IServiceCollection AddEvents(this IServiceCollection services) => services.AddDrawer<EventDrawer>().AddSingleton<AuditQueries>();
}
