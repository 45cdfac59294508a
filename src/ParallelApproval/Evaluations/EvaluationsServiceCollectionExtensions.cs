using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using ParallelApproval.Database;
using ParallelApproval.Events;

namespace ParallelApproval.Evaluations;

/// <summary>What the room offers to the container. <see cref="EvaluationRules"/> may be registered before.</summary>
public static class EvaluationsServiceCollectionExtensions
{
    public static IServiceCollection AddEvaluations(this IServiceCollection services)
    {
        services.TryAddSingleton(new EvaluationRules());
        return services
            .AddSection<EvaluationSection>()
            .AddSection<ComplaintSection>()
            .AddListener<NoteServices>()
            .AddSingleton<RemedyLimits>()
            .AddSingleton<RemedySteps>()
            .AddSingleton<OfficeAddresses>()
            .AddSingleton<RemedySweep>()
            .AddSingleton<RatingQueries>()
            .AddSingleton<RemedyQueries>()
            .AddSingleton<ComplaintStore>()
            .AddSingleton(ComplaintStore.Series)
            .AddSingleton(ComplaintRows.Holds)
            .AddSingleton(EvaluationSection.Holds)
            .AddSingleton<ComplaintJudges>()
            .AddSingleton<ComplaintQueries>();
    }
}
