using ParallelApproval.Database;

namespace ParallelApproval.Web.Demo;

/// <summary>
/// The clock of the Demo environment: the database's clock and a distance that an administrator may lengthen, so that deadlines can be seen
/// to come. The distance lies in the database: a restart does not turn time back, and every node is told it with the time.
/// </summary>
internal sealed class DemoClock(DemoDistance kept) : DatabaseTime(System, isMovable: true)
{
    /// <summary>Makes it that instant now. The caller has made sure that it lies ahead.</summary>
    public Task MoveToAsync(DateTimeOffset instant, CancellationToken cancellation) => kept.MoveToAsync(this, instant, cancellation);
}
