using Microsoft.Extensions.DependencyInjection;

namespace ParallelApproval.Organisation;

/// <summary>What the room offers to the container.</summary>
public static class OrganisationRoom
{
    public static IServiceCollection AddOrganisation(this IServiceCollection services) =>
        services.AddScoped<SignInHandler>().AddScoped<CreateAdministratorHandler>();
}
