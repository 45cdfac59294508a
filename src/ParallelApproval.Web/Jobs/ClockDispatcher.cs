using System.Diagnostics;
using ParallelApproval.Clocks;
using ParallelApproval.Database;

namespace ParallelApproval.Web.Jobs;

/// <summary>
/// Wakes the sweep when the next step falls due (时限调度), so that nothing is more than seconds late between two heartbeats. It knows
/// nothing but the rows: after an outage, or with the job server gone, it goes on from what they say. The lookout rings a moment before a
/// step falls due, whichever node has written it.
/// </summary>
internal sealed class ClockDispatcher(ClockSweep sweep, SweepDuty duty, Lookout lookout, ILogger<ClockDispatcher> log) : BackgroundService
{
    // A step that falls due before the next look of the lookout is waited for here, to the moment.
    private static readonly TimeSpan Soon = 2 * Lookout.Interval;
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ShortestSleep = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan BetweenRounds = TimeSpan.FromSeconds(30);

    private readonly Bell _bell = lookout.BellFor(sweep);
    private long _lastRound;

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

    public override void Dispose()
    {
        _bell.Dispose();
        base.Dispose();
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
            log.LogError(fault, "The clocks could not be swept; the next try is in {Sleep}.", AfterFault);
            return AfterFault;
        }
    }

    private static TimeSpan Sleep(SweepReport report)
    {
        if (report.Next is not { } next || next - report.Now >= Soon)
            return BetweenRounds;
        var left = next - report.Now;
        return left > ShortestSleep ? left : ShortestSleep;
    }
}
