using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using ParallelApproval.Database;

namespace ParallelApproval.Organisation;

/// <summary>What the room offers to the container.</summary>
public static class OrganisationServiceCollectionExtensions
{
    public static IServiceCollection AddOrganisation(this IServiceCollection services)
    {
        services.TryAddSingleton(new SessionLimits());
        services.TryAddSingleton(new FourEyes(IsOn: false));
        services.TryAddSingleton(new SecondFactorRule(IsOn: false));
        services.TryAddSingleton(new SignInAlarmRule(IsOn: false));
        services.TryAddSingleton(OutsideProvider.None);
        services.TryAddSingleton<IKnowOrigin, LocalOrigin>();
        services.TryAddSingleton(VerbsForKeys.In(typeof(House).Assembly));
        return services
            .AddRegister<OfficerRegister>()
            .AddSingleton<Registrar>()
            .AddSingleton<TwoPersons>()
            .AddSingleton<ProposalQueries>()
            .AddSingleton<Sessions>()
            .AddSingleton<ApiKeys>()
            .AddSingleton<PasswordProof>()
            .AddSingleton<PasskeyProof>()
            .AddSingleton<OutsideIdentities>()
            .AddSingleton<SignInWatch>()
            .AddSingleton<SignInAlarms>()
            .AddSingleton<AuthorityRefusals>();
    }
}
