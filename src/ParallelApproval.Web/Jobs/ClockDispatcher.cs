using System.Diagnostics;
using ParallelApproval.Clocks;

namespace ParallelApproval.Web.Jobs;

/// <summary>
/// Wakes the sweep when the next step falls due (时限调度), so that nothing is more than seconds late between two heartbeats. It knows nothing
/// but the rows: after an outage, or with the job server gone, it goes on from what they say. It looks at least every <see
/// cref="LongestSleep"/>, because another node may have written a step that falls due earlier.
/// </summary>
internal sealed class ClockDispatcher(ClockSweep sweep, SweepDuty duty, ILogger<ClockDispatcher> log) : BackgroundService
{
    /// <summary>The most by which a step is late that was written just after a look.</summary>
    public static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan ShortestSleep = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan BetweenRounds = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _bell = new(0, 1);
    private long _lastRound;

    /// <summary>Something has changed that may be due now.</summary>
    public void Wake()
    {
        if (_bell.CurrentCount > 0)
            return;
        try
        {
            _bell.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody else has rung at the same instant.
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            while (!stoppingToken.IsCancellationRequested)
                await _bell.WaitAsync(await LookAsync(stoppingToken), stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The node is going down; what is due stays in the rows.
        }
    }

    /// <summary>Fires what is due and says how long there is nothing to do.</summary>
    private async Task<TimeSpan> LookAsync(CancellationToken cancellation)
    {
        try
        {
            if (_lastRound == 0 || Stopwatch.GetElapsedTime(_lastRound) >= BetweenRounds)
            {
                await duty.RunAsync(cancellation);
                _lastRound = Stopwatch.GetTimestamp();
            }

            return Sleep(await sweep.RunOnceAsync(cancellation));
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            log.LogError(fault, "The clocks could not be swept; the next try is in {Sleep}.", LongestSleep);
            return LongestSleep;
        }
    }

    private static TimeSpan Sleep(SweepReport report)
    {
        if (report.Next is not { } next || next - report.Now >= LongestSleep)
            return LongestSleep;
        var left = next - report.Now;
        return left > ShortestSleep ? left : ShortestSleep;
    }
}
