using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Events;

namespace ParallelApproval.Webhooks;

/// <summary>What the room offers to the container.</summary>
public static class WebhooksServiceCollectionExtensions
{
    public static IServiceCollection AddWebhooks(this IServiceCollection services) =>
        services
            .AddSingleton<WebhookSecrets>()
            .AddSingleton<WebhookQueries>()
            .AddSingleton<DeliverWebhooks>()
            .AddListener<EnterDeliveries>();
}
