using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Database;
using ParallelApproval.Organisation;

namespace ParallelApproval.Catalogue;

/// <summary>What the room offers to the container.</summary>
public static class CatalogueRoom
{
    public static IServiceCollection AddCatalogue(this IServiceCollection services) =>
        services.AddBook<CatalogueBook>().AddSingleton<PilotList>().AddScoped<PublishItemHandler>().AddScoped<ImportItemsHandler>().AddSingleton<INeedDepartments, ItemsOfDepartment>();
}
