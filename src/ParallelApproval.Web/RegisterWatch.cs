using ParallelApproval.Database;

namespace ParallelApproval.Web;

/// <summary>
/// Keeps the registers of a node fresh that only reads: commands compare versions themselves, but a right taken away on another node must
/// end a session here too, whatever its owner does.
/// </summary>
internal sealed class RegisterWatch(RegisterCache registers, ILogger<RegisterWatch> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        // No token: a timer that is disposed ends the loop without an exception.
        await using var stop = stoppingToken.Register(timer.Dispose);
        while (await timer.WaitForNextTickAsync(CancellationToken.None))
            await LookAsync();
    }

    private async Task LookAsync()
    {
        try
        {
            await registers.RefreshAsync(CancellationToken.None);
        }
        catch (Exception fault)
        {
            log.LogWarning(fault, "The registers could not be compared; the next look is in {Interval}.", Interval);
        }
    }
}
