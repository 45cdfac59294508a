using ParallelApproval.Webhooks;

namespace ParallelApproval.Web.Jobs;

/// <summary>Tells systems of others on this node what happened in cases, once a second; waits for no receiver.</summary>
internal sealed class WebhookRunner(DeliverWebhooks deliver, ILogger<WebhookRunner> log)
    : RoundRunner(log, "What systems are to be told could not be sent", TimeSpan.FromSeconds(5))
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task<TimeSpan> RunAsync(CancellationToken cancellation)
    {
        await deliver.SendAsync(cancellation);
        return Pause;
    }
}
