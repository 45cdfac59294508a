using ParallelApproval.Database;

namespace ParallelApproval.Web.Demo;

/// <summary>
/// The clock of the Demo environment: the machine's clock and a distance that an administrator may lengthen, so that deadlines can be
/// seen to come. The distance lies in the database: a restart does not turn time back. One node only; others would not notice a move.
/// </summary>
internal sealed class DemoClock(DemoDistance kept) : TimeProvider
{
    private long _distance;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref _distance));

    /// <summary>Reads the distance that was kept; called once, at start.</summary>
    public async Task LoadAsync(CancellationToken cancellation) =>
        Interlocked.Exchange(ref _distance, (await kept.ReadAsync(cancellation)).Ticks);

    /// <summary>Makes it that instant now. The caller has made sure that it lies ahead.</summary>
    public async Task MoveToAsync(DateTimeOffset instant, CancellationToken cancellation)
    {
        var distance = instant - System.GetUtcNow();
        await kept.KeepAsync(distance, cancellation);
        Interlocked.Exchange(ref _distance, distance.Ticks);
    }
}
