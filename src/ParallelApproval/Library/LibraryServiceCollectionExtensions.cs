using Microsoft.Extensions.DependencyInjection;

namespace ParallelApproval.Library;

/// <summary>What the room offers to the container.</summary>
public static class LibraryServiceCollectionExtensions
{
    public static IServiceCollection AddLibrary(this IServiceCollection services) =>
        services.AddSingleton<ReadHeldModels>().AddSingleton<BundleKeys>().AddSingleton<LibraryQueries>();
}
