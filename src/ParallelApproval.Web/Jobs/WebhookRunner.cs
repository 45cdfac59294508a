using ParallelApproval.Webhooks;

namespace ParallelApproval.Web.Jobs;

/// <summary>Tells systems of others on this node what happened in cases, once a second; waits for no receiver.</summary>
internal sealed class WebhookRunner(DeliverWebhooks deliver, ILogger<WebhookRunner> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            while (true)
                await Task.Delay(await RunAsync(stoppingToken), stoppingToken); // no signal: NOTIFY would make commits queue
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The node goes down; what has not been sent stays in the rows.
        }
    }

    private async Task<TimeSpan> RunAsync(CancellationToken cancellation)
    {
        try
        {
            await deliver.SendAsync(cancellation);
            return Pause;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            log.LogError(fault, "What systems are to be told could not be sent; the next try is in {Pause}.", AfterFault);
            return AfterFault;
        }
    }
}
