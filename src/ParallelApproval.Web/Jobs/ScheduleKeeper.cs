namespace ParallelApproval.Web.Jobs;

/// <summary>
/// Enters the schedules at start and once a minute, so that they come back when somebody has emptied the job server's tables.
/// </summary>
internal sealed class ScheduleKeeper(Schedules schedules, ILogger<ScheduleKeeper> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        await using var stop = stoppingToken.Register(timer.Dispose);
        await Task.Yield();
        do Put();
        while (await timer.WaitForNextTickAsync(CancellationToken.None));
    }

    private void Put()
    {
        try
        {
            schedules.Put();
        }
        catch (Exception fault)
        {
            log.LogWarning(fault, "The schedules could not be entered; the next try is in {Interval}.", Interval);
        }
    }
}
