using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Database;
using ParallelApproval.Events;

namespace ParallelApproval.Publication;

/// <summary>What the room offers to the container.</summary>
public static class PublicationRoom
{
    public static IServiceCollection AddPublication(this IServiceCollection services) => services
        .AddListener<PublishResults>().AddSingleton<ResultQueries>().AddSingleton<ItemGuides>().AddSingleton<Board>()
        .AddDrawer<WithheldDrawer>().AddSingleton<WithheldQueries>().AddSingleton<WithholdResultHandler>().AddSingleton<RestoreResultHandler>();
}
