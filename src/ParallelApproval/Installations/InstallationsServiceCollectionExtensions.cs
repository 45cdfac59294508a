using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Database;
using ParallelApproval.Organisation;

namespace ParallelApproval.Installations;

/// <summary>What the room offers to the container.</summary>
public static class InstallationsServiceCollectionExtensions
{
    public static IServiceCollection AddInstallations(this IServiceCollection services) =>
        services.AddRegister<InstallationRegister>().AddSingleton<IKnowHouseWords, HouseWords>().AddSingleton<InstallationQueries>();
}
