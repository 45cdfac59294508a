using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using ParallelApproval.Database;
using ParallelApproval.Events;

namespace ParallelApproval.Evaluations;

/// <summary>What the room offers to the container. <see cref="EvaluationRules"/> may be registered before.</summary>
public static class EvaluationsRoom
{
    public static IServiceCollection AddEvaluations(this IServiceCollection services)
    {
        services.TryAddSingleton(new EvaluationRules());
        return services
            .AddDrawer<EvaluationDrawer>().AddDrawer<ComplaintDrawer>().AddListener<NoteServices>()
            .AddSingleton<RemedyLimits>().AddSingleton<RemedyDesk>().AddSingleton<OfficeAddresses>().AddSingleton<RemedySweep>().AddSingleton<RatingQueries>()
            .AddSingleton<RateServiceHandler>().AddSingleton<CallBackRaterHandler>().AddSingleton<FixGrievanceHandler>().AddSingleton<ExtendFixHandler>()
            .AddSingleton<RecallRaterHandler>().AddSingleton<AppealRatingHandler>().AddSingleton<DecideRatingAppealHandler>()
            .AddSingleton<ComplaintDesk>().AddSingleton<ComplaintQueries>().AddSingleton<LodgeComplaintHandler>().AddSingleton<AcceptComplaintHandler>()
            .AddSingleton<DeclineComplaintHandler>().AddSingleton<AnswerComplaintHandler>().AddSingleton<TellComplainantHandler>();
    }
}
