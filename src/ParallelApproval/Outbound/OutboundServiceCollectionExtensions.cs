using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ParallelApproval.Outbound;

/// <summary>What the room offers to the container. <see cref="OutboundSettings"/> may be registered before.</summary>
public static class OutboundServiceCollectionExtensions
{
    public static IServiceCollection AddOutbound(this IServiceCollection services)
    {
        services.TryAddSingleton(new OutboundSettings());
        return services.AddSingleton<HttpSender>().AddSingleton<MailSender>();
    }
}
