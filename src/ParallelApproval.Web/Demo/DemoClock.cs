using ErrorOr;
using ParallelApproval.Calendars;
using ParallelApproval.Database;

namespace ParallelApproval.Web.Demo;

/// <summary>
/// The clock of the Demo environment: the database's clock and a distance that an administrator may lengthen, so that deadlines can be seen
/// to come. The distance lies in the database: a restart does not turn time back, and every node is told it with the time.
/// </summary>
internal sealed class DemoClock(DemoDistance kept) : DatabaseTime(System, isMovable: true)
{
    /// <summary>What was answered to the same key; null when it comes for the first time.</summary>
    public Task<ErrorOr<DemoTime>?> EarlierAnswerAsync(Act act, CancellationToken cancellation) =>
        kept.EarlierAnswerAsync<DemoTime>(act, cancellation);

    /// <summary>Makes it that instant now, once for each key. The caller has made sure that it lies ahead.</summary>
    public Task<ErrorOr<DemoTime>> MoveToAsync(DateTimeOffset instant, Act act, CancellationToken cancellation) =>
        kept.MoveToAsync(this, instant, act, new DemoTime(instant.InShanghai(), instant.OfficialDate()), cancellation);
}
