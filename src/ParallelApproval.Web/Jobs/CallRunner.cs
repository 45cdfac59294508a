using System.Diagnostics;
using ParallelApproval.Workflows;

namespace ParallelApproval.Web.Jobs;

/// <summary>
/// Carries out on this node what flows want of others, twice a second while there is nothing to do, and starts the flows that a clock
/// starts, every other second. What goes outside waits for nobody and nobody for it.
/// </summary>
internal sealed class CallRunner(MakeCalls calls, FlowSchedules schedules, ILogger<CallRunner> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenStarts = TimeSpan.FromSeconds(2);

    private long _lastStarts;

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
            if (_lastStarts == 0 || Stopwatch.GetElapsedTime(_lastStarts) >= BetweenStarts)
            {
                await schedules.RunOnceAsync(cancellation);
                _lastStarts = Stopwatch.GetTimestamp();
            }

            await calls.RunInsideAsync(cancellation);
            await calls.SendAsync(cancellation);
            return Pause;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            log.LogError(fault, "What flows want of others could not be carried out; the next try is in {Pause}.", AfterFault);
            return AfterFault;
        }
    }
}
