using ParallelApproval.Database;

namespace ParallelApproval.Web.Jobs;

/// <summary>Looks once a second how far the standby is behind from which pages read; where none is named it does nothing.</summary>
internal sealed class ReplicaRunner(ReadPool pool, ILogger<ReplicaRunner> log)
    : RoundRunner(log, "The standby from which pages read could not be looked at", TimeSpan.FromSeconds(30))
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task<TimeSpan> RunAsync(CancellationToken cancellation)
    {
        await pool.LookAsync(cancellation);
        return pool.HasReplica ? Pause : Timeout.InfiniteTimeSpan;
    }
}
