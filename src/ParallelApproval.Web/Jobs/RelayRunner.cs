using ParallelApproval.Events;

namespace ParallelApproval.Web.Jobs;

/// <summary>Runs the relay on this node, twice a second while there is nothing to tell.</summary>
internal sealed class RelayRunner(Relay relay, ILogger<RelayRunner> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan WhileUnderWay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(2);

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
            // The node goes down; the places in the trail stay in the rows.
        }
    }

    private async Task<TimeSpan> RunAsync(CancellationToken cancellation)
    {
        try
        {
            return (await relay.RunOnceAsync(cancellation)).IsAll ? Pause : WhileUnderWay;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            log.LogError(fault, "The listeners could not be told; the next try is in {Pause}.", AfterFault);
            return AfterFault;
        }
    }
}
