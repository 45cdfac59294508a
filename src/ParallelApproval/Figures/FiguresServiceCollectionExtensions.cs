using Microsoft.Extensions.DependencyInjection;

namespace ParallelApproval.Figures;

/// <summary>What the room offers to the container.</summary>
public static class FiguresServiceCollectionExtensions
{
    public static IServiceCollection AddFigures(this IServiceCollection services) => services.AddSingleton<FigureQueries>();
}
