using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Database;

namespace ParallelApproval.Organisation;

/// <summary>What the room offers to the container.</summary>
public static class OrganisationServiceCollectionExtensions
{
    public static IServiceCollection AddOrganisation(this IServiceCollection services) =>
        services.AddRegister<OfficerRegister>().AddSingleton<Registrar>();
}
