using System.Diagnostics;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Scans;
using ParallelApproval.Web.Certificates;
using ParallelApproval.Web.Jobs;
using ParallelApproval.Web.Telemetry;
using ParallelApproval.Workflows;

namespace ParallelApproval.Web.Health;

/// <summary>
/// Looks every few seconds how this node and its database are, and says in the log when something begins and when it is over (健康巡检);
/// whoever asks meanwhile is answered within two seconds, whatever hangs. When the node goes down it says so to the load balancer first,
/// and closes the door after that.
/// </summary>
internal sealed class HealthWatch(
    DatabaseProbe probe,
    Relay relay,
    JobRuns runs,
    DatabaseDisk disk,
    TimeProvider time,
    DamagedRecords damaged,
    DefinitionRegister definitions,
    TrailWatch trail,
    TrailGuard guard,
    PaperSigner signer,
    Sm2PaperSigner sm2,
    VirusScanner scanner,
    ReadPool pool,
    DirectServer direct,
    HealthSettings settings,
    ILogger<HealthWatch> log
) : BackgroundService, IHostedLifecycleService
{
    /// <summary>By so much the listeners may be behind before it is worth a remark.</summary>
    public static readonly TimeSpan Behind = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    // A balancer that asks is told that the node goes down; where nobody has asked lately there is nobody to wait for.
    private static readonly TimeSpan AskedLately = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AfterFarewell = TimeSpan.FromMilliseconds(200);

    private readonly TaskCompletionSource _told = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HashSet<string> _known = [];
    private long _askedAt;
    private volatile bool _isLeaving;

    /// <summary>What a load balancer is told.</summary>
    public async Task<(Health Health, bool IsServing)> AnswerAsync()
    {
        Volatile.Write(ref _askedAt, Stopwatch.GetTimestamp());
        if (_isLeaving)
        {
            _told.TrySetResult();
            return (new("stopping"), false);
        }

        var pulse = await probe.LookAsync();
        if (Fault(pulse.State) is { } fault)
            return (new(fault), false);
        var remarks = await RemarksAsync(pulse);
        var health = remarks.Count == 0 ? new Health("ready") : new("degraded", remarks);
        return (health with { TrailGuard = guard.Last is GuardState.TwoRoles ? null : guard.Last }, true);
    }

    /// <summary>Whether the clocks are watched: what is wrong, or null.</summary>
    public async Task<string?> SweepFaultAsync()
    {
        var pulse = await probe.LookAsync();
        if (pulse.State is not (DatabaseState.Writes or DatabaseState.ReadOnly or DatabaseState.Full))
            return Fault(pulse.State);
        var age = await runs.AgeAsync(SweepDuty.Name, CancellationToken.None).WaitAsync(DatabaseProbe.Limit);
        return age < SweepDuty.Late ? null
            : age is null ? "neverSwept"
            : "sweepLate";
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        _isLeaving = true;
        if (Volatile.Read(ref _askedAt) is var asked && (asked == 0 || Stopwatch.GetElapsedTime(asked) > AskedLately))
            return;
        try
        {
            await _told.Task.WaitAsync(TimeSpan.FromSeconds((double)settings.FarewellSeconds), cancellationToken);
            await Task.Delay(AfterFarewell, cancellationToken); // what the balancer sent before it heard gives no signal
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException)
        {
            // Nobody asked again.
        }
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        await Task.Yield();
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await LookAsync();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The node goes down.
        }
    }

    private static string? Fault(DatabaseState state) =>
        state switch
        {
            DatabaseState.Writes => null,
            DatabaseState.Stalled => "databaseStalled",
            DatabaseState.AwaitsStandby => "standbyAwaited",
            DatabaseState.ReadOnly => "databaseReadOnly",
            DatabaseState.Full => "databaseFull",
            _ => "databaseUnavailable",
        };

    // It serves rightly all the same, so a load balancer need not take it out.
    private async Task<List<string>> RemarksAsync(DatabasePulse pulse)
    {
        List<string> remarks = [];
        if (time is DatabaseTime { IsOff: true } clock)
            remarks.Add(FormattableString.Invariant($"clockOff:{clock.Off.TotalSeconds:0}s"));
        var lag = await LagAsync();
        if (lag is not null)
            DoorMeter.Told(lag.Value);
        if (lag > Behind)
            remarks.Add(FormattableString.Invariant($"listenersBehind:{lag.Value.TotalSeconds:0}s"));
        // Any other connection brings them along itself.
        if (direct.ConnectionString is not null && !pulse.HasLimits)
            remarks.Add("limitsMissing");
        if (disk.IsNearlyFull)
            remarks.Add(FormattableString.Invariant($"diskNearlyFull:{disk.Free / (1024 * 1024)}MiB"));
        if (pulse.Standbys < settings.Standbys)
            remarks.Add(FormattableString.Invariant($"standbyMissing:{pulse.Standbys}of{settings.Standbys}"));
        if (settings.SynchronousStandby && !pulse.IsSynchronous)
            remarks.Add("standbyNotSynchronous");
        if (Remark(pool) is { } replica)
            remarks.Add(replica);
        foreach (var broken in damaged.All.Select(record => record.Case).Distinct())
            remarks.Add($"recordDamaged:{broken}");
        foreach (var version in definitions.Unreadable)
            remarks.Add(FormattableString.Invariant($"flowUnreadable:{version.DefinitionId}:{version.Version}"));
        if (trail.Last is { Holds: false } audit)
            remarks.Add(FormattableString.Invariant($"trailBroken:{audit.Broken.Count + audit.Altered.Count}"));
        if (scanner.IsAway)
            remarks.Add("scannerAway");
        foreach (var (fault, ends) in new[] { (signer.Fault, signer.EndsSoon), (sm2.Fault, sm2.EndsSoon) })
            if (fault is not null)
                remarks.Add($"signingFault:{fault}");
            else if (ends is { } last)
                remarks.Add(FormattableString.Invariant($"signingEnds:{last:yyyy-MM-dd}"));
        return remarks;
    }

    private static string? Remark(ReadPool pool) =>
        pool.State switch
        {
            ReplicaState.Behind => FormattableString.Invariant($"replicaBehind:{pool.Behind.TotalSeconds:0}s"),
            ReplicaState.Away => "replicaAway",
            ReplicaState.Foreign => "replicaForeign",
            _ => null,
        };

    private async Task<TimeSpan?> LagAsync()
    {
        try
        {
            return await relay.LagAsync(CancellationToken.None).WaitAsync(TimeSpan.FromMilliseconds(300));
        }
        catch (Exception fault) when (fault is TimeoutException || Outage.KindOf(fault) is not null)
        {
            return null;
        }
    }

    private async Task LookAsync()
    {
        try
        {
            await scanner.LookAsync(CancellationToken.None);
            var pulse = await probe.LookAsync();
            var fault = Fault(pulse.State);
            IReadOnlyList<string> found = fault is not null ? [fault] : await RemarksAsync(pulse);
            Tell(found);
            DoorMeter.Felt(fault is null, found, time is DatabaseTime clock ? clock.Off : TimeSpan.Zero);
            if (fault is null && await runs.AgeAsync(SweepDuty.Name, CancellationToken.None).WaitAsync(DatabaseProbe.Limit) is { } age)
                DoorMeter.Swept(age);
        }
        catch (Exception fault)
        {
            log.LogError(fault, "The health of this node could not be looked at; the next look is in {Interval}.", Interval);
        }
    }

    // What changes only its number is no news.
    private void Tell(IReadOnlyList<string> found)
    {
        var now = found.Select(word => word.Split(':')[0]).ToHashSet();
        foreach (var word in found.Where(word => !_known.Contains(word.Split(':')[0])))
            log.LogError("Not all is well: {Remark}. What it means and what to do: docs/operations.md.", word);
        foreach (var word in _known.Except(now))
            log.LogInformation("All is well again: {Remark} is over.", word);
        _known = now;
    }
}
