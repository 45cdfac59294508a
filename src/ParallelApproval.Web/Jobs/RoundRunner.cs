using ParallelApproval.Database;

namespace ParallelApproval.Web.Jobs;

/// <summary>
/// What a node does round after round as long as it runs (周期作业). What is not done yet stays in the rows: a fault is logged, and the next
/// round tries again; when the node goes down, another takes it up.
/// </summary>
/// <param name="failed">What could not be done, for the log.</param>
/// <param name="afterFault">How long it rests after a fault.</param>
/// <param name="bell">Rings when there is something to do; null for what has a pace of its own.</param>
internal abstract class RoundRunner(ILogger log, string failed, TimeSpan afterFault, Bell? bell = null) : BackgroundService
{
    /// <summary>There is nothing to do until the bell rings; it looks by itself now and then all the same.</summary>
    protected static readonly TimeSpan UntilRung = TimeSpan.FromSeconds(30);

    /// <summary>One round.</summary>
    /// <returns>How long to rest before the next.</returns>
    protected abstract Task<TimeSpan> RunAsync(CancellationToken cancellation);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            while (true)
                await RestAsync(await TryAsync(stoppingToken), stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The node goes down.
        }
    }

    public override void Dispose()
    {
        bell?.Dispose();
        base.Dispose();
    }

    // While it is busy it keeps its pace, so that much is done in one round.
    private Task RestAsync(TimeSpan pause, CancellationToken cancellation) =>
        bell is not null && pause == UntilRung ? bell.WaitAsync(pause, cancellation) : Task.Delay(pause, cancellation); // its pace

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
