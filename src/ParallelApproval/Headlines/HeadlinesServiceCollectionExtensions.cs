using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Events;

namespace ParallelApproval.Headlines;

/// <summary>What the room offers to the container.</summary>
public static class HeadlinesServiceCollectionExtensions
{
    public static IServiceCollection AddHeadlines(this IServiceCollection services) =>
        services.AddListener<KeepHeadlines>().AddSingleton<HeadlineQueries>();
}
