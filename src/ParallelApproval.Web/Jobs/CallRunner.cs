using System.Diagnostics;
using ParallelApproval.Database;
using ParallelApproval.Workflows;

namespace ParallelApproval.Web.Jobs;

/// <summary>
/// Carries out on this node what flows want of others, as soon as it is seen that something is due and twice a second as long as there is,
/// and starts the flows that a clock starts, every other second at most. What goes outside waits for nobody and nobody for it.
/// </summary>
internal sealed class CallRunner(MakeCalls calls, FlowSchedules schedules, Lookout lookout, ILogger<CallRunner> log)
    : RoundRunner(log, "What flows want of others could not be carried out", TimeSpan.FromSeconds(2), lookout.BellFor(calls, schedules))
{
    private static readonly TimeSpan WhileThereAreCalls = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan BetweenStarts = TimeSpan.FromSeconds(2);

    private long _lastStarts;

    protected override async Task<TimeSpan> RunAsync(CancellationToken cancellation)
    {
        var done = 0;
        if (_lastStarts == 0 || Stopwatch.GetElapsedTime(_lastStarts) >= BetweenStarts)
        {
            done += await schedules.RunOnceAsync(cancellation);
            _lastStarts = Stopwatch.GetTimestamp();
        }

        done += await calls.RunInsideAsync(cancellation);
        done += await calls.SendAsync(cancellation);
        return done > 0 ? WhileThereAreCalls : UntilRung;
    }
}
