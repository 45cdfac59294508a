namespace ParallelApproval.Web.Jobs;

/// <summary>
/// What a node does round after round as long as it runs (周期作业). What is not done yet stays in the rows: a fault is logged, and the next
/// round tries again; when the node goes down, another takes it up.
/// </summary>
/// <param name="failed">What could not be done, for the log.</param>
/// <param name="afterFault">How long it rests after a fault.</param>
internal abstract class RoundRunner(ILogger log, string failed, TimeSpan afterFault) : BackgroundService
{
    /// <summary>One round.</summary>
    /// <returns>How long to rest before the next.</returns>
    protected abstract Task<TimeSpan> RunAsync(CancellationToken cancellation);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            while (true)
                await Task.Delay(await TryAsync(stoppingToken), stoppingToken); // no signal: NOTIFY would make commits queue
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The node goes down.
        }
    }

    private async Task<TimeSpan> TryAsync(CancellationToken cancellation)
    {
        try
        {
            return await RunAsync(cancellation);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            log.LogError(fault, "{Failed}; the next try is in {Pause}.", failed, afterFault);
            return afterFault;
        }
    }
}
