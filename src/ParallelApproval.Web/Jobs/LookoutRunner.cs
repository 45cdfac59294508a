using ParallelApproval.Database;

namespace ParallelApproval.Web.Jobs;

/// <summary>
/// Looks once a second whether there is anything to do on this node, in one statement for all who wait. NOTIFY would tell it sooner and
/// make commits queue.
/// </summary>
internal sealed class LookoutRunner(Lookout lookout, ILogger<LookoutRunner> log)
    : RoundRunner(log, "It could not be seen whether there is anything to do", TimeSpan.FromSeconds(2))
{
    protected override async Task<TimeSpan> RunAsync(CancellationToken cancellation)
    {
        await lookout.LookAsync(cancellation);
        return Lookout.Interval;
    }
}
