namespace ParallelApproval.Web.Jobs;

/// <summary>
/// Enters the schedules at start, and looks once a minute whether they are there, so that they come back when somebody has emptied the job
/// server's tables.
/// </summary>
internal sealed class ScheduleKeeper(Schedules schedules, ILogger<ScheduleKeeper> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        await using var stop = stoppingToken.Register(timer.Dispose);
        await Task.Yield();
        Try(schedules.Put);
        while (await timer.WaitForNextTickAsync(CancellationToken.None))
            Try(() => schedules.PutBack());
    }

    private void Try(Action put)
    {
        try
        {
            put();
        }
        catch (Exception fault)
        {
            log.LogWarning(fault, "The schedules could not be entered; the next try is in {Interval}.", Interval);
        }
    }
}
