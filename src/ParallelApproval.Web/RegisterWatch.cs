using System.Diagnostics;
using ParallelApproval.Database;
using ParallelApproval.Organisation;

namespace ParallelApproval.Web;

/// <summary>
/// Keeps the registers and the sessions of a node fresh that only reads: commands compare versions themselves, but a right taken away on
/// another node must end a session here too, whatever its owner does.
/// </summary>
internal sealed class RegisterWatch(
    RegisterCache registers,
    Sessions sessions,
    ApiKeys keys,
    Lookout lookout,
    TimeProvider time,
    DamagedRecords damaged,
    ILogger<RegisterWatch> log
) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenComparisons = TimeSpan.FromSeconds(30);

    private readonly Bell _bell = lookout.BellFor(registers);
    private bool _isOff;
    private long _comparedAt = Stopwatch.GetTimestamp();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            while (true)
                await LookAsync(await _bell.WaitAsync(Interval, stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The node goes down.
        }
    }

    public override void Dispose()
    {
        _bell.Dispose();
        base.Dispose();
    }

    // Said once when it begins and once when it is over.
    private void TellOfClock()
    {
        if (time is not DatabaseTime clock || clock.IsOff == _isOff)
            return;
        _isOff = clock.IsOff;
        if (_isOff)
            log.LogError(
                "The clock of this machine is {Off} ahead of the database's; acts are dated by the database. Set it right.",
                clock.Off
            );
        else
            log.LogInformation("The clock of this machine agrees with the database's again.");
    }

    // Another node has changed a register, and the lookout has seen it; now and then it is looked at without that.
    private async Task LookAsync(bool isRung)
    {
        try
        {
            if (isRung || Stopwatch.GetElapsedTime(_comparedAt) > BetweenComparisons)
            {
                await registers.RefreshAsync(CancellationToken.None);
                _comparedAt = Stopwatch.GetTimestamp();
            }

            await sessions.LookAsync(CancellationToken.None);
            await keys.LookAsync(CancellationToken.None);
            TellOfClock();
            foreach (var record in damaged.TakeUntold())
                log.LogError("The record of case {Case} is damaged in {Part}: {Fault}", record.Case, record.Part, record.Fault);
        }
        catch (Exception fault)
        {
            log.LogWarning(fault, "The registers could not be compared; the next look is in {Interval}.", Interval);
        }
    }
}
