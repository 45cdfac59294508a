using Microsoft.Extensions.DependencyInjection;

namespace ParallelApproval.Statistics;

/// <summary>What the room offers to the container; its queries for the rooms above need none.</summary>
public static class StatisticsServiceCollectionExtensions
{
    public static IServiceCollection AddStatistics(this IServiceCollection services) => services.AddSingleton<FigureQueries>();
}
