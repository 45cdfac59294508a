using ParallelApproval.Database;
using ParallelApproval.Events;

namespace ParallelApproval.Web.Jobs;

/// <summary>Runs the relay on this node: when there is something to tell, and twice a second as long as there is.</summary>
internal sealed class RelayRunner(Relay relay, Lookout lookout, ILogger<RelayRunner> log)
    : RoundRunner(log, "The listeners could not be told", TimeSpan.FromSeconds(2), lookout.BellFor(relay))
{
    private static readonly TimeSpan WhileSomethingHappens = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan WhileUnderWay = TimeSpan.FromMilliseconds(100);

    protected override async Task<TimeSpan> RunAsync(CancellationToken cancellation) =>
        await relay.RunOnceAsync(cancellation) switch
        {
            { IsAll: false } => WhileUnderWay,
            { Told: > 0 } => WhileSomethingHappens,
            _ => UntilRung,
        };
}
