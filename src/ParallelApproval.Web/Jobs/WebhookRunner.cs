using ParallelApproval.Database;
using ParallelApproval.Webhooks;

namespace ParallelApproval.Web.Jobs;

/// <summary>
/// Tells systems of others on this node what happened in cases, as soon as it is seen that something is due; waits for no receiver.
/// </summary>
internal sealed class WebhookRunner(DeliverWebhooks deliver, Lookout lookout, ILogger<WebhookRunner> log)
    : RoundRunner(log, "What systems are to be told could not be sent", TimeSpan.FromSeconds(5), lookout.BellFor(deliver))
{
    protected override async Task<TimeSpan> RunAsync(CancellationToken cancellation)
    {
        await deliver.SendAsync(cancellation);
        return UntilRung;
    }
}
