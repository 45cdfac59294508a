using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Supervision;

namespace ParallelApproval.Web.Jobs;

/// <summary>What supervision does by itself (监察值班): every minute the limits of cards and orders, and every ten minutes a patrol.</summary>
public sealed class SupervisionDuty(SupervisionSweep sweep, Patrol patrol, RegisterCache registers, JobRuns runs)
{
    /// <summary>Their names in the table of job runs and in the schedules.</summary>
    public const string SweepName = "supervision-sweep",
        PatrolName = "supervision-patrol";

    public async Task SweepAsync(CancellationToken cancellation)
    {
        await sweep.RunOnceAsync(cancellation);
        await runs.NoteAsync(SweepName, cancellation);
    }

    public async Task PatrolAsync(CancellationToken cancellation)
    {
        await registers.RefreshAsync(cancellation);
        await patrol.RunOnceAsync(cancellation);
        await runs.NoteAsync(PatrolName, cancellation);
    }
}

/// <summary>
/// Fires the limits of cards and orders on this node between the heartbeats (督办调度), and goes on when the job server is gone. They are days
/// and office hours; a few seconds late is early enough.
/// </summary>
internal sealed class SupervisionRunner(SupervisionSweep sweep, ILogger<SupervisionRunner> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        await Task.Yield();
        try
        {
            do await LookAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The node is going down; what is due stays in the rows.
        }
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        try
        {
            await sweep.RunOnceAsync(cancellation);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            log.LogError(fault, "The limits of supervision could not be swept; the next try is in {Interval}.", Interval);
        }
    }
}
