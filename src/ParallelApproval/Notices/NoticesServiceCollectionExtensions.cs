using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using ParallelApproval.Events;
using ParallelApproval.Workflows;

namespace ParallelApproval.Notices;

/// <summary>What the room offers to the container. <see cref="NoticeSettings"/> may be registered before.</summary>
public static class NoticesServiceCollectionExtensions
{
    public static IServiceCollection AddNotices(this IServiceCollection services)
    {
        services.TryAddSingleton(new NoticeSettings());
        return services
            .AddSingleton<CasesTold>()
            .AddSingleton<Uncollected>()
            .AddSingleton<WarnOfGaps>()
            .AddSingleton<CitizenMessages>()
            .AddSingleton(provider => new NoticeRound(
                provider.GetRequiredService<Uncollected>(),
                provider.GetRequiredService<NoticeGateway>(),
                provider.GetRequiredService<ILogger<NoticeRound>>()
            ))
            .AddActivity<TellLeadersActivity>()
            .AddListener<MakeNotices>()
            .AddSingleton<NoticeGateway>()
            .AddSingleton<NoticeQueries>();
    }
}
