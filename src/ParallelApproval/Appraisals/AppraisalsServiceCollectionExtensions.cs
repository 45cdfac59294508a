using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Evaluations;
using ParallelApproval.Events;

namespace ParallelApproval.Appraisals;

/// <summary>What the room offers to the container. <see cref="AppraisalSettings"/> may be registered before.</summary>
public static class AppraisalsServiceCollectionExtensions
{
    public static IServiceCollection AddAppraisals(this IServiceCollection services)
    {
        services.TryAddSingleton(new AppraisalSettings());
        return services
            .AddListener<PointLedger>()
            .AddSingleton<AppraisalFacts>()
            .AddSingleton(provider => new AppraisalQueries(
                provider.GetRequiredService<AppraisalFacts>(),
                provider.GetRequiredService<IDbContextFactory<ApprovalDbContext>>(),
                provider.GetRequiredService<HouseStore>(),
                provider.GetRequiredService<CatalogueRegister>(),
                provider.GetRequiredService<EvaluationRules>(),
                provider.GetRequiredService<AppraisalSettings>()
            ));
    }
}
