using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Database;
using ParallelApproval.Organisation;

namespace ParallelApproval.Catalogue;

/// <summary>What the room offers to the container.</summary>
public static class CatalogueServiceCollectionExtensions
{
    public static IServiceCollection AddCatalogue(this IServiceCollection services) =>
        services
            .AddRegister<CatalogueRegister>()
            .AddSingleton<PilotList>()
            .AddSingleton<ListedItemQueries>()
            .AddSingleton<INeedDepartments, ItemsOfDepartment>();
}
