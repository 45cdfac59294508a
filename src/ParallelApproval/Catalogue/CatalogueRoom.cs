using Microsoft.Extensions.DependencyInjection;

namespace ParallelApproval.Catalogue;

/// <summary>What the room offers to the container.</summary>
public static class CatalogueRoom
{
    public static IServiceCollection AddCatalogue(this IServiceCollection services) =>
        services.AddSingleton<CatalogueBook>().AddScoped<PublishItemHandler>();
}
