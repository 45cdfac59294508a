using System.Diagnostics;
using ParallelApproval.Workflows;

namespace ParallelApproval.Web.Jobs;

/// <summary>
/// Carries out on this node what flows want of others, twice a second while there is nothing to do, and starts the flows that a clock
/// starts, every other second. What goes outside waits for nobody and nobody for it.
/// </summary>
internal sealed class CallRunner(MakeCalls calls, FlowSchedules schedules, ILogger<CallRunner> log)
    : RoundRunner(log, "What flows want of others could not be carried out", TimeSpan.FromSeconds(2))
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan BetweenStarts = TimeSpan.FromSeconds(2);

    private long _lastStarts;

    protected override async Task<TimeSpan> RunAsync(CancellationToken cancellation)
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
}
