using ParallelApproval.Clocks;
using ParallelApproval.Evaluations;

namespace ParallelApproval.Web.Jobs;

/// <summary>
/// One round of watching the clocks (时限巡检): due dates that a new notice moves, then everything that has fallen due, then the limits of bad
/// ratings and complaints. Noted when it has come to its end, so that anybody can see whether the clocks are watched.
/// </summary>
public sealed class SweepDuty(ClockSweep sweep, RecountClocks recount, RemedySweep remedies, JobRuns runs)
{
    /// <summary>Its name in the table of job runs and in the schedules.</summary>
    public const string Name = "clock-sweep";

    /// <summary>When it has not run for so long, the clocks are not watched.</summary>
    public static readonly TimeSpan Late = TimeSpan.FromMinutes(3);

    public async Task RunAsync(CancellationToken cancellation)
    {
        await recount.RunOnceAsync(cancellation);
        await sweep.RunOnceAsync(cancellation);
        await remedies.RunOnceAsync(cancellation);
        await runs.NoteAsync(Name, cancellation);
    }
}
