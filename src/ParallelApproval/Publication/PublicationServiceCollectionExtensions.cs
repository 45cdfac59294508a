using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Database;
using ParallelApproval.Events;

namespace ParallelApproval.Publication;

/// <summary>What the room offers to the container.</summary>
public static class PublicationServiceCollectionExtensions
{
    public static IServiceCollection AddPublication(this IServiceCollection services) =>
        services
            .AddListener<PublishResults>()
            .AddSingleton<ResultQueries>()
            .AddSingleton<ItemGuides>()
            .AddSingleton<Board>()
            .AddSection<WithheldSection>()
            .AddSingleton<WithheldQueries>();
}
