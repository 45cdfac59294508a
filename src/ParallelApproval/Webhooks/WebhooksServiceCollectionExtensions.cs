using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Database;
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
            .AddAwait<DeliverWebhooks>()
            .AddListener<EnterDeliveries>();
}
