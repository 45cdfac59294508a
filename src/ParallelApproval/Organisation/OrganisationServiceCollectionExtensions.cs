using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Database;

namespace ParallelApproval.Organisation;

/// <summary>What the room offers to the container.</summary>
public static class OrganisationServiceCollectionExtensions
{
    public static IServiceCollection AddOrganisation(this IServiceCollection services) =>
        services.AddRegister<OfficerRegister>().AddScoped<SignInHandler>().AddScoped<CreateAdministratorHandler>()
            .AddSingleton<Registrar>().AddSingleton<GrantAuthorisationHandler>().AddSingleton<EndAuthorisationHandler>().AddSingleton<AppointDeputyHandler>().AddSingleton<EndAbsenceHandler>().AddSingleton<RegisterInterestsHandler>()
            .AddSingleton<KeepDepartmentHandler>().AddSingleton<CloseDepartmentHandler>().AddSingleton<KeepWindowHandler>().AddSingleton<KeepSealHandler>().AddSingleton<RetireSealHandler>()
            .AddSingleton<KeepOfficerHandler>().AddSingleton<CloseAccountHandler>().AddSingleton<ResetPasswordHandler>().AddScoped<ChangePasswordHandler>();
}
